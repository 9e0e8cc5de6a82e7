import { Status, type Tone } from "@promostack/web/kit";
import type { BroadcastState } from "../../broadcast/states.ts";
import { words as W } from "./texts.ts";

const TONES: Record<BroadcastState, Tone> = {
  draft: "quiet",
  scheduled: "info",
  sending: "info",
  paused: "warn",
  done: "good",
  cancelled: "bad",
};

export function BroadcastMark({ state }: { state: BroadcastState }) {
  return <Status tone={TONES[state]}>{W.states[state]}</Status>;
}
