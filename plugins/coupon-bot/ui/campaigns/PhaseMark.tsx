import { Status, type Tone } from "@promostack/web/kit";
import type { Phase } from "../../campaigns/phase.ts";
import { words as W } from "./texts.ts";

const TONES: Record<Phase, Tone> = {
  draft: "quiet",
  upcoming: "info",
  running: "good",
  full: "warn",
  ended: "quiet",
};

export function PhaseMark({ phase }: { phase: Phase }) {
  return <Status tone={TONES[phase]}>{W.phases[phase]}</Status>;
}
