import { type Static, Type } from "@promostack/core";
import { choice } from "./choice.ts";

/** Families that come with the product, as the editor lists them. Each falls back to the scripts' families (`render/fontFiles.ts`). */
export const FAMILIES = [
  { id: "inter", title: "Inter", style: "sans" },
  { id: "montserrat", title: "Montserrat", style: "sans" },
  { id: "rubik", title: "Rubik", style: "sans" },
  { id: "oswald", title: "Oswald", style: "condensed" },
  { id: "bebas-neue", title: "Bebas Neue", style: "condensed" },
  { id: "playfair-display", title: "Playfair Display", style: "serif" },
  { id: "lora", title: "Lora", style: "serif" },
  { id: "pacifico", title: "Pacifico", style: "script" },
  { id: "caveat", title: "Caveat", style: "script" },
  { id: "jetbrains-mono", title: "JetBrains Mono", style: "mono" },
] as const;

export type FamilyId = (typeof FAMILIES)[number]["id"];

/** Id of something uploaded, as a template names it; who asks for a picture says which file stands for it. */
export const AssetId = Type.String({ pattern: "^[A-Za-z0-9_-]{1,64}$" });

/** A family of the product's, or a font that the tenant uploaded. */
export const Typeface = Type.Union([
  Type.Object({ family: choice(FAMILIES.map(({ id }) => id)) }, { additionalProperties: false }),
  Type.Object({ asset: AssetId }, { additionalProperties: false }),
]);
export type Typeface = Static<typeof Typeface>;
