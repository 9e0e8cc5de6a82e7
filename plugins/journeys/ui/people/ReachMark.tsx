import { Status, type Tone } from "@promostack/web/kit";
import type { Reach } from "../../people/segment.ts";
import { words as W } from "./texts.ts";

const TONES: Record<Reach, Tone> = { reachable: "good", stopped: "warn", blocked: "bad", silent: "quiet" };

export function ReachMark({ reach }: { reach: Reach }) {
  return <Status tone={TONES[reach]}>{W.reaches[reach]}</Status>;
}
