import type { Direction, StrategyContext } from "@promostack/core/strategy";
import type { Parameters } from "./parameters.ts";

/** One-hour candles over which the slope is measured. */
export const SLOPE_HOURS = 5;

/** The one way that the 1-hour EMA 200 allows: where it slopes to and c0 closed beyond it. */
export function trendAt(context: StrategyContext<Parameters>): Direction | undefined {
  const average = context.higher("1h").indicators.ema(200);
  const now = average.at(0);
  const before = average.at(SLOPE_HOURS);
  const close = context.candles.close(0);
  if (now > before && close > now) return "buy";
  if (now < before && close < now) return "sell";
  return undefined;
}
