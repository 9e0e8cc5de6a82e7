import { trueRange } from "./atr.ts";

/** Wilder's average directional index, as TA-Lib computes it: the first value comes with candle 2 × period. */
export class Adx {
  readonly #period: number;
  #seen = 0;
  #high = 0;
  #low = 0;
  #close = 0;
  #plus = 0;
  #minus = 0;
  #range = 0;
  #value = 0;

  constructor(period: number) {
    this.#period = period;
  }

  push(high: number, low: number, close: number): number {
    const period = this.#period;
    const index = this.#seen++;
    if (index > 0) this.#accumulate(high, low, index >= period);
    this.#high = high;
    this.#low = low;
    this.#close = close;
    if (index < period) return Number.NaN;

    const strength = this.#directionalIndex();
    if (index < 2 * period) {
      // The first average is the plain one of `period` indices; one that does not exist counts as zero.
      this.#value += strength ?? 0;
      if (index < 2 * period - 1) return Number.NaN;
      this.#value /= period;
    } else if (strength !== undefined) {
      this.#value = (this.#value * (period - 1) + strength) / period;
    }
    return this.#value;
  }

  #accumulate(high: number, low: number, smooth: boolean): void {
    const up = high - this.#high;
    const down = this.#low - low;
    if (smooth) {
      this.#plus -= this.#plus / this.#period;
      this.#minus -= this.#minus / this.#period;
      this.#range -= this.#range / this.#period;
    }
    if (down > 0 && up < down) this.#minus += down;
    else if (up > 0 && up > down) this.#plus += up;
    this.#range += trueRange(high, low, this.#close);
  }

  /** Undefined where nothing moved. */
  #directionalIndex(): number | undefined {
    if (this.#range === 0) return undefined;
    const minus = 100 * (this.#minus / this.#range);
    const plus = 100 * (this.#plus / this.#range);
    const total = minus + plus;
    return total === 0 ? undefined : 100 * (Math.abs(minus - plus) / total);
  }
}
