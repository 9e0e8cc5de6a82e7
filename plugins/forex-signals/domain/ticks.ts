import type { Candle } from "@promostack/core/strategy";

/** Prices are whole ticks of $0.01 wherever they are compared, added or stored. */
export const TICKS_PER_DOLLAR = 100;
/** A pip is $0.10. */
export const TICKS_PER_PIP = 10;

/** Decimal prices such as 2065.005 have no exact binary form; this much of a tick decides in favour of the decimal one. */
const DECIMAL_SLACK = 1e-6;

/** Whole ticks of a price in dollars, half away from zero. */
export function toTicks(price: number): number {
  const ticks = Math.floor(Math.abs(price) * TICKS_PER_DOLLAR + 0.5 + DECIMAL_SLACK);
  return price < 0 ? -ticks : ticks;
}

/** Dollars of whole ticks: the double nearest to the decimal price. */
export function toPrice(ticks: number): number {
  return ticks / TICKS_PER_DOLLAR;
}

/** A closed candle in ticks, with the time of its close: what signals are advanced by. */
export interface TickCandle {
  /** Close of the candle, milliseconds since the epoch. */
  closeTime: number;
  open: number;
  high: number;
  low: number;
  close: number;
}

/** `step` is the candle's length in milliseconds. */
export function tickCandle(candle: Candle, step: number): TickCandle {
  return {
    closeTime: candle.time + step,
    open: toTicks(candle.open),
    high: toTicks(candle.high),
    low: toTicks(candle.low),
    close: toTicks(candle.close),
  };
}
