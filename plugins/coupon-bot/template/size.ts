import { type Static, Type } from "@promostack/core";
import { choice } from "./choice.ts";

export const SIZE_IDS = ["square", "story", "feed", "custom"] as const;

export const SizeId = choice(SIZE_IDS);
export type SizeId = (typeof SIZE_IDS)[number];

/** Width and height in pixels. */
export interface Size {
  width: number;
  height: number;
}

const Side = Type.Integer({ minimum: 200, maximum: 2560 });
/** Most pixels of a size of the tenant's own, which is what a painter's time and memory are made for. */
export const MOST_PIXELS = 2048 * 2048;
/** A size of the tenant's own: sides of up to 2,560 pixels, and `MOST_PIXELS` in all. */
export const CustomSize = Type.Object({ width: Side, height: Side }, { additionalProperties: false });
export type CustomSize = Static<typeof CustomSize>;

const FIXED: Readonly<Record<Exclude<SizeId, "custom">, Size>> = {
  square: { width: 1080, height: 1080 },
  story: { width: 1080, height: 1920 },
  feed: { width: 1080, height: 1440 },
};

/** Pixels of a size; undefined where the template has no size of its own. */
export function pixelsOf(size: SizeId, custom: CustomSize | undefined): Size | undefined {
  return size === "custom" ? custom : FIXED[size];
}

/** The shorter side that lengths (type, strokes, corners) are given for; in other pictures they grow and shrink with it. */
export const REFERENCE_SIDE = 1080;
