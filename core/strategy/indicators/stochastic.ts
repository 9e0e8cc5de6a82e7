import { Sma } from "./movingAverage.ts";
import { Window } from "./window.ts";

/** Slow stochastic: %K is the raw one smoothed by a simple average, %D the average of %K. Both begin together. */
export class Stochastic {
  readonly #highs: Window;
  readonly #lows: Window;
  readonly #smooth: Sma;
  readonly #average: Sma;
  k = Number.NaN;
  d = Number.NaN;

  constructor(k: number, smoothK: number, d: number) {
    this.#highs = new Window(k);
    this.#lows = new Window(k);
    this.#smooth = new Sma(smoothK);
    this.#average = new Sma(d);
  }

  /** %K, 0 to 100; %D stands beside it. */
  push(high: number, low: number, close: number): number {
    this.#highs.push(high);
    this.#lows.push(low);
    if (!this.#highs.full) return Number.NaN;
    const lowest = this.#lows.lowest();
    const percent = (this.#highs.highest() - lowest) / 100;
    const smoothed = this.#smooth.push(percent === 0 ? 0 : (close - lowest) / percent);
    if (Number.isNaN(smoothed)) return Number.NaN;
    this.d = this.#average.push(smoothed);
    if (Number.isNaN(this.d)) return Number.NaN;
    this.k = smoothed;
    return smoothed;
  }
}
