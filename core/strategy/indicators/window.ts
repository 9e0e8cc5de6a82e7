/** The last `size` numbers, oldest overwritten. */
export class Window {
  readonly size: number;
  readonly #values: Float64Array;
  #next = 0;
  #count = 0;

  constructor(size: number) {
    this.size = size;
    this.#values = new Float64Array(size);
  }

  get full(): boolean {
    return this.#count === this.size;
  }

  push(value: number): void {
    this.#values[this.#next] = value;
    this.#next = this.#next + 1 === this.size ? 0 : this.#next + 1;
    if (this.#count < this.size) this.#count++;
  }

  /** The oldest value of a full window. */
  get oldest(): number {
    return this.#values[this.#next] ?? Number.NaN;
  }

  /** Of a full window. */
  highest(): number {
    let highest = Number.NEGATIVE_INFINITY;
    for (let i = 0; i < this.size; i++) {
      const value = this.#values[i] ?? Number.NaN;
      if (value > highest) highest = value;
    }
    return highest;
  }

  /** Of a full window. */
  lowest(): number {
    let lowest = Number.POSITIVE_INFINITY;
    for (let i = 0; i < this.size; i++) {
      const value = this.#values[i] ?? Number.NaN;
      if (value < lowest) lowest = value;
    }
    return lowest;
  }
}
