/**
 * The highest of the last `size` values. Most values only ask whether they are the highest themselves; the window is looked
 * through when the highest one leaves it. The lowest is the highest of the negated values.
 */
export class RollingHighest {
  readonly #size: number;
  readonly #values: Float64Array;
  #next = 0;
  /** How long ago the highest came, in values. */
  #age = 0;
  #highest = Number.NEGATIVE_INFINITY;

  constructor(size: number) {
    this.#size = size;
    this.#values = new Float64Array(size).fill(Number.NEGATIVE_INFINITY);
  }

  /** The highest so far, of at most the last `size` values. */
  push(value: number): number {
    this.#values[this.#next] = value;
    this.#next = this.#next + 1 === this.#size ? 0 : this.#next + 1;
    if (value >= this.#highest) {
      this.#highest = value;
      this.#age = 0;
    } else if (++this.#age >= this.#size) this.#lookThrough();
    return this.#highest;
  }

  #lookThrough(): void {
    const values = this.#values;
    const size = this.#size;
    let highest = Number.NEGATIVE_INFINITY;
    let found = 0;
    for (let i = 0; i < size; i++) {
      const value = values[i] ?? Number.NaN;
      if (value < highest) continue;
      highest = value;
      found = i;
    }
    const newest = this.#next === 0 ? size - 1 : this.#next - 1;
    this.#highest = highest;
    this.#age = newest >= found ? newest - found : newest - found + size;
  }
}
