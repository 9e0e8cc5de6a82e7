import { type Candle, TIMEFRAME_MS } from "@promostack/core/strategy";
import { dayFigures } from "./pivots.ts";

const DAY = TIMEFRAME_MS["1day"];
/** 00:00 to 07:00 UTC. */
const LENGTH = 7 * TIMEFRAME_MS["1h"];
const SESSIONS = 10;
/** Candles of a whole session; a few may be missing in a thin market. */
const WHOLE = LENGTH / TIMEFRAME_MS["15min"];
const ENOUGH = 0.8 * WHOLE;

export type RangeVerdict = "tight" | "normal" | "wide";

export interface AsianRange {
  /** In prices. */
  range: number;
  /** Mean of the ten whole sessions before, in prices. */
  mean: number;
  ratio: number;
  verdict: RangeVerdict;
  /** The session still runs: its range is that of the candles that closed so far. */
  unfinished: boolean;
  /** Close of the newest candle that counts, milliseconds since the epoch. */
  until: number;
}

/**
 * The range of the day's Asian session up to `now` against the mean of the last ten whole ones: tight below 0.7, wide above 1.3. `candles`
 * are of 15 minutes, ascending. Undefined where today has none, or where there are not ten sessions to compare with.
 */
export function asianRange(candles: readonly Candle[], now: number): AsianRange | undefined {
  const today = Math.floor(now / DAY) * DAY;
  const session = sessionOf(candles, today);
  const last = session.at(-1);
  const figures = dayFigures(session);
  if (last === undefined || figures === undefined) return undefined;
  const before: number[] = [];
  for (let day = today - DAY; day > today - 30 * DAY && before.length < SESSIONS; day -= DAY) {
    const whole = sessionOf(candles, day);
    const range = dayFigures(whole);
    if (range !== undefined && whole.length >= ENOUGH) before.push(range.high - range.low);
  }
  if (before.length < SESSIONS) return undefined;
  const range = figures.high - figures.low;
  const mean = before.reduce((sum, each) => sum + each, 0) / before.length;
  const ratio = mean > 0 ? range / mean : 1;
  const until = last.time + TIMEFRAME_MS["15min"];
  return { range, mean, ratio, verdict: verdictOf(ratio), unfinished: until < today + LENGTH, until };
}

function verdictOf(ratio: number): RangeVerdict {
  if (ratio < 0.7) return "tight";
  return ratio > 1.3 ? "wide" : "normal";
}

function sessionOf(candles: readonly Candle[], day: number): Candle[] {
  return candles.filter(({ time }) => time >= day && time < day + LENGTH);
}
