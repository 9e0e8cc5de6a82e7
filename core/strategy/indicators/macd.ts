import { Ema } from "./movingAverage.ts";

/**
 * Moving average convergence and divergence. As in TA-Lib the fast average is seeded where the slow one is, from the
 * values just before, and all three lines begin together with the signal line.
 */
export class Macd {
  readonly #fast: Ema;
  readonly #slow: Ema;
  readonly #signal: Ema;
  readonly #skip: number;
  #seen = 0;
  macd = Number.NaN;
  signal = Number.NaN;
  histogram = Number.NaN;

  /** `fast` is shorter than `slow`; swapped where it is not, as TA-Lib does. */
  constructor(fast: number, slow: number, signal: number) {
    this.#fast = new Ema(Math.min(fast, slow));
    this.#slow = new Ema(Math.max(fast, slow));
    this.#signal = new Ema(signal);
    this.#skip = Math.abs(slow - fast);
  }

  /** The MACD line; the signal and the histogram stand beside it. */
  push(close: number): number {
    const slow = this.#slow.push(close);
    const fast = this.#seen++ >= this.#skip ? this.#fast.push(close) : Number.NaN;
    const line = fast - slow;
    if (Number.isNaN(line)) return Number.NaN;
    this.signal = this.#signal.push(line);
    if (Number.isNaN(this.signal)) return Number.NaN;
    this.macd = line;
    this.histogram = line - this.signal;
    return line;
  }
}
