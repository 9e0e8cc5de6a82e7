import { setTimeout as delay } from "node:timers/promises";
import type { Log } from "@promostack/core";
import type { Database, HeldLock } from "../db/database.ts";

export interface LeaderOptions {
  database: Pick<Database, "lock">;
  log: Log;
  /** Name of the lock; hosts that share it elect one among them. */
  key?: string;
  /** How often a follower tries, and how often a leader asks whether it still leads. */
  retryMs?: number;
  checkMs?: number;
}

/** leading: this process. following: another. unknown: the database has not answered (yet). */
export type Leadership = "leading" | "following" | "unknown";

/**
 * At most one host leads: the one that holds an advisory lock. The lock is asked after every few seconds, because it ends
 * with its connection; without it, leading stops before anything else happens.
 */
export class Leader {
  readonly #options: Required<LeaderOptions>;
  readonly #listeners = new Set<(leading: boolean) => void>();
  #state: Leadership = "unknown";
  #stopping = new AbortController();
  #life: Promise<void> | undefined;

  constructor(options: LeaderOptions) {
    this.#options = { key: "leader", retryMs: 10_000, checkMs: 3_000, ...options };
  }

  get state(): Leadership {
    return this.#state;
  }

  get leading(): boolean {
    return this.#state === "leading";
  }

  /** Hears true when this process begins to lead and false when it ceases to. */
  onChange(listener: (leading: boolean) => void): void {
    this.#listeners.add(listener);
  }

  /** Joins the election, in the background. */
  start(): void {
    this.#life ??= this.#live(this.#stopping.signal);
  }

  /** Steps down and leaves the election, so that another host may lead at once. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#life;
    this.#life = undefined;
    this.#stopping = new AbortController();
  }

  async #live(signal: AbortSignal): Promise<void> {
    const { retryMs, log } = this.#options;
    while (!signal.aborted) {
      const lock = await this.#try();
      if (lock) {
        await this.#lead(lock, signal);
        // After a loss somebody should lead soon: no waiting before the next try.
        if (!signal.aborted) log.warn("Leadership was lost");
      } else {
        await pause(retryMs, signal);
      }
    }
    this.#become("unknown");
  }

  async #try(): Promise<HeldLock | undefined> {
    try {
      const lock = await this.#options.database.lock(this.#options.key);
      if (!lock) this.#become("following");
      return lock;
    } catch (error) {
      this.#become("unknown");
      this.#options.log.warn("The election is waiting for the database", { error });
      await pause(500, this.#stopping.signal);
      return undefined;
    }
  }

  async #lead(lock: HeldLock, signal: AbortSignal): Promise<void> {
    this.#become("leading");
    while (!signal.aborted) {
      await pause(this.#options.checkMs, signal);
      // A server that does not answer in time may have given the lock to another by now.
      if (!signal.aborted && !(await within(this.#options.checkMs, lock.alive()))) break;
    }
    this.#become("unknown");
    await within(
      this.#options.checkMs,
      lock.release().then(() => true),
    );
  }

  #become(state: Leadership): void {
    const led = this.leading;
    this.#state = state;
    if (led === this.leading) return;
    this.#options.log.info(this.leading ? "This host leads now" : "This host leads no more");
    for (const listener of this.#listeners) listener(this.leading);
  }
}

/** Sleeps; an abort wakes it without an error. */
async function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  await delay(milliseconds, undefined, { signal }).catch(() => undefined);
}

async function within(milliseconds: number, question: Promise<boolean>): Promise<boolean> {
  const patience = new AbortController();
  const late = delay(milliseconds, false, { signal: patience.signal }).catch(() => false);
  return Promise.race([question.catch(() => false), late]).finally(() => patience.abort());
}
