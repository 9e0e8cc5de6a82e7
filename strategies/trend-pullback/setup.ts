import type { Direction, Series, StrategyContext } from "@promostack/core/strategy";
import type { Parameters } from "./parameters.ts";

type Context = StrategyContext<Parameters>;

/** RSI values before the newest in which it must have cooled down. */
const COOLED_CANDLES = 5;

/** Whether c0 ends a pullback in the trend's direction. */
export function endsPullback(context: Context, direction: Direction): boolean {
  const { candles, indicators, parameters } = context;
  const atr = indicators.atr(14).at(0);
  return (
    indicators.adx(14).at(0) >= parameters.minAdx &&
    Math.abs(candles.close(0) - indicators.ema(20).at(0)) <= parameters.emaReachAtr * atr &&
    candles.high(0) - candles.low(0) <= parameters.maxRangeAtr * atr &&
    momentumIsBack(context, direction) &&
    triggers(candles, direction)
  );
}

/** RSI had cooled down, and is on the trend's side of 50 again. */
function momentumIsBack({ indicators, parameters }: Context, direction: Direction): boolean {
  const rsi = indicators.rsi(14);
  // A short's RSI is a long's seen in the mirror at 50.
  const at = (back: number) => (direction === "buy" ? rsi.at(back) : 100 - rsi.at(back));
  if (!(at(0) > 50)) return false;
  for (let back = 1; back <= COOLED_CANDLES; back++)
    if (at(back) >= parameters.cooledRsiFrom && at(back) <= parameters.cooledRsiUntil) return true;
  return false;
}

/** A close past the candle before, or a body that engulfs its opposite one. */
function triggers(candles: Series, direction: Direction): boolean {
  return direction === "buy"
    ? candles.close(0) > candles.high(1) || engulfs(candles, 1)
    : candles.close(0) < candles.low(1) || engulfs(candles, -1);
}

/** c1's body points against the side, c0's with it and round the whole of c1's; one end may be equal, as in TA-Lib. */
function engulfs(candles: Series, side: 1 | -1): boolean {
  const before = { open: candles.open(1) * side, close: candles.close(1) * side };
  const now = { open: candles.open(0) * side, close: candles.close(0) * side };
  return (
    before.close < before.open &&
    now.close > now.open &&
    now.close >= before.open &&
    now.open <= before.close &&
    (now.close > before.open || now.open < before.close)
  );
}
