import type { SKRSContext2D } from "@napi-rs/canvas";
import type { Fonts } from "./fonts.ts";
import type { Photos } from "./photos.ts";

/** What a layer is drawn on, and with. */
export interface Sheet {
  ink: SKRSContext2D;
  /** Pixels of the picture that is made to a pixel of the drawing. */
  scale: number;
  /** BCP 47. */
  language: string;
  tenantId: string;
  fonts: Fonts;
  photos: Photos;
}
