import type { Candle } from "@promostack/core/strategy";
import { TradingCalendar } from "../calendar/tradingCalendar.ts";
import type { Instrument } from "../domain/instrument.ts";
import { riskOf } from "../domain/levels.ts";
import { toPrice } from "../domain/ticks.ts";
import type { Benchmark, Gap, Report } from "./api.ts";
import type { ClosedTrade, TakenTrade } from "./trade.ts";

/** Shorter holes are minutes in which nobody traded. */
const SHORTEST_GAP_MS = 15 * 60_000;
/** Gaps that are listed. */
const LISTED = 10;
/** Points of buy and hold beside the running total. */
const COURSE = 240;

/** How whole the candles are: what is missing while the market trades, by the instrument's calendar. */
export function coverageOf(
  candles: readonly Candle[],
  step: number,
  instrument: Instrument | null,
): Report["candles"] {
  const calendar = instrument && new TradingCalendar(instrument.calendar);
  const gaps: Gap[] = [];
  for (let index = 1; index < candles.length && calendar !== null; index++) {
    const end = (candles[index - 1]?.time ?? 0) + step;
    const next = candles[index]?.time ?? 0;
    if (next - end < SHORTEST_GAP_MS) continue;
    const traded = calendar.tradedBetween(end, next, Number.POSITIVE_INFINITY);
    const lost = Math.round(traded / step);
    if (traded < SHORTEST_GAP_MS || lost === 0) continue;
    gaps.push({ from: new Date(end).toISOString(), to: new Date(next).toISOString(), candles: lost });
  }
  const longestGaps = [...gaps].sort((a, b) => b.candles - a.candles).slice(0, LISTED);
  const missing = gaps.reduce((sum, gap) => sum + gap.candles, 0);
  return { count: candles.length, minutes: step / 60_000, gaps: gaps.length, missing, longestGaps };
}

/** Holding one unit from the first candle's open to the last one's close, beside what the signals made on one each. */
export function benchmarkOf(
  candles: readonly Candle[],
  step: number,
  trades: readonly ClosedTrade[],
  instrument: Instrument,
): Benchmark | null {
  const [first] = candles;
  const last = candles.at(-1);
  if (first === undefined || last === undefined) return null;
  let peak = first.open;
  let deepest = 0;
  for (const { close } of candles) {
    peak = Math.max(peak, close);
    deepest = Math.max(deepest, peak - close);
  }
  const risks = trades.reduce((sum, { signal }) => sum + riskOf(signal), 0);
  const averageRisk = trades.length === 0 ? null : toPrice(risks / trades.length, instrument);
  const change = last.close - first.open;
  const inR = (distance: number) => (averageRisk === null ? null : distance / averageRisk);
  return {
    startPrice: first.open,
    endPrice: last.close,
    change,
    maxDrawdown: deepest,
    averageRisk,
    changeR: inR(change),
    maxDrawdownR: inR(deepest),
    signals: trades.reduce((sum, { result }) => sum + result.resultPips * instrument.pip, 0),
    ...(averageRisk !== null && { course: courseOf(candles, step, first.open, averageRisk) }),
  };
}

/** The change since the first open, in R, at evenly spread closes, the last one included. */
function courseOf(
  candles: readonly Candle[],
  step: number,
  start: number,
  risk: number,
): NonNullable<Benchmark["course"]> {
  const points = Math.min(COURSE, candles.length);
  return Array.from({ length: points }, (_, index) => {
    const candle = candles[Math.round(((index + 1) * candles.length) / points) - 1];
    if (candle === undefined) return [];
    const r = Number(((candle.close - start) / risk).toFixed(3));
    return [{ time: new Date(candle.time + step).toISOString(), r }];
  }).flat();
}

/** Share of the candles during which a signal was open; null without candles. */
export function exposureOf(
  candles: readonly Candle[],
  step: number,
  trades: readonly TakenTrade[],
): number | null {
  if (candles.length === 0) return null;
  const spans = trades
    .map(({ signal }) => ({ from: signal.openedAt, until: signal.closedAt ?? Number.POSITIVE_INFINITY }))
    .sort((a, b) => a.from - b.from);
  let held = 0;
  let next = 0;
  let until = Number.NEGATIVE_INFINITY;
  for (const { time } of candles) {
    const close = time + step;
    for (let span = spans[next]; span !== undefined && span.from < close; span = spans[++next])
      until = Math.max(until, span.until);
    if (close <= until) held++;
  }
  return held / candles.length;
}

/**
 * The furthest that price went against a trade and its way, in R of the initial risk, over the candles between entry and exit. Of the candle
 * of the exit only the fill counts, since nobody knows what came first in it. Null without candles.
 */
export function excursionOf(
  { signal, instrument }: TakenTrade,
  closedAt: number,
  candles: readonly Candle[],
  step: number,
): { adverseR: number | null; favourableR: number | null } {
  const risk = toPrice(riskOf(signal), instrument);
  if (candles.length === 0 || !(risk > 0)) return { adverseR: null, favourableR: null };
  const entry = toPrice(signal.entry, instrument);
  const buys = signal.direction === "buy";
  let adverse = 0;
  let favourable = 0;
  const see = (low: number, high: number) => {
    adverse = Math.max(adverse, buys ? entry - low : high - entry);
    favourable = Math.max(favourable, buys ? high - entry : entry - low);
  };
  for (let index = firstAt(candles, signal.openedAt); index < candles.length; index++) {
    const candle = candles[index];
    if (candle === undefined || candle.time + step >= closedAt) break;
    see(candle.low, candle.high);
  }
  for (const fill of signal.fills) {
    const price = toPrice(fill.price, instrument);
    see(price, price);
  }
  return { adverseR: adverse / risk, favourableR: favourable / risk };
}

/** Index of the first candle that opened at or after the time. */
function firstAt(candles: readonly Candle[], time: number): number {
  let low = 0;
  let high = candles.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((candles[middle]?.time ?? 0) < time) low = middle + 1;
    else high = middle;
  }
  return low;
}
