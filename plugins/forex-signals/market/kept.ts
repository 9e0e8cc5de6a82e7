/** Something that is read from the database and kept for some seconds of the machine's clock. */
export class Kept<Value> {
  readonly #milliseconds: number;
  #held: { at: number; value: Promise<Value> } | undefined;

  constructor(milliseconds: number) {
    this.#milliseconds = milliseconds;
  }

  get(read: () => Promise<Value>): Promise<Value> {
    const now = performance.now();
    if (this.#held !== undefined && now - this.#held.at < this.#milliseconds) return this.#held.value;
    const value = read();
    this.#held = { at: now, value };
    // What could not be read is asked for again at once; whoever waits for it hears the error.
    value.catch(() => this.forget());
    return value;
  }

  /** After a change. */
  forget(): void {
    this.#held = undefined;
  }
}
