import { type Static, Type } from "@promostack/core";
import { choice } from "./choice.ts";
import { SIZE_IDS } from "./pixels.ts";

export const SizeId = choice(SIZE_IDS);
export type SizeId = Static<typeof SizeId>;

const Side = Type.Integer({ minimum: 200, maximum: 2560 });
/** A size of the tenant's own: sides of up to 2,560 pixels, and `MOST_PIXELS` in all. */
export const CustomSize = Type.Object({ width: Side, height: Side }, { additionalProperties: false });
export type CustomSize = Static<typeof CustomSize>;
