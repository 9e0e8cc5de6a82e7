import { words as W } from "./texts.ts";

const REASONS: Record<string, string> = W.reasons;
const SKIPPED: Record<string, string> = W.skipped;
const OUTCOMES: Record<string, string> = W.outcomes;
const KINDS: Record<string, string> = W.kinds;

/** Why the AI's words were not taken; or that they were. */
export function reasonText(reason: string): string {
  return REASONS[reason] ?? reason;
}

export function skippedText(skipped: string): string {
  return SKIPPED[skipped] ?? skipped;
}

export function outcomeText(outcome: string | null): string {
  return outcome === null ? W.onItsWay : (OUTCOMES[outcome] ?? outcome);
}

export function kindText(kind: string): string {
  return KINDS[kind] ?? kind;
}
