import { Sma } from "./movingAverage.ts";
import { Window } from "./window.ts";

/** Bollinger bands: the simple average and the population's standard deviation around it. */
export class Bollinger {
  readonly #average: Sma;
  readonly #window: Window;
  readonly #deviations: number;
  #squares = 0;
  upper = Number.NaN;
  middle = Number.NaN;
  lower = Number.NaN;

  constructor(period: number, deviations: number) {
    this.#average = new Sma(period);
    this.#window = new Window(period);
    this.#deviations = deviations;
  }

  /** The middle band; the outer ones stand beside it. */
  push(close: number): number {
    this.middle = this.#average.push(close);
    this.#window.push(close);
    this.#squares += close * close;
    if (!this.#window.full) return Number.NaN;
    const variance = this.#squares / this.#window.size - this.middle * this.middle;
    const oldest = this.#window.oldest;
    this.#squares -= oldest * oldest;
    // A running sum of squares can leave a tiny negative rest where all prices are equal.
    const width = variance < 1e-14 ? 0 : Math.sqrt(variance) * this.#deviations;
    this.upper = this.middle + width;
    this.lower = this.middle - width;
    return this.middle;
  }
}
