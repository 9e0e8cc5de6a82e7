import { GALLERY } from "../../../template/gallery/gallery.ts";
import type { SizeId } from "../../../template/pixels.ts";
import type { Template } from "../../../template/template.ts";
import type { Variables } from "../../../template/variables.ts";
import { DESIGNS } from "./designs.ts";
import { LAYER_CASES } from "./layerCases.ts";
import { SCRIPT_CASES } from "./scriptCases.ts";

/** A picture that must keep its looks. */
export interface GoldenCase {
  name: string;
  template: Template;
  size?: SizeId;
  variables?: Variables;
}

const VARIABLES = { code: "SUMMER-20", name: "Olivia", link: "https://t.me/aurum_bot?start=SUMMER-20" };

/** The gallery, one size each: all three are seen. */
const GALLERY_CASES = GALLERY.map(({ id, template }, index): GoldenCase => {
  return { name: `gallery-${id}`, template, size: template.sizes[index % 3], variables: VARIABLES };
});

export const CASES: readonly GoldenCase[] = [...SCRIPT_CASES, ...LAYER_CASES, ...DESIGNS, ...GALLERY_CASES];
