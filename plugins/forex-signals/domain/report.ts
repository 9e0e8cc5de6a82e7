import type { Candidate, Direction } from "@promostack/core/strategy";
import type { Instrument } from "./instrument.ts";
import { levelsOf, WHOLE } from "./levels.ts";
import type { Outcome, Result } from "./result.ts";
import type { Fill, FillReason, OpenSignal } from "./signal.ts";
import { type Summary, summarize, type Trade } from "./summary.ts";
import { toPrice } from "./ticks.ts";

/** A signal as `backtest` and `replay` print it: dollars, ISO times. */
export interface ReportedSignal {
  time: string;
  direction: Direction;
  entry: number;
  stop: number;
  targets: number[];
  fills: { time: string; price: number; fraction: number; reason: FillReason; ambiguous: boolean }[];
  closedAt: string | null;
  outcome: Outcome | null;
  resultR: number | null;
  resultPips: number | null;
}

export interface ReportedCandidate {
  time: string;
  direction: Direction;
  entry: number;
  stop: number;
  targets: number[];
}

/** The one object that `backtest` and `replay` answer. */
export interface Report {
  strategy: { id: string; version: string; parameters: Record<string, unknown> };
  candles: { count: number; from: string | null; to: string | null; timeframe: string };
  candidates: number | ReportedCandidate[];
  signals: ReportedSignal[];
  summary: Summary;
}

export function reportSignal(
  signal: Pick<OpenSignal, "openedAt" | "closedAt" | "direction" | "entry" | "stop" | "targets" | "fills">,
  result: Result | undefined,
  instrument: Instrument,
): ReportedSignal {
  const price = (ticks: number) => toPrice(ticks, instrument);
  return {
    time: iso(signal.openedAt),
    direction: signal.direction,
    entry: price(signal.entry),
    stop: price(signal.stop),
    targets: signal.targets.map(price),
    fills: signal.fills.map((fill) => reportFill(fill, instrument)),
    closedAt: signal.closedAt === null ? null : iso(signal.closedAt),
    outcome: result?.outcome ?? null,
    resultR: result?.resultR ?? null,
    resultPips: result?.resultPips ?? null,
  };
}

export function reportFill(fill: Fill, instrument: Instrument): ReportedSignal["fills"][number] {
  const price = toPrice(fill.price, instrument);
  return { ...fill, time: iso(fill.time), price, fraction: fill.fraction / WHOLE };
}

/** A candidate with its prices rounded to ticks, as it would open. */
export function reportCandidate(
  candidate: Candidate & { time: number },
  instrument: Instrument,
): ReportedCandidate {
  const { direction, entry, stop, targets } = levelsOf(candidate, instrument);
  const price = (ticks: number) => toPrice(ticks, instrument);
  return {
    time: iso(candidate.time),
    direction,
    entry: price(entry),
    stop: price(stop),
    targets: targets.map(price),
  };
}

/** Statistics over reported signals; those still open are only counted. */
export function summaryOf(signals: readonly ReportedSignal[]): Summary {
  const trades = signals.flatMap(tradeOf);
  return summarize(trades, signals.length - trades.length);
}

function tradeOf({ time, closedAt, outcome, resultR, resultPips, fills }: ReportedSignal): Trade[] {
  if (closedAt === null || outcome === null || resultR === null || resultPips === null) return [];
  return [
    {
      openedAt: Date.parse(time),
      closedAt: Date.parse(closedAt),
      outcome,
      resultR,
      resultPips,
      ambiguous: fills.some((fill) => fill.ambiguous),
    },
  ];
}

function iso(time: number): string {
  return new Date(time).toISOString();
}
