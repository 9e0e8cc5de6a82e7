import { setTimeout as delay } from "node:timers/promises";
import type { PlatformContext } from "@promostack/core";
import { claimTasks, type Task, type Work } from "./task.ts";

const IDLE_MS = 1_000;
const RESTS_MS = 10_000;

export interface LaneOptions {
  kinds: readonly Work["kind"][];
  /** Tasks under way at once. */
  atOnce: number;
  /** What one tenant may hold before the others have their turn: a slow coupon API of theirs is their own trouble. */
  atOnceATenant: number;
}

/** Claims tasks of some kinds as they fall due, and has them done, so many at once. */
export class Lane {
  readonly #context: PlatformContext;
  readonly #options: LaneOptions;
  readonly #work: (task: Task) => Promise<void>;
  readonly #stop = new AbortController();
  readonly #held = new Map<Promise<void>, string>();
  readonly #resting = new Map<string, number>();
  #wake = new AbortController();
  #running: Promise<void> | undefined;

  /** `work` never throws. */
  constructor(context: PlatformContext, options: LaneOptions, work: (task: Task) => Promise<void>) {
    this.#context = context;
    this.#options = options;
    this.#work = work;
  }

  start(): void {
    this.#running = this.#run();
  }

  /** A task was written in this process. */
  look(): void {
    this.#wake.abort();
  }

  /** The tenant's tasks wait: the plugin is off for them. */
  rest(tenantId: string): number {
    this.#resting.set(tenantId, Date.now() + RESTS_MS);
    return RESTS_MS;
  }

  /** Claims nothing more and waits for what is under way. */
  async stop(): Promise<void> {
    this.#stop.abort();
    this.#wake.abort();
    await this.#running;
    await Promise.all(this.#held.keys());
  }

  async #run(): Promise<void> {
    const { atOnce } = this.#options;
    while (!this.#stop.signal.aborted) {
      this.#wake = new AbortController();
      let claimed = 0;
      try {
        claimed = await this.#round();
      } catch (error) {
        this.#context.log.error("The chat's tasks could not be claimed", { error });
      }
      if (this.#held.size >= atOnce) await Promise.race(this.#held.keys());
      else if (claimed === 0) {
        const signal = AbortSignal.any([this.#wake.signal, this.#stop.signal]);
        await delay(IDLE_MS, undefined, { signal }).catch(() => undefined);
      }
    }
  }

  async #round(): Promise<number> {
    const { kinds, atOnce, atOnceATenant } = this.#options;
    const free = atOnce - this.#held.size;
    if (free <= 0) return 0;
    const { platformDb, clock } = this.#context;
    const without = [...this.#restingNow(), ...this.#busyNow()];
    const order = { kinds, limit: Math.min(free, atOnceATenant), without };
    const tasks = await platformDb((trx) => claimTasks(trx, clock.now(), order));
    for (const task of tasks) {
      const work = this.#work(task).finally(() => {
        this.#held.delete(work);
        this.look();
      });
      this.#held.set(work, task.tenantId);
    }
    return tasks.length;
  }

  /** Tenants that hold their share. */
  #busyNow(): string[] {
    const held = new Map<string, number>();
    for (const tenantId of this.#held.values()) held.set(tenantId, (held.get(tenantId) ?? 0) + 1);
    return [...held]
      .filter(([, tasks]) => tasks >= this.#options.atOnceATenant)
      .map(([tenantId]) => tenantId);
  }

  #restingNow(): string[] {
    const now = Date.now();
    for (const [tenantId, until] of this.#resting) if (until <= now) this.#resting.delete(tenantId);
    return [...this.#resting.keys()];
  }
}
