import { createHash } from "node:crypto";
import sharp, { type Metadata, type SharpOptions } from "sharp";
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
const JPEG = { quality: 90, chromaSubsampling: "4:4:4" };

/**
 * What somebody uploaded as a picture of our own making: upright, in sRGB, without metadata, of bounded size; of a moving one the first
 * frame. Looks at the head before it decodes anything. Only in a painter's process: sharp decodes natively.
 * @throws Refusal `upload.type`, `upload.unsafe`, `upload.dimensions`, `upload.unreadable`
 */
export async function takePicture(content: Uint8Array): Promise<TakenPicture> {
  const kind = pictureKind(content);
  const source = kind === "svg" ? safeSvg(content) : content;
  const head = await readable(() => sharp(source, decoding()).metadata());
  checkDimensions(head);
  const scale = DRAWN_SIDE / Math.max(head.width, head.height);
  const options = decoding(kind === "svg" ? { density: Math.min(2_400, Math.max(1, 72 * scale)) } : {});
  const picture = sharp(source, options)
    .autoOrient()
    .resize({ width: KEPT_SIDE, height: KEPT_SIDE, fit: "inside", withoutEnlargement: true });
  const opaque = !head.hasAlpha;
  const { data, info } = await readable(() =>
    (opaque ? picture.jpeg(JPEG) : picture.png({ compressionLevel: 8 })).toBuffer({
      resolveWithObject: true,
    }),
  );
  return {
    bytes: data,
    contentType: opaque ? "image/jpeg" : "image/png",
    hash: createHash("sha256").update(data).digest("hex"),
    width: info.width,
    height: info.height,
    animated: (head.pages ?? 1) > 1,
  };
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
