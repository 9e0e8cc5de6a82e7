import type { Direction, Series, StrategyContext } from "@promostack/core/strategy";
import type { Parameters } from "./parameters.ts";

export interface Levels {
  entry: number;
  stop: number;
  targets: number[];
}

/** Candles in which the swing is looked for, c0 among them. */
const SWING_CANDLES = 8;
/** The targets, in multiples of the risk. */
const TARGETS_R = [1, 2, 3];

/** Entry at c0's close, the stop and three targets, in dollars. The risk is the distance between the rounded entry and stop. */
export function levelsAt(
  { candles, indicators, parameters, toTick }: StrategyContext<Parameters>,
  direction: Direction,
): Levels {
  const side = direction === "buy" ? 1 : -1;
  const close = candles.close(0);
  const behindSwing = (close - swing(candles, direction)) * side;
  const furthest = parameters.maxStopAtr * indicators.atr(14).at(0);
  const entry = toTick(close);
  const stop = toTick(close - side * Math.max(parameters.minStop, Math.min(behindSwing, furthest)));
  const risk = Math.abs(entry - stop);
  return { entry, stop, targets: TARGETS_R.map((times) => entry + side * times * risk) };
}

/** The lowest low (buy) or highest high (sell) of the last candles. */
function swing(candles: Series, direction: Direction): number {
  const backs = Array.from({ length: SWING_CANDLES }, (_, back) => back);
  return direction === "buy"
    ? Math.min(...backs.map((back) => candles.low(back)))
    : Math.max(...backs.map((back) => candles.high(back)));
}
