/** What a check can be about. */
export type CheckName =
  | "evaluation"
  | "determinism"
  | "look-ahead"
  | "recursion"
  | "hindsight"
  | "levels"
  | "limits";

/** One thing that is wrong with a strategy, for its author. */
export interface Finding {
  check: CheckName;
  /** An error keeps a release from being published; a warning is worth a look. */
  severity: "error" | "warning";
  /** What happens, with the figures. */
  what: string;
  /** Close of the first candle where it shows, ISO 8601; null where no single candle is to blame. */
  at: string | null;
  /** Why it matters to who follows the signals. */
  why: string;
  /** How to mend it. */
  fix: string;
}

/** How a check ended: `skipped` where there were too few candles to say anything. */
export interface CheckOutcome {
  check: CheckName;
  state: "passed" | "warned" | "failed" | "skipped";
  /** What was looked at. */
  detail: string;
}

export function isoTime(time: number): string {
  return new Date(time).toISOString().replace(".000Z", "Z");
}
