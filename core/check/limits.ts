import { type Finding, isoTime } from "./finding.ts";
import type { CheckSeries, Evaluation } from "./subject.ts";

/** The sandbox stops a long evaluation at 0.06 ms a candle; half of it leaves room for a slower machine. */
const SLOW_MS = 0.03;
/** Part of the closes that may give a candidate. */
const MOST_OF_CLOSES = 0.5;
const MANY_A_DAY = 20;
const DAY = 86_400_000;

export interface Figures {
  candles: number;
  candidates: number;
  millisecondsPerCandle: number;
  candidatesPerDay: number;
  mostCandidatesADay: number;
}

/** `evaluations` are of the same candles; their candidates are the first one's. */
export function figuresOf({ candles }: CheckSeries, evaluations: readonly Evaluation[]): Figures {
  const candidates = evaluations[0]?.candidates ?? [];
  const days = new Set(candles.map(({ time }) => Math.floor(time / DAY))).size;
  const byDay = new Map<number, number>();
  for (const { time } of candidates)
    byDay.set(Math.floor(time / DAY), (byDay.get(Math.floor(time / DAY)) ?? 0) + 1);
  return {
    candles: candles.length,
    candidates: candidates.length,
    millisecondsPerCandle: quickest(candles, evaluations),
    candidatesPerDay: candidates.length / Math.max(1, days),
    mostCandidatesADay: Math.max(0, ...byDay.values()),
  };
}

/** Milliseconds a candle of the evaluation that the machine held up least. */
function quickest(candles: readonly unknown[], evaluations: readonly Evaluation[]): number {
  return Math.min(...evaluations.map(({ milliseconds }) => milliseconds)) / Math.max(1, candles.length);
}

/** Whether the quickest of the evaluations is near what the sandbox stops. */
export function isSlow({ candles }: CheckSeries, evaluations: readonly Evaluation[]): boolean {
  return nearLimit(candles.length, quickest(candles, evaluations));
}

/** Short series measure the start of a process, not the strategy. */
function nearLimit(candles: number, millisecondsPerCandle: number): boolean {
  return candles >= 1_000 && millisecondsPerCandle > SLOW_MS;
}

/** Time, and how often it speaks. Evaluations that the sandbox stopped are findings of their own. */
export function checkLimits(figures: Figures, { candidates }: Evaluation): Finding[] {
  const { candles, candidatesPerDay, mostCandidatesADay, millisecondsPerCandle } = figures;
  const first = candidates[0];
  const at = first ? isoTime(first.time) : null;
  const findings: Finding[] = [];
  if (candidates.length > MOST_OF_CLOSES * candles)
    findings.push({
      check: "limits",
      severity: "error",
      what: `It proposes something at ${candidates.length} of ${candles} closes.`,
      at,
      why: "A candidate at every other close is no setup: guardrails would pick at random.",
      fix: "Add the condition that makes a setup rare.",
    });
  else if (candidatesPerDay > MANY_A_DAY)
    findings.push({
      check: "limits",
      severity: "warning",
      what: `It proposes ${candidatesPerDay.toFixed(1)} candidates a day, ${mostCandidatesADay} on the busiest.`,
      at,
      why: "At most a few a day become signals; which ones is then decided by the guardrails, not by the strategy.",
      fix: "Add a condition, or a session.",
    });
  if (nearLimit(candles, millisecondsPerCandle))
    findings.push({
      check: "limits",
      severity: "warning",
      what: `An evaluation takes ${millisecondsPerCandle.toFixed(3)} ms; the sandbox stops at 0.06 ms a candle.`,
      at: null,
      why: "A slower or busier machine would stop it, and an evaluation that is stopped sends no signal.",
      fix: "Use the context's indicators, which are carried on from candle to candle, instead of loops over the history.",
    });
  return findings;
}
