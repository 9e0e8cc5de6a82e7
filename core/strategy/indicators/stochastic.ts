import { Sma } from "./movingAverage.ts";
import { RollingHighest } from "./rollingExtreme.ts";

/** Slow stochastic: %K is the raw one smoothed by a simple average, %D the average of %K. Both begin together. */
export class Stochastic {
  readonly #period: number;
  readonly #highest: RollingHighest;
  /** Of the lows below zero: its highest is the lowest. */
  readonly #lowest: RollingHighest;
  readonly #smooth: Sma;
  readonly #average: Sma;
  #seen = 0;
  k = Number.NaN;
  d = Number.NaN;

  constructor(k: number, smoothK: number, d: number) {
    this.#period = k;
    this.#highest = new RollingHighest(k);
    this.#lowest = new RollingHighest(k);
    this.#smooth = new Sma(smoothK);
    this.#average = new Sma(d);
  }

  /** %K, 0 to 100; %D stands beside it. */
  push(high: number, low: number, close: number): number {
    const highest = this.#highest.push(high);
    const lowest = -this.#lowest.push(-low);
    if (++this.#seen < this.#period) return Number.NaN;
    const percent = (highest - lowest) / 100;
    const smoothed = this.#smooth.push(percent === 0 ? 0 : (close - lowest) / percent);
    if (Number.isNaN(smoothed)) return Number.NaN;
    this.d = this.#average.push(smoothed);
    if (Number.isNaN(this.d)) return Number.NaN;
    this.k = smoothed;
    return smoothed;
  }
}
