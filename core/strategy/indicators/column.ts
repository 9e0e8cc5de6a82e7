const FIRST_CAPACITY = 1024;

/** Numbers appended one by one and read from the newest back. Grows by doubling; an append allocates nothing otherwise. */
export class Column {
  #values = new Float64Array(FIRST_CAPACITY);
  #length = 0;

  get length(): number {
    return this.#length;
  }

  push(value: number): void {
    if (this.#length === this.#values.length) {
      const grown = new Float64Array(this.#length * 2);
      grown.set(this.#values);
      this.#values = grown;
    }
    this.#values[this.#length++] = value;
  }

  /** `back(0)` is the newest; NaN before the first value and for anything that is not a count. */
  back(count: number): number {
    if (!(count >= 0)) return Number.NaN;
    return this.#values[this.#length - 1 - count] ?? Number.NaN;
  }

  /** Oldest first; NaN outside. */
  at(index: number): number {
    return index < this.#length ? (this.#values[index] ?? Number.NaN) : Number.NaN;
  }

  clear(): void {
    this.#length = 0;
  }
}
