export const SIZE_IDS = ["square", "story", "feed", "custom"] as const;
export type SizeId = (typeof SIZE_IDS)[number];

/** Width and height in pixels. */
export interface Size {
  width: number;
  height: number;
}

/** Most pixels of a size of the tenant's own, which is what a painter's time and memory are made for. */
export const MOST_PIXELS = 2048 * 2048;

const FIXED: Readonly<Record<Exclude<SizeId, "custom">, Size>> = {
  square: { width: 1080, height: 1080 },
  story: { width: 1080, height: 1920 },
  feed: { width: 1080, height: 1440 },
};

/** Pixels of a size; undefined where the template has no size of its own. */
export function pixelsOf(size: SizeId, custom: Size | undefined): Size | undefined {
  return size === "custom" ? custom : FIXED[size];
}

/** The shorter side that lengths (type, strokes, corners) are given for; in other pictures they grow and shrink with it. */
export const REFERENCE_SIDE = 1080;
