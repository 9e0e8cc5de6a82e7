import type { Call } from "./call.ts";

/**
 * Calls that are going on. An array in which the last one takes a leaver's place, and no Set: one that is added to and deleted from all the
 * time leaves its old tables behind, and each of them holds what had been in it until the next full garbage collection.
 */
export class OpenCalls implements Iterable<Call> {
  readonly #calls: Call[] = [];

  get size(): number {
    return this.#calls.length;
  }

  add(call: Call): void {
    call.place = this.#calls.push(call) - 1;
  }

  delete(call: Call): void {
    const last = this.#calls.at(-1);
    if (last === undefined || this.#calls[call.place] !== call) return;
    this.#calls[call.place] = last;
    last.place = call.place;
    this.#calls.pop();
  }

  /** As they are now: what is closed meanwhile does not matter. */
  [Symbol.iterator](): Iterator<Call> {
    return [...this.#calls].values();
  }
}
