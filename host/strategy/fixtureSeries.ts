import { PlatformError, parseCandles, timeframeOf } from "@promostack/core";
import { type Candle, TIMEFRAME_MS, type Timeframe, toTimeframe } from "@promostack/core/strategy";

/**
 * A fixture's candles in the strategy's timeframe; undefined where the file holds something else: a fixture may be
 * whatever helps its author.
 */
export function fixtureSeries(text: string, name: string, timeframe: Timeframe): Candle[] | undefined {
  const candles = candlesIn(text, name);
  const own = candles && timeframeOf(candles);
  if (own === undefined || TIMEFRAME_MS[own] > TIMEFRAME_MS[timeframe]) return undefined;
  return toTimeframe(candles ?? [], own, timeframe);
}

function candlesIn(text: string, name: string): Candle[] | undefined {
  try {
    return parseCandles(text, name);
  } catch (error) {
    if (PlatformError.is(error)) return undefined;
    throw error;
  }
}
