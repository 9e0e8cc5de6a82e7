/** Wilder's relative strength index, 0 to 100; 0 where nothing moved, as TA-Lib has it. */
export class Rsi {
  readonly #period: number;
  #previous = Number.NaN;
  #changes = 0;
  #gain = 0;
  #loss = 0;

  constructor(period: number) {
    this.#period = period;
  }

  /** The first value comes with the `period`-th change. */
  push(close: number): number {
    const change = close - this.#previous;
    this.#previous = close;
    if (Number.isNaN(change)) return Number.NaN;
    const smoothing = this.#changes >= this.#period;
    if (smoothing) {
      this.#gain *= this.#period - 1;
      this.#loss *= this.#period - 1;
    }
    // Without a branch, since nobody can guess the way of the next price.
    this.#loss += Math.max(-change, 0);
    this.#gain += Math.max(change, 0);
    if (!smoothing && ++this.#changes < this.#period) return Number.NaN;
    this.#gain /= this.#period;
    this.#loss /= this.#period;
    const total = this.#gain + this.#loss;
    return total === 0 ? 0 : 100 * (this.#gain / total);
  }
}
