import { PlatformError } from "@promostack/core";
import { failed } from "../render/failures.ts";
import type { Job } from "../render/order.ts";
import { Studio } from "../render/studio.ts";
import { MOST_FONT_BYTES, MOST_PICTURE_BYTES } from "./limits.ts";
import { tooHard, tooLarge } from "./refusals.ts";
import type { TakenFont, TakenPicture } from "./taken.ts";

export interface IntakeOptions {
  timeoutMs?: number;
  idleMs?: number;
}

/** Takes in what people upload. */
export interface Intake {
  /**
   * A PNG, JPEG, WebP, GIF (its first frame) or SVG (drawn), as a picture of our own making.
   * @throws PlatformError 422 `upload.too_large`, `upload.type`, `upload.unsafe`, `upload.svg_text`, `upload.dimensions`, `upload.unreadable`,
   * `upload.too_hard`; 503 `picture.busy`.
   */
  picture(tenantId: string, content: Uint8Array): Promise<TakenPicture>;
  /** A WOFF2, WOFF, OTF or TTF. @throws as `picture` does. */
  font(tenantId: string, content: Uint8Array): Promise<TakenFont>;
  /** Ends the process. */
  close(): void;
}

/** Ends of a process that opens a file. */
const TOO_HARD: ReadonlySet<string> = new Set(["picture.timeout", "picture.too_heavy", "picture.failed"]);

/**
 * Uploads are opened in a process of their own, which is no painter's: a file that takes it down, or keeps it busy until its time is over,
 * keeps nobody's picture waiting.
 */
export function createIntake({ timeoutMs = 8_000, idleMs = 20_000 }: IntakeOptions = {}): Intake {
  const studio = new Studio({ painters: 1, mostWaiting: 32, mostWaitingEach: 8, timeoutMs, idleMs });
  const take = async (tenantId: string, job: Job) => {
    try {
      return await studio.work(tenantId, job);
    } catch (error) {
      throw PlatformError.is(error) && TOO_HARD.has(error.code) ? tooHard(error) : error;
    }
  };
  return {
    async picture(tenantId, content) {
      if (content.byteLength > MOST_PICTURE_BYTES) throw tooLarge("picture", MOST_PICTURE_BYTES);
      const result = await take(tenantId, { takePicture: content });
      if ("picture" in result) return result.picture;
      throw failed("The upload was taken for something else.");
    },
    async font(tenantId, content) {
      if (content.byteLength > MOST_FONT_BYTES) throw tooLarge("font", MOST_FONT_BYTES);
      const result = await take(tenantId, { takeFont: content });
      if ("font" in result) return result.font;
      throw failed("The upload was taken for something else.");
    },
    close: () => studio.close(),
  };
}
