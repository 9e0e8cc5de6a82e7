import { readFile, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import pixelmatch from "pixelmatch";
import sharp from "sharp";
import type { Renderer } from "../../../render/renderer.ts";
import { testUploads } from "../uploads.ts";
import type { GoldenCase } from "./cases.ts";

/** Pixels across of what is stored: enough to see a letter's shape, small enough to keep. */
const WIDTH = 400;
/** Difference of a pixel that counts, of 1. */
const THRESHOLD = 0.1;

let uploads: ReturnType<typeof testUploads> | undefined;

/** The picture of a case as it is drawn now, as PNG. */
export async function drawCase(
  renderer: Renderer,
  { template, size = "square", variables = {} }: GoldenCase,
): Promise<Uint8Array> {
  uploads ??= testUploads();
  const assets = await uploads;
  const request = {
    tenantId: "0190",
    template,
    size,
    variables,
    assets,
    format: "png" as const,
    width: WIDTH,
  };
  return (await renderer.render(request)).bytes;
}

/** Pixels that look different from the stored picture, as a part of all; 1 where the size is another. */
export async function difference(name: string, drawn: Uint8Array): Promise<number> {
  const [now, then] = await Promise.all([pixels(drawn), pixels(await readFile(fileOf(name)))]);
  const { width, height } = now.info;
  if (then.info.width !== width || then.info.height !== height) return 1;
  return (
    pixelmatch(now.data, then.data, undefined, width, height, { threshold: THRESHOLD }) / (width * height)
  );
}

export async function store(name: string, drawn: Uint8Array): Promise<void> {
  await writeFile(
    fileOf(name),
    await sharp(drawn).webp({ nearLossless: true, quality: 40, effort: 6 }).toBuffer(),
  );
}

function pixels(picture: Uint8Array) {
  return sharp(picture).ensureAlpha().raw().toBuffer({ resolveWithObject: true });
}

function fileOf(name: string): string {
  return fileURLToPath(new URL(`./${name}.webp`, import.meta.url));
}
