import { setTimeout as delay } from "node:timers/promises";
import type { Log } from "@promostack/core";

/** Outcomes that come within this time are committed together. */
const FLUSH_MS = 8;
const FLUSH_AT = 200;

/** Gathers outcomes and writes them a batch at a time, one batch after the other. A batch that could not be written is written again. */
export class MarkBatch<Outcome> {
  readonly #write: (outcomes: Outcome[]) => Promise<void>;
  readonly #log: Log;
  #waiting: Outcome[] = [];
  #timer: NodeJS.Timeout | undefined;
  #writing: Promise<void> = Promise.resolve();
  #closing = false;

  constructor(write: (outcomes: Outcome[]) => Promise<void>, log: Log) {
    this.#write = write;
    this.#log = log;
  }

  add(outcome: Outcome): void {
    this.#waiting.push(outcome);
    if (this.#waiting.length >= FLUSH_AT) this.#start();
    else this.#timer ??= setTimeout(() => this.#start(), FLUSH_MS);
  }

  /** Resolves when everything added so far is written. */
  async flush(): Promise<void> {
    this.#start();
    await this.#writing;
  }

  /** From here on a failure is not tried again for ever: leases run out and others take over. */
  closing(closing: boolean): void {
    this.#closing = closing;
  }

  #start(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const outcomes = this.#waiting;
    if (outcomes.length === 0) return;
    this.#waiting = [];
    this.#writing = this.#writing.then(() => this.#persist(outcomes));
  }

  async #persist(outcomes: Outcome[]): Promise<void> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.#write(outcomes);
      } catch (error) {
        this.#log.error("Outcomes could not be recorded", { error, outcomes: outcomes.length, attempt });
        if (this.#closing && attempt >= 3) return;
        await delay(Math.min(attempt * 250, 5_000));
      }
    }
  }
}
