import { setTimeout as delay } from "node:timers/promises";
import { type PlatformContext, PlatformError, RestingTenants, type Transaction } from "@promostack/core";
import type { Desk, ToMove } from "./desk.ts";
import { moveAll } from "./moving.ts";
import { readPeople } from "./people.ts";
import { dropOrphans, lockDue } from "./sessionRows.ts";
import type { TenantFacts } from "./tenantFacts.ts";

/** Walks that one transaction moves: long enough to be worth its commit, short enough that nobody waits for its locks. */
const BATCH = 500;
const IDLE_MS = 1_000;
/** Batches under way at once: while one waits for the database, the other walks. */
const AT_ONCE = 2;

export interface TimersParts {
  context: PlatformContext;
  /** Facts of a tenant whose walks may move; raises `plugin.disabled` where they may not. */
  facts(tenantId: string): Promise<TenantFacts>;
  desk(trx: Transaction, now: Date, facts: ReadonlyMap<string, TenantFacts>): Desk;
}

/**
 * The scheduler of delays, time-outs and expiries: every host looks once a second and whenever it knows of something, and takes due
 * walks in batches that no other host has. A batch is one transaction: its row locks are the lease, and whatever dies lets go of them.
 */
export class Timers {
  readonly #parts: TimersParts;
  readonly #stop = new AbortController();
  /** Those whose plugin is off or paused. */
  readonly #resting = new RestingTenants();
  #running: Promise<unknown> | undefined;

  constructor(parts: TimersParts) {
    this.#parts = parts;
  }

  start(): void {
    this.#running = Promise.all(Array.from({ length: AT_ONCE }, () => this.#run()));
  }

  /** Takes no further batch, and waits for those under way. */
  async stop(): Promise<void> {
    this.#stop.abort();
    await this.#running;
  }

  /** Moves everything that is due; answers how many walks. For tests and the bench. */
  async drain(): Promise<number> {
    let moved = 0;
    for (;;) {
      const batch = await this.#batch();
      if (batch === 0) return moved;
      moved += batch;
    }
  }

  async #run(): Promise<void> {
    const { context } = this.#parts;
    const { signal } = this.#stop;
    while (!signal.aborted) {
      let moved = 0;
      try {
        moved = await this.#batch();
      } catch (error) {
        context.log.error("Due walks were not moved", { error });
      }
      // The machine's clock: a business clock that stands still must not stop the looking.
      if (moved === 0) await delay(IDLE_MS, undefined, { signal }).catch(() => undefined);
    }
  }

  async #batch(): Promise<number> {
    const { context, desk } = this.#parts;
    const now = context.clock.now();
    return context.platformDb(async (trx) => {
      const due = await lockDue(trx, now, BATCH, this.#resting.now());
      if (due.length === 0) return 0;
      const facts = await this.#facts(due.map(({ tenantId }) => tenantId));
      const people = await readPeople(
        trx,
        due.map(({ tenantId, session }) => ({ tenantId, personId: session.personId })),
      );
      await dropOrphans(
        trx,
        due.filter(({ session }) => !people.has(session.personId)),
      );
      const moves = due.flatMap((stored): ToMove[] => {
        const person = people.get(stored.session.personId);
        return person === undefined || !facts.has(stored.tenantId)
          ? []
          : [{ stored, person, input: { kind: "due" } }];
      });
      await moveAll(desk(trx, now, facts), moves);
      return moves.length;
    });
  }

  async #facts(tenantIds: readonly string[]): Promise<ReadonlyMap<string, TenantFacts>> {
    const found = new Map<string, TenantFacts>();
    for (const tenantId of new Set(tenantIds)) {
      try {
        found.set(tenantId, await this.#parts.facts(tenantId));
      } catch (error) {
        if (!PlatformError.is(error)) throw error;
        this.#resting.rest(tenantId);
      }
    }
    return found;
  }
}
