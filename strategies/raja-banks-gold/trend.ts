import type { Direction, Series, StrategyContext } from "@promostack/core/strategy";
import { EXACT } from "./levels.ts";
import type { Parameters } from "./parameters.ts";

/** Closed one-hour candles in which swings are looked for. */
const SWING_CANDLES = 20;

/** Whether the one-hour trend allows the direction: with it, or against it at a swing level. */
export function allowedByTrend(context: StrategyContext<Parameters>, direction: Direction): boolean {
  const hour = context.higher("1h");
  const fast = hour.indicators.ema(50).at(0);
  const slow = hour.indicators.ema(200).at(0);
  if (direction === "buy" ? fast > slow : fast < slow) return true;
  // Equal averages, or too few candles for them: no trend to judge by.
  if (!(fast < slow || fast > slow)) return false;
  return (
    swingDistance(hour.candles, direction, context.candles.close(0)) <= context.parameters.swingReach + EXACT
  );
}

/** Dollars to the nearest swing high above the price (sell) or swing low below it (buy); infinite where there is none. */
function swingDistance(hours: Series, direction: Direction, price: number): number {
  let nearest = Number.POSITIVE_INFINITY;
  for (let back = 1; back < SWING_CANDLES - 1; back++) {
    const distance = direction === "sell" ? swingHigh(hours, back) - price : price - swingLow(hours, back);
    if (distance > 0 && distance < nearest) nearest = distance;
  }
  return nearest;
}

/** The high strictly above both neighbours', else NaN. */
function swingHigh(hours: Series, back: number): number {
  const high = hours.high(back);
  return high > hours.high(back + 1) && high > hours.high(back - 1) ? high : Number.NaN;
}

/** The low strictly below both neighbours', else NaN. */
function swingLow(hours: Series, back: number): number {
  const low = hours.low(back);
  return low < hours.low(back + 1) && low < hours.low(back - 1) ? low : Number.NaN;
}
