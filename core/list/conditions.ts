import type { SqlValue } from "../sql.ts";

/** What rows must fulfil: SQL written here, values sent beside it as `$1`, `$2` and so on. */
export class Conditions {
  readonly values: SqlValue[];
  readonly #all: string[] = [];

  /** `values`: those that the statement uses already. */
  constructor(values: readonly SqlValue[] = []) {
    this.values = [...values];
  }

  /** Adds a value and answers its place: `$3`. */
  place(value: SqlValue): string {
    return `$${this.values.push(value)}`;
  }

  /** Asks for this where there is a value; nothing is asked for where it is undefined. */
  add(value: SqlValue | undefined, condition: (place: string) => string): this {
    if (value !== undefined) this.#all.push(condition(this.place(value)));
    return this;
  }

  /** Asks for this in any case. */
  always(condition: string): this {
    this.#all.push(condition);
    return this;
  }

  /** `where …`, or nothing. */
  get where(): string {
    return this.#all.length === 0 ? "" : `where ${this.#all.join(" and ")}`;
  }
}
