import type { SizeId } from "../../../template/size.ts";
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

export const CASES: readonly GoldenCase[] = [...SCRIPT_CASES, ...LAYER_CASES, ...DESIGNS];
