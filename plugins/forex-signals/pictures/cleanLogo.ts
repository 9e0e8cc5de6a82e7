import { PlatformError } from "@promostack/core";
import sharp, { type Sharp } from "sharp";

/** Formats that are taken, and the only decoders of sharp that this process runs: no SVG, no PDF, nothing that fetches or scripts. */
const FORMATS = new Set(["png", "jpeg", "webp"]);
sharp.block({ operation: ["VipsForeignLoad"] });
sharp.unblock({
  operation: ["VipsForeignLoadPngBuffer", "VipsForeignLoadJpegBuffer", "VipsForeignLoadWebpBuffer"],
});

const MOST_PIXELS = 4_096 * 4_096;
const LEAST_SIDE = 32;
/** Twice as large as it is drawn. */
const KEPT = { width: 520, height: 144 };

/**
 * What somebody uploaded as a small PNG of our own making: upright, without metadata or further pages. In the painter's
 * process only, like all of sharp's work. Raises `logo.unreadable`, `logo.too_small`.
 */
export async function cleanLogo(content: Uint8Array): Promise<Uint8Array> {
  const size = await sizeOf(content);
  if (Math.min(size.width, size.height) < LEAST_SIDE)
    throw refused(
      "too_small",
      `A logo of ${size.width} × ${size.height} pixels would be a blur.`,
      `Upload one whose sides have at least ${LEAST_SIDE} pixels, better ${KEPT.height}.`,
    );
  try {
    return await decoder(content)
      .rotate()
      .resize({ ...KEPT, fit: "inside", withoutEnlargement: true })
      .png({ palette: true, compressionLevel: 9 })
      .toBuffer();
  } catch (cause) {
    throw unreadable(cause);
  }
}

async function sizeOf(content: Uint8Array): Promise<{ width: number; height: number }> {
  try {
    const { format, width, height } = await decoder(content).metadata();
    if (FORMATS.has(format)) return { width, height };
  } catch (cause) {
    throw unreadable(cause);
  }
  throw unreadable(undefined);
}

function decoder(content: Uint8Array): Sharp {
  return sharp(content, { limitInputPixels: MOST_PIXELS, failOn: "error", pages: 1 });
}

function unreadable(cause: unknown): PlatformError {
  const [message, hint] = [
    "This is no picture that can be read.",
    "Upload a PNG, JPEG or WebP of at most 4,096 × 4,096 pixels.",
  ];
  return refused("unreadable", message, hint, cause);
}

function refused(code: string, message: string, hint: string, cause?: unknown): PlatformError {
  return new PlatformError(message, { code: `logo.${code}`, status: 422, hint, cause });
}
