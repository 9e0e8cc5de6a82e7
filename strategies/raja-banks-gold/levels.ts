import type { Direction, Series } from "@promostack/core/strategy";

export interface Levels {
  entry: number;
  stop: number;
  targets: number[];
}

/** Candles before c0 whose wicks may be the first target. */
const WICK_CANDLES = 4;
/** Prices are decimal: a difference that only binary fractions make is none. */
export const EXACT = 1e-9;

/** Entry at c0's close, the stop and three targets, in dollars, unrounded. */
export function levelsAt(candles: Series, direction: Direction, atr: number, minStop: number): Levels {
  const side = direction === "buy" ? 1 : -1;
  const entry = candles.close(0);
  const extreme = direction === "buy" ? candles.low(0) : candles.high(0);
  const risk = Math.max(Math.min(Math.abs(entry - extreme), 2 * atr), minStop);
  const first = wickDistance(candles, direction, risk) ?? Math.max(1.5 * atr, risk);
  const second = Math.max(2.5 * atr, first + 0.5 * risk);
  const third = Math.max(3.5 * atr, second + 0.5 * risk);
  return {
    entry,
    stop: entry - side * risk,
    targets: [first, second, third].map((distance) => entry + side * distance),
  };
}

/** Distance to the first wick of c1 to c4 beyond c0's own, where it is worth the risk. */
function wickDistance(candles: Series, direction: Direction, risk: number): number | undefined {
  for (let back = 1; back <= WICK_CANDLES; back++) {
    const beyond =
      direction === "sell" ? candles.low(back) < candles.low(0) : candles.high(back) > candles.high(0);
    if (!beyond) continue;
    const distance =
      direction === "sell" ? candles.close(0) - candles.low(back) : candles.high(back) - candles.close(0);
    return distance >= risk - EXACT ? distance : undefined;
  }
  return undefined;
}
