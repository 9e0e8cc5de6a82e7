import type { PlatformContext } from "@promostack/core";

interface Work<Task> {
  /** Takes the next task for a lease, or finds none. */
  lease(): Promise<Task | undefined>;
  /** Makes it and writes how it ended, failures too. */
  make(task: Task): Promise<void>;
}

/**
 * Works through rows that ask for something, one after the other and beside the jobs. A crash leaves a lease that runs out, and the
 * row is taken again.
 */
export class Desk<Task> {
  readonly #context: Pick<PlatformContext, "signal" | "log">;
  readonly #work: Work<Task>;
  #working: Promise<void> | undefined;
  #closed = false;

  constructor(context: Pick<PlatformContext, "signal" | "log">, work: Work<Task>) {
    this.#context = context;
    this.#work = work;
  }

  /** Begins with what waits, unless that is under way. */
  look(): void {
    this.#working ??= this.#through().finally(() => {
      this.#working = undefined;
    });
  }

  /** Resolves when nothing waits any more. */
  async settled(): Promise<void> {
    await this.#working;
  }

  /** Takes nothing more; what is under way ends, or is left to its lease. */
  async close(): Promise<void> {
    this.#closed = true;
    await this.#working;
  }

  get ending(): boolean {
    return this.#closed || this.#context.signal.aborted;
  }

  async #through(): Promise<void> {
    try {
      while (!this.ending) {
        const task = await this.#work.lease();
        if (task === undefined) return;
        await this.#work.make(task);
      }
    } catch (error) {
      if (!this.ending) this.#context.log.error("A desk could not go on", { error });
    }
  }
}
