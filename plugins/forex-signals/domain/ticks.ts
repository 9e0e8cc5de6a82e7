import type { Candle } from "@promostack/core/strategy";
import type { Instrument } from "./instrument.ts";

/** What rounding needs of an instrument. */
type Scale = Pick<Instrument, "ticksPerUnit">;

/** Decimal prices such as 2065.005 have no exact binary form; this much of a tick decides in favour of the decimal one. */
const DECIMAL_SLACK = 1e-6;

/** Whole ticks of a price, half away from zero. */
export function toTicks(price: number, { ticksPerUnit }: Scale): number {
  const ticks = Math.floor(Math.abs(price) * ticksPerUnit + 0.5 + DECIMAL_SLACK);
  return price < 0 ? -ticks : ticks;
}

/** The price of whole ticks: the double nearest to the decimal price. */
export function toPrice(ticks: number, { ticksPerUnit }: Scale): number {
  return ticks / ticksPerUnit;
}

export function toPips(ticks: number, { ticksPerPip }: Pick<Instrument, "ticksPerPip">): number {
  return ticks / ticksPerPip;
}

/** A price as people read it, with the instrument's decimals. */
export function formatPrice(ticks: number, instrument: Pick<Instrument, "ticksPerUnit" | "digits">): string {
  return toPrice(ticks, instrument).toFixed(instrument.digits);
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
export function tickCandle(candle: Candle, step: number, scale: Scale): TickCandle {
  return {
    closeTime: candle.time + step,
    open: toTicks(candle.open, scale),
    high: toTicks(candle.high, scale),
    low: toTicks(candle.low, scale),
    close: toTicks(candle.close, scale),
  };
}
