import type { Tone } from "@promostack/web/kit";
import type { Import } from "../../../people/imports/api.ts";

const TONES: Record<Import["state"], Tone> = {
  running: "info",
  done: "good",
  cancelled: "warn",
  failed: "bad",
};

export function toneOf({ state }: Pick<Import, "state">): Tone {
  return TONES[state];
}
