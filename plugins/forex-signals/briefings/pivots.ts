import type { Candle } from "@promostack/core/strategy";

/** Classic pivots of a day, in prices. */
export interface Pivots {
  pivot: number;
  r1: number;
  r2: number;
  s1: number;
  s2: number;
}

/** What a day's candles say of it. */
export interface DayFigures {
  high: number;
  low: number;
  close: number;
}

/** P = (H + L + C) / 3, R1 = 2P − L, S1 = 2P − H, R2 = P + (H − L), S2 = P − (H − L). */
export function pivotsOf({ high, low, close }: DayFigures): Pivots {
  const pivot = (high + low + close) / 3;
  const range = high - low;
  return { pivot, r1: 2 * pivot - low, s1: 2 * pivot - high, r2: pivot + range, s2: pivot - range };
}

/** Undefined where there are no candles. */
export function dayFigures(candles: readonly Candle[]): DayFigures | undefined {
  const last = candles.at(-1);
  if (last === undefined) return undefined;
  const high = candles.reduce((most, candle) => Math.max(most, candle.high), last.high);
  const low = candles.reduce((least, candle) => Math.min(least, candle.low), last.low);
  return { high, low, close: last.close };
}
