import { pixelsOf, type SizeId } from "../template/pixels.ts";
import type { Template } from "../template/template.ts";
import type { Look } from "./api.ts";

/** Below the host's own address. */
export const BASE = "/api/p/coupon-bot";

/** What pictures of templates in the dash are filled with. */
export const EXAMPLE_VALUES = {
  code: "SAVE-20",
  link: "https://example.com/SAVE-20",
  label: "20% off",
} as const;

/** Pictures of a template in each of its sizes, below `path`. `mark` is in their address, so that they may be kept for ever. */
export function looksOf(
  { sizes, custom }: Pick<Template, "sizes" | "custom">,
  path: string,
  mark: Readonly<Record<string, string>> = {},
): Look[] {
  return sizes.flatMap((size: SizeId) => {
    const pixels = pixelsOf(size, custom);
    if (pixels === undefined) return [];
    return [{ size, ...pixels, url: `${BASE}${path}/picture?${new URLSearchParams({ size, ...mark })}` }];
  });
}
