import { type Candle, TIMEFRAME_MS, type Timeframe } from "./candle.ts";

/**
 * Builds candles of a higher timeframe from a lower one's, by UTC: one closes with its last part, or, where parts are
 * missing, when a candle of a later one appears.
 */
export class HigherCandles {
  readonly #step: number;
  readonly #part: number;
  readonly #onClosed: (candle: Candle) => void;
  #open = false;
  #start = 0;
  #first = 0;
  #high = 0;
  #low = 0;
  #last = 0;

  constructor(from: Timeframe, to: Timeframe, onClosed: (candle: Candle) => void) {
    this.#part = TIMEFRAME_MS[from];
    this.#step = TIMEFRAME_MS[to];
    this.#onClosed = onClosed;
  }

  push(candle: Candle): void {
    const start = Math.floor(candle.time / this.#step) * this.#step;
    if (this.#open && start > this.#start) this.#close();
    if (this.#open) {
      if (candle.high > this.#high) this.#high = candle.high;
      if (candle.low < this.#low) this.#low = candle.low;
    } else {
      this.#open = true;
      this.#start = start;
      this.#first = candle.open;
      this.#high = candle.high;
      this.#low = candle.low;
    }
    this.#last = candle.close;
    if (candle.time + this.#part >= start + this.#step) this.#close();
  }

  #close(): void {
    this.#open = false;
    this.#onClosed({
      time: this.#start,
      open: this.#first,
      high: this.#high,
      low: this.#low,
      close: this.#last,
    });
  }
}

/** All closed candles of the higher timeframe; one that is still open at the end is left out. */
export function toTimeframe(candles: readonly Candle[], from: Timeframe, to: Timeframe): Candle[] {
  if (from === to) return [...candles];
  const closed: Candle[] = [];
  const builder = new HigherCandles(from, to, (candle) => closed.push(candle));
  for (const candle of candles) builder.push(candle);
  return closed;
}
