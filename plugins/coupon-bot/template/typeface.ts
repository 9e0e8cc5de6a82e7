import { type Static, Type } from "@promostack/core";
import { choice } from "./choice.ts";
import { FAMILIES } from "./families.ts";

/** Id of something uploaded, as a template names it; who asks for a picture says which file stands for it. */
export const AssetId = Type.String({ pattern: "^[A-Za-z0-9_-]{1,64}$" });

/** A family of the product's, or a font that the tenant uploaded. */
export const Typeface = Type.Union([
  Type.Object({ family: choice(FAMILIES.map(({ id }) => id)) }, { additionalProperties: false }),
  Type.Object({ asset: AssetId }, { additionalProperties: false }),
]);
export type Typeface = Static<typeof Typeface>;
