/** The largest of high − low, |high − previous close| and |low − previous close|. */
export function trueRange(high: number, low: number, previousClose: number): number {
  return Math.max(high - low, Math.abs(previousClose - high), Math.abs(previousClose - low));
}

/** Wilder's average true range. The first true range is the second candle's, so the first value is candle `period` + 1's. */
export class Atr {
  readonly #period: number;
  #previousClose = Number.NaN;
  #ranges = 0;
  #value = 0;

  constructor(period: number) {
    this.#period = period;
  }

  push(high: number, low: number, close: number): number {
    const range = trueRange(high, low, this.#previousClose);
    this.#previousClose = close;
    if (Number.isNaN(range)) return Number.NaN;
    if (this.#ranges < this.#period) {
      this.#value += range;
      if (++this.#ranges < this.#period) return Number.NaN;
      this.#value /= this.#period;
      return this.#value;
    }
    this.#value *= this.#period - 1;
    this.#value += range;
    this.#value /= this.#period;
    return this.#value;
  }
}
