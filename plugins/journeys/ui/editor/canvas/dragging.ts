import type { StepKind } from "../../../graph/step.ts";
import { PALETTE } from "../model/kinds.ts";

/** What a step that is dragged from the palette carries. */
export const DRAGGED_KIND = "application/x-journey-step";

/** The kind that was dragged; undefined for anything else. */
export function kindOf(text: string): StepKind | undefined {
  return PALETTE.flatMap(({ kinds }) => kinds).find(({ kind }) => kind === text)?.kind;
}
