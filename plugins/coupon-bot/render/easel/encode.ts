import type { Canvas } from "@napi-rs/canvas";
import type { PictureFormat } from "../picture.ts";

const JPEG_QUALITY = 90;
const WEBP = { quality: 88, effort: 3 };
const PNG = { compressionLevel: 6, adaptiveFiltering: false };

/** The canvas, which must be opaque, as a file. JPEG by the canvas; it is slow at PNG, which its pixels through sharp are not. */
export async function encode(canvas: Canvas, format: PictureFormat): Promise<Uint8Array> {
  if (format === "jpeg") return canvas.encode("jpeg", JPEG_QUALITY);
  const sharp = await loadSharp();
  const { width, height } = canvas;
  const pixels = sharp(canvas.data(), { raw: { width, height, channels: 4 } }).removeAlpha();
  return format === "png" ? pixels.png(PNG).toBuffer() : pixels.webp(WEBP).toBuffer();
}

/** With the first picture that needs it: most never do. */
async function loadSharp() {
  const { default: sharp } = await import("sharp");
  // One picture at a time: threads and a memory of its own would only take room.
  sharp.concurrency(1);
  sharp.cache(false);
  return sharp;
}
