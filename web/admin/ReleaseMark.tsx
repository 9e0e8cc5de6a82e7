import { Tooltip } from "@mantine/core";
import type { AdminRelease } from "../api/strategies.ts";
import { Status, type Tone } from "../kit/show/states.tsx";
import { strategyWords as W } from "./strategyTexts.ts";

const TONES: Record<string, Tone> = {
  bundled: "good",
  pending: "warn",
  active: "good",
  deprecated: "quiet",
  withdrawn: "bad",
  refused: "quiet",
  quarantined: "bad",
  trial: "warn",
};
const NAMES: Record<string, string> = W.states;

/** How a release stands; a rest is said before anything else. */
export function shownState({ state, quarantine }: AdminRelease): string {
  if (quarantine === undefined || state === "withdrawn" || state === "refused") return state;
  return quarantine.inForce ? "quarantined" : "trial";
}

export function ReleaseMark({ release }: { release: AdminRelease }) {
  const state = shownState(release);
  const mark = <Status tone={TONES[state] ?? "quiet"}>{NAMES[state] ?? state}</Status>;
  const reason = release.quarantine?.reason ?? release.reason;
  if (reason === undefined) return mark;
  return (
    <Tooltip label={reason} maw={360}>
      <span>{mark}</span>
    </Tooltip>
  );
}
