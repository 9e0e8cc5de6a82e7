import type { Direction, StrategyContext } from "@promostack/core/strategy";
import type { Parameters } from "./parameters.ts";

type Context = StrategyContext<Parameters>;

/** The way that c0 allows: with the trend, out of a pullback, with enough confirmations. */
export function directionAt(context: Context): Direction | undefined {
  const { indicators, parameters } = context;
  if (!(indicators.adx(14).at(0) >= parameters.minAdx)) return undefined;
  const direction = pullback(context);
  return direction !== undefined && confirmations(context, direction) >= parameters.confirmations
    ? direction
    : undefined;
}

/** RSI against the trend of the averages. */
function pullback({ indicators, parameters }: Context): Direction | undefined {
  const fast = indicators.ema(50).at(0);
  const slow = indicators.ema(200).at(0);
  const rsi = indicators.rsi(14).at(0);
  if (rsi < parameters.oversoldRsi && fast > slow) return "buy";
  if (rsi > 100 - parameters.oversoldRsi && fast < slow) return "sell";
  return undefined;
}

/** How many of the three agree: the band, the stochastic, the MACD histogram's slope. */
function confirmations({ candles, indicators, parameters }: Context, direction: Direction): number {
  const isBuy = direction === "buy";
  const { upper, lower } = indicators.bollinger(20, 2);
  const band = isBuy ? lower.at(0) : upper.at(0);
  const k = indicators.stochastic(14, 3, 3).k.at(0);
  const { histogram } = indicators.macd(12, 26, 9);
  const slope = histogram.at(0) - histogram.at(1);
  const agreeing = [
    Math.abs(candles.close(0) - band) <= parameters.bandReachAtr * indicators.atr(14).at(0),
    isBuy ? k < parameters.stochasticExtreme : k > 100 - parameters.stochasticExtreme,
    isBuy ? slope > 0 : slope < 0,
  ];
  return agreeing.filter(Boolean).length;
}
