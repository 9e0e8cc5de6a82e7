import type { Direction, Series, StrategyContext } from "@promostack/core/strategy";
import type { Parameters } from "./parameters.ts";

type Context = StrategyContext<Parameters>;

/** An impulse, and how many candles ago it was. */
export interface Setup {
  direction: Direction;
  back: number;
}

/** Candles that a retest may take. */
const RETEST_CANDLES = 4;

/** The setup that c0 completes, if any: the impulse itself, or the return to the extreme that an earlier one broke. */
export function findSetup(context: Context): Setup | undefined {
  if (context.parameters.entryMode === "break") {
    const direction = impulse(context, 0);
    return direction && { direction, back: 0 };
  }
  for (let back = 1; back <= RETEST_CANDLES; back++) {
    const direction = impulse(context, back);
    if (direction !== undefined && firstRetest(context.candles, direction, back)) return { direction, back };
  }
  return undefined;
}

/** Direction of the impulse that closed `back` candles ago: past the extreme of the candle before it, with a body. */
function impulse({ candles, indicators, parameters }: Context, back: number): Direction | undefined {
  const close = candles.close(back);
  const direction =
    close < candles.low(back + 1) ? "sell" : close > candles.high(back + 1) ? "buy" : undefined;
  if (direction === undefined) return undefined;
  const body = Math.abs(close - candles.open(back));
  return body >= parameters.minBodyAtr * indicators.atr(14).at(back) ? direction : undefined;
}

/** True when c0 is the first candle since the impulse that touched the broken extreme and closed beyond it again. */
function firstRetest(candles: Series, direction: Direction, impulseBack: number): boolean {
  const level = direction === "sell" ? candles.low(impulseBack + 1) : candles.high(impulseBack + 1);
  for (let back = impulseBack - 1; back > 0; back--)
    if (retests(candles, direction, level, back)) return false;
  return retests(candles, direction, level, 0);
}

function retests(candles: Series, direction: Direction, level: number, back: number): boolean {
  return direction === "sell"
    ? candles.high(back) >= level && candles.close(back) < level
    : candles.low(back) <= level && candles.close(back) > level;
}
