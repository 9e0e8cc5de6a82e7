import { Window } from "./window.ts";

/** Simple moving average, with TA-Lib's running total (the order of its additions, so that the last bits agree). */
export class Sma {
  readonly #window: Window;
  #total = 0;

  constructor(period: number) {
    this.#window = new Window(period);
  }

  /** The average of the last `period` values, NaN before there are so many. */
  push(value: number): number {
    this.#window.push(value);
    this.#total += value;
    if (!this.#window.full) return Number.NaN;
    const average = this.#total / this.#window.size;
    this.#total -= this.#window.oldest;
    return average;
  }
}

/** Exponential moving average, seeded with the simple average of its first `period` values, factor 2 ÷ (period + 1). */
export class Ema {
  readonly #period: number;
  readonly #factor: number;
  #seen = 0;
  #total = 0;
  #value = Number.NaN;

  constructor(period: number) {
    this.#period = period;
    this.#factor = 2 / (period + 1);
  }

  push(value: number): number {
    if (this.#seen >= this.#period) {
      this.#value = (value - this.#value) * this.#factor + this.#value;
      return this.#value;
    }
    this.#seen++;
    this.#total += value;
    if (this.#seen === this.#period) this.#value = this.#total / this.#period;
    return this.#value;
  }
}
