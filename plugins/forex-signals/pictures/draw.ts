import { loadImage } from "@napi-rs/canvas";
import sharp from "sharp";
import { loadFonts } from "./fonts.ts";
import { nearCandles } from "./nearCandles.ts";
import { drawOpening } from "./openingPicture.ts";
import { drawResult } from "./resultPicture.ts";
import type { Scene } from "./scene.ts";
import { HEIGHT, Sheet, WIDTH } from "./sheet.ts";

sharp.cache(false);
sharp.concurrency(1);

/** Draws a scene and encodes it. In the painter's process only: canvas and sharp are heavy, and nobody else loads them. */
export async function draw(scene: Scene): Promise<Uint8Array> {
  loadFonts();
  const candles = nearCandles(scene);
  const { logo } = scene.look;
  const sheet = new Sheet(
    { ...scene, candles },
    logo === null ? undefined : await loadImage(Buffer.from(logo, "base64")),
  );
  if (scene.kind === "opening") drawOpening(sheet, { ...scene, candles });
  else drawResult(sheet, { ...scene, candles });
  // sharp encodes PNG many times as fast as the canvas; a palette keeps flat colours small and their edges sharp.
  return sharp(sheet.pixels(), { raw: { width: WIDTH, height: HEIGHT, channels: 4 } })
    .png({ palette: true, colours: 128, effort: 4, compressionLevel: 9 })
    .toBuffer();
}
