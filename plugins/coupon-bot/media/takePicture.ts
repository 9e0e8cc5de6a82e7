import { createHash } from "node:crypto";
import sharp, { type Metadata, type Sharp, type SharpOptions } from "sharp";
import { Refusal } from "../render/refusal.ts";
import { type FileKind, kindOf } from "./fileKind.ts";
import { KEPT_SIDE, LEAST_SIDE, MOST_PIXELS, MOST_SIDE } from "./limits.ts";
import { safeSvg } from "./safeSvg.ts";
import type { TakenPicture } from "./taken.ts";

type PictureKind = Extract<FileKind, "png" | "jpeg" | "gif" | "webp" | "svg">;

// The only decoders of this process: nothing that fetches, scripts, or is rarely looked at.
sharp.block({ operation: ["VipsForeignLoad"] });
sharp.unblock({
  operation: ["Png", "Jpeg", "Webp", "Nsgif", "Svg"].map((name) => `VipsForeignLoad${name}Buffer`),
});

/** Of an SVG, which has no pixels: as many as make it this large. */
const DRAWN_SIDE = 1_600;
const MOST_PNG_BYTES = 2_000_000;
const JPEG = { quality: 90, chromaSubsampling: "4:4:4" };

/**
 * What somebody uploaded as a picture of our own making: upright, in sRGB, without metadata, of bounded size; of a moving one the first
 * frame. Looks at the head before it decodes anything. Only in a painter's process: sharp decodes natively.
 * @throws Refusal `upload.type`, `upload.unsafe`, `upload.svg_text`, `upload.dimensions`, `upload.unreadable`
 */
export async function takePicture(content: Uint8Array): Promise<TakenPicture> {
  const kind = pictureKind(content);
  const source = kind === "svg" ? safeSvg(content) : content;
  const head = await readable(() => sharp(source, decoding()).metadata());
  checkDimensions(head);
  const scale = DRAWN_SIDE / Math.max(head.width, head.height);
  const options = decoding(kind === "svg" ? { density: Math.min(2_400, Math.max(1, 72 * scale)) } : {});
  const { data, info } = await readable(() =>
    sharp(source, options)
      .autoOrient()
      .resize({ width: KEPT_SIDE, height: KEPT_SIDE, fit: "inside", withoutEnlargement: true })
      .toColourspace("srgb")
      .raw({ depth: "uchar" })
      .toBuffer({ resolveWithObject: true }),
  );
  const { width, height, channels } = info;
  const kept = await encoded(sharp(data, { raw: { width, height, channels } }));
  return {
    ...kept,
    hash: createHash("sha256").update(kept.bytes).digest("hex"),
    width,
    height,
    animated: (head.pages ?? 1) > 1,
  };
}

/** Transparency is kept where there is any, and then every edge as it is, unless that takes too much room. */
async function encoded(pixels: Sharp): Promise<Pick<TakenPicture, "bytes" | "contentType">> {
  const { isOpaque } = await pixels.stats();
  if (isOpaque) {
    const bytes = await pixels.clone().removeAlpha().jpeg(JPEG).toBuffer();
    return { bytes, contentType: "image/jpeg" };
  }
  const png = await pixels.clone().png({ compressionLevel: 8 }).toBuffer();
  if (png.byteLength <= MOST_PNG_BYTES) return { bytes: png, contentType: "image/png" };
  return { bytes: await pixels.clone().webp({ quality: 92 }).toBuffer(), contentType: "image/webp" };
}

function decoding(rest: SharpOptions = {}): SharpOptions {
  return { limitInputPixels: MOST_PIXELS, failOn: "error", pages: 1, sequentialRead: true, ...rest };
}

function pictureKind(content: Uint8Array): PictureKind {
  const kind = kindOf(content);
  switch (kind) {
    case "png":
    case "jpeg":
    case "gif":
    case "webp":
    case "svg":
      return kind;
    case "heic":
      throw refusal("type", "This is a HEIC picture, as iPhones take them.", "Upload it as JPEG or PNG.");
    default:
      throw refusal("type", "This is no picture that can be used.", "Upload a PNG, JPEG, WebP, GIF or SVG.");
  }
}

/** Before a single pixel is decoded. */
function checkDimensions({ width = 0, height = 0 }: Partial<Metadata>): void {
  if (Math.min(width, height) < LEAST_SIDE)
    throw refusal(
      "dimensions",
      `A picture of ${width} × ${height} pixels is too small.`,
      `Upload one whose sides have at least ${LEAST_SIDE} pixels.`,
    );
  if (Math.max(width, height) > MOST_SIDE || width * height > MOST_PIXELS)
    throw refusal(
      "dimensions",
      `A picture of ${width} × ${height} pixels is too large.`,
      `Upload one of at most ${KEPT_SIDE} × ${KEPT_SIDE} pixels: more are not seen.`,
    );
}

async function readable<Value>(work: () => Promise<Value>): Promise<Value> {
  try {
    return await work();
  } catch (cause) {
    if (cause instanceof Refusal) throw cause;
    const tooLarge = cause instanceof Error && /pixel limit|dimensions|too large/i.test(cause.message);
    if (tooLarge)
      throw refusal("dimensions", "The picture has too many pixels.", "Upload a smaller one.", cause);
    throw refusal("unreadable", "The picture is broken.", "Open it, save it anew, and upload that.", cause);
  }
}

function refusal(code: string, message: string, hint: string, cause?: unknown): Refusal {
  return new Refusal(message, { code: `upload.${code}`, hint, cause });
}
