/**
 * How many runs of one job this process allows at a time, shared by all who look at the job: a tick, a notice of another
 * replica and a sweep may come at the same moment.
 */
export class Slots {
  readonly #most: number;
  readonly #running = new Set<Promise<void>>();
  #reserved = 0;

  constructor(most: number) {
    this.#most = most;
  }

  /** Reserves every free slot and answers how many; each must be used or given back. */
  reserve(): number {
    const free = this.#most - this.#running.size - this.#reserved;
    this.#reserved += free;
    return free;
  }

  /** Gives back slots that were reserved and not needed. */
  giveBack(count: number): void {
    this.#reserved -= count;
  }

  /** Turns a reserved slot into a run, freed when it ends. */
  use(run: Promise<void>): void {
    this.#reserved -= 1;
    this.#running.add(run);
    run.finally(() => this.#running.delete(run));
  }

  /** Resolves when a run ends, or soon where slots are only reserved. */
  async freed(): Promise<void> {
    if (this.#running.size > 0) await Promise.race(this.#running);
    else await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
