import type { Candle } from "@promostack/core/strategy";
import type { Guardrails } from "../domain/guardrails.ts";
import type { Instrument } from "../domain/instrument.ts";
import type { SignalPolicy } from "../domain/policy.ts";
import { reportSignal } from "../domain/report.ts";
import { groups, summarize } from "../domain/summary.ts";
import { toPrice } from "../domain/ticks.ts";
import { ambiguityOf } from "./ambiguity.ts";
import type { HourCell, Report, ReportTrade } from "./api.ts";
import { drawdownOf, figuresOf } from "./figures.ts";
import { benchmarkOf, coverageOf, excursionOf, exposureOf } from "./market.ts";
import { simulate } from "./monteCarlo.ts";
import { slippageCases, spreadCases } from "./sensitivity.ts";
import {
  type ClosedTrade,
  closedTrades,
  countedTrade,
  isAmbiguous,
  resultUnder,
  type TakenTrade,
} from "./trade.ts";

export interface ReportInput {
  /** Null where several made the trades. */
  strategy: { id: string; version: string; parameters: Record<string, unknown> } | null;
  /** What was traded; null where several were. */
  instrument: Instrument | null;
  timeframe: string | null;
  /** Every signal of the stretch, those still open included, in any order. */
  trades: readonly TakenTrade[];
  /** The finest candles that the trades were followed by, ascending; none where the report goes without them. */
  candles: readonly Candle[];
  /** Length of one of them, milliseconds. */
  step: number;
  policy: Pick<SignalPolicy, "spread" | "stopPolicy" | "timeoutMinutes">;
  guardrails: Guardrails | null;
  candidates: number | null;
  /** Null where nobody knows them. */
  refusals: readonly { reason: string }[] | null;
  /** What the simulations start from; the same seed gives the same report. */
  seed?: number;
}

/**
 * Everything that can be said of a stretch of signals, by the same rules for a backtest, a release in the catalogue and a
 * tenant's own. Pure: the same input gives the same report.
 */
export function reportOf(input: ReportInput): Report {
  const { trades, candles, step, policy, instrument } = input;
  const closed = closedTrades(trades);
  const summary = summarize(
    closed.map((trade) => countedTrade(trade)),
    trades.length - closed.length,
  );
  const simulation = simulate(
    closed.map(({ result }) => result.resultR),
    input.seed,
  );
  const listed = listedTrades(trades, candles, step);
  const period = periodOf(input);
  return {
    strategy: input.strategy,
    instrument: instrument && facts(instrument),
    timeframe: input.timeframe,
    period: { from: isoOrNull(period?.from), to: isoOrNull(period?.to) },
    candles: coverageOf(candles, step, instrument),
    rules: {
      spread: instrument && toPrice(policy.spread, instrument),
      stopPolicy: policy.stopPolicy,
      timeoutMinutes: policy.timeoutMinutes,
      guardrails: instrument && input.guardrails && inPrices(input.guardrails, instrument),
    },
    candidates: input.candidates,
    refusals: input.refusals && countedReasons(input.refusals),
    summary,
    figures: figuresOf({
      closed,
      listed,
      summary,
      simulation,
      exposure: exposureOf(candles, step, trades),
      length: period && period.to - period.from,
    }),
    drawdown: drawdownOf(summary.equity),
    monteCarlo: simulation?.monteCarlo ?? null,
    sensitivity: instrument && {
      spread: spreadCases(closed, instrument, policy.spread),
      slippage: slippageCases(closed, instrument),
    },
    ambiguity: ambiguityOf(closed),
    benchmark: instrument && benchmarkOf(candles, step, closed, instrument),
    byDirection: grouped(closed, ({ signal }) => signal.direction),
    byExit: grouped(closed, ({ signal }) => signal.fills.at(-1)?.reason ?? ""),
    heat: heatOf(closed),
    trades: listed,
    detailed: closed.length,
  };
}

function facts({ symbol, digits, pip }: Instrument): Report["instrument"] {
  return { symbol, digits, pip };
}

function inPrices(guardrails: Guardrails, instrument: Instrument): Record<string, unknown> {
  return { ...guardrails, minStop: toPrice(guardrails.minStop, instrument) };
}

/** Of the candles; of the trades where there are none. */
function periodOf({ candles, step, trades }: ReportInput): { from: number; to: number } | null {
  const [first] = candles;
  const last = candles.at(-1);
  if (first !== undefined && last !== undefined) return { from: first.time, to: last.time + step };
  const times = trades.flatMap(({ signal }) => [signal.openedAt, signal.closedAt ?? signal.openedAt]);
  if (times.length === 0) return null;
  const from = times.reduce((a, b) => Math.min(a, b));
  return { from, to: times.reduce((a, b) => Math.max(a, b)) };
}

/** In order of opening; how far price went needs candles. */
export function listedTrades(
  trades: readonly TakenTrade[],
  candles: readonly Candle[] = [],
  step = 0,
): ReportTrade[] {
  const ordered = [...trades].sort((a, b) => a.signal.openedAt - b.signal.openedAt);
  return ordered.map((trade) => {
    const { signal } = trade;
    const { closedAt } = signal;
    const result = closedAt === null ? undefined : resultUnder(trade, trade.spread);
    const excursion =
      closedAt === null ? { adverseR: null, favourableR: null } : excursionOf(trade, closedAt, candles, step);
    return {
      id: trade.id ?? null,
      symbol: trade.instrument.symbol,
      ...reportSignal(signal, result, trade.instrument),
      ambiguous: isAmbiguous(signal),
      ...excursion,
    };
  });
}

function grouped(closed: readonly ClosedTrade[], name: (trade: ClosedTrade) => string): Report["byExit"] {
  const named = closed.map((trade) => ({ ...trade.result, name: name(trade) }));
  return groups(named, (each) => each.name);
}

/** By weekday and hour of the entry, UTC; only where there were trades. */
function heatOf(closed: readonly ClosedTrade[]): HourCell[] {
  const cells = grouped(closed, ({ signal }) => {
    const entry = new Date(signal.openedAt);
    return `${entry.getUTCDay()} ${entry.getUTCHours()}`;
  });
  return Object.entries(cells)
    .map(([name, group]) => {
      const [weekday = 0, hour = 0] = name.split(" ").map(Number);
      return { weekday, hour, ...group };
    })
    .sort((a, b) => a.weekday - b.weekday || a.hour - b.hour);
}

function countedReasons(refusals: readonly { reason: string }[]): Report["refusals"] {
  const counts = new Map<string, number>();
  for (const { reason } of refusals) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  return [...counts].map(([reason, count]) => ({ reason, count })).sort((a, b) => b.count - a.count);
}

function isoOrNull(time: number | undefined): string | null {
  return time === undefined ? null : new Date(time).toISOString();
}
