import type { Direction, Series, StrategyContext } from "@promostack/core/strategy";
import type { Parameters } from "./parameters.ts";

export interface Levels {
  entry: number;
  stop: number;
  targets: number[];
}

/** Candles before c0 whose wicks may be the first target. */
const WICK_CANDLES = 4;
/** Prices are decimal: a difference that only binary fractions make is none. */
export const EXACT = 1e-9;

/** Entry at c0's close, the stop and three targets, in dollars. The risk is the distance between the rounded entry and stop. */
export function levelsAt(
  { candles, indicators, parameters, toTick }: StrategyContext<Parameters>,
  direction: Direction,
): Levels {
  const side = direction === "buy" ? 1 : -1;
  const close = candles.close(0);
  const atr = indicators.atr(14).at(0);
  const extreme = direction === "buy" ? candles.low(0) : candles.high(0);
  const distance = Math.max(Math.min(Math.abs(close - extreme), 2 * atr), parameters.minStop);
  const entry = toTick(close);
  const stop = toTick(close - side * distance);
  const risk = Math.abs(entry - stop);
  const first = wickDistance(candles, direction, risk) ?? Math.max(1.5 * atr, risk);
  const second = Math.max(2.5 * atr, first + 0.5 * risk);
  const third = Math.max(3.5 * atr, second + 0.5 * risk);
  return { entry, stop, targets: [first, second, third].map((reach) => close + side * reach) };
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
