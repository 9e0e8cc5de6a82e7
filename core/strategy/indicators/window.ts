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
}
