import type { Direction, StrategyContext } from "@promostack/core/strategy";
import type { Parameters } from "./parameters.ts";

type Context = StrategyContext<Parameters>;

/** The way that c0 allows: against a stretched price, while the market moves. */
export function directionAt(context: Context): Direction | undefined {
  const { indicators, parameters } = context;
  if (!(indicators.adx(14).at(0) >= parameters.minAdx)) return undefined;
  const rsi = indicators.rsi(14).at(0);
  if (rsi < parameters.oversoldRsi) return isStretched(context, "buy") ? "buy" : undefined;
  if (rsi > 100 - parameters.oversoldRsi) return isStretched(context, "sell") ? "sell" : undefined;
  return undefined;
}

/** At the outer band on the side to trade from, or at the stochastic's extreme. */
function isStretched({ candles, indicators, parameters }: Context, direction: Direction): boolean {
  const { upper, lower } = indicators.bollinger(20, 2);
  const band = direction === "buy" ? lower.at(0) : upper.at(0);
  const reach = parameters.bandReachAtr * indicators.atr(14).at(0);
  if (Math.abs(candles.close(0) - band) <= reach) return true;
  const k = indicators.stochastic(14, 3, 3).k.at(0);
  return direction === "buy" ? k < parameters.stochasticExtreme : k > 100 - parameters.stochasticExtreme;
}
