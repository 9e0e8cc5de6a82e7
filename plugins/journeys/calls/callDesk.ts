import { setTimeout as delay } from "node:timers/promises";
import { type PlatformContext, PlatformError, type TenantContext } from "@promostack/core";
import type { Points } from "../points/points.ts";
import type { Conversations } from "../run/conversations.ts";
import { moveAll } from "../run/moving.ts";
import { readPeople } from "../run/people.ts";
import { lockSessions } from "../run/sessionRows.ts";
import { type Call, claimCalls, delayCall, endCall } from "./callRows.ts";
import { askAction, done, failed, isPause, mayRecover, type Resolved, resolveFacts } from "./resolve.ts";

const AT_ONCE = 64;
/** What one tenant may hold before the others have their turn: a slow server of theirs is their own trouble. */
const AT_ONCE_A_TENANT = 16;
const IDLE_MS = 1_000;
const MOST_ATTEMPTS = 4;
const FIRST_BACK_OFF_MS = 5_000;
const LONGEST_BACK_OFF_MS = 600_000;
/** For an answer that is to come later. */
const PATIENCE_MS = 900_000;
const RESTS_MS = 10_000;

/** Looked at again then. */
interface Postponed {
  milliseconds: number;
  reason: string;
  /** Nothing ran: no attempt is lost. */
  uncounted?: boolean;
}

/**
 * Makes the calls that walks wait for: actions and facts of plugins. Nothing of it runs inside a walk's transaction; what a call brings
 * moves the walk in one, together with the call's own end. A host that dies leaves a lease that runs out, so an action may run
 * twice, with the same key; its walk moves once.
 */
export class CallDesk {
  readonly #context: PlatformContext;
  readonly #points: Points;
  readonly #conversations: Conversations;
  readonly #stop = new AbortController();
  readonly #held = new Map<Promise<void>, string>();
  readonly #resting = new Map<string, number>();
  #wake = new AbortController();
  #running: Promise<void> | undefined;

  constructor(context: PlatformContext, points: Points, conversations: Conversations) {
    this.#context = context;
    this.#points = points;
    this.#conversations = conversations;
  }

  start(): void {
    this.#running = this.#run();
  }

  /** A call was written in this process. */
  look(): void {
    this.#wake.abort();
  }

  /** Claims nothing more and waits for the calls under way. */
  async stop(): Promise<void> {
    this.#stop.abort();
    this.#wake.abort();
    await this.#running;
    await Promise.all(this.#held.keys());
  }

  async #run(): Promise<void> {
    while (!this.#stop.signal.aborted) {
      this.#wake = new AbortController();
      let claimed = 0;
      try {
        claimed = await this.#round();
      } catch (error) {
        this.#context.log.error("Calls of walks could not be claimed", { error });
      }
      if (this.#held.size >= AT_ONCE) await Promise.race(this.#held.keys());
      else if (claimed === 0) {
        const signal = AbortSignal.any([this.#wake.signal, this.#stop.signal]);
        await delay(IDLE_MS, undefined, { signal }).catch(() => undefined);
      }
    }
  }

  async #round(): Promise<number> {
    const free = AT_ONCE - this.#held.size;
    if (free <= 0) return 0;
    const { platformDb, clock } = this.#context;
    const limit = Math.min(free, AT_ONCE_A_TENANT);
    const without = [...this.#restingNow(), ...this.#busyNow()];
    const calls = await platformDb((trx) => claimCalls(trx, clock.now(), limit, without));
    for (const call of calls) {
      const work = this.#make(call).finally(() => {
        this.#held.delete(work);
        this.look();
      });
      this.#held.set(work, call.tenantId);
    }
    return calls.length;
  }

  async #make(call: Call): Promise<void> {
    const { tenants, log, clock } = this.#context;
    try {
      const context = await tenants.context(call.tenantId);
      const resolved = await this.#resolve(context, call);
      if (resolved === undefined)
        await context.db((trx) => endCall(trx, call, clock.now(), "The walk is over."));
      else if ("input" in resolved) await this.#take(context, call, resolved);
      else await this.#later(call, resolved);
    } catch (error) {
      await this.#later(call, this.#afterError(call, error)).catch((cause) =>
        log.error("A call of a walk was lost to its lease", { error: cause }),
      );
    }
  }

  /** Undefined where the walk does not wait for it any more. */
  async #resolve(context: TenantContext, call: Call): Promise<Resolved | Postponed | undefined> {
    const { tenantId, personId, sessionId } = call;
    const { person, stored } = await context.db(async (trx) => ({
      person: (await readPeople(trx, [{ tenantId, personId }])).get(personId),
      stored: (await lockSessions(trx, "s.tenant_id = $1 and s.id = $2", [tenantId, sessionId]))[0],
    }));
    const wait = stored?.session.wait;
    if (person === undefined || stored === undefined || wait?.kind !== "call" || wait.call !== call.seq)
      return undefined;
    if (call.plugin === null) return resolveFacts(context, this.#points, call, person);
    if (call.answer === null && call.attempts > MOST_ATTEMPTS) return failed(call, "No answer came.");
    try {
      const said = await askAction(context, this.#points, call, person, stored);
      switch (said.kind) {
        case "done":
          return done(call, said);
        case "failed":
          return failed(call, said.reason);
        case "later":
          return { milliseconds: PATIENCE_MS, reason: "The answer is to come." };
        case "again":
          return call.attempts < MOST_ATTEMPTS
            ? { milliseconds: backOff(call, said.afterSeconds), reason: said.reason }
            : failed(call, said.reason);
      }
    } catch (error) {
      if (isPause(error) || (mayRecover(error) && call.attempts < MOST_ATTEMPTS)) throw error;
      const { action, plugin: contributor } = call;
      context.log.warn("An action of a walk failed", { action, contributor, sessionId, error });
      return failed(call, error instanceof Error ? error.message : String(error));
    }
  }

  /** The walk's move and the call's end, together. */
  async #take(context: TenantContext, call: Call, { input, fetched, error }: Resolved): Promise<void> {
    const { tenantId, personId, sessionId } = call;
    const deskFor = await this.#conversations.desk(context);
    await context.db(async (trx) => {
      const desk = deskFor(trx, context.clock.now());
      const [stored] = await lockSessions(trx, "s.tenant_id = $1 and s.id = $2", [tenantId, sessionId]);
      if (!(await endCall(trx, call, desk.now, error))) return;
      const person = (await readPeople(trx, [{ tenantId, personId }])).get(personId);
      if (stored !== undefined && person !== undefined)
        await moveAll(desk, [{ stored, person, input, ...(fetched !== undefined && { fetched }) }]);
    });
  }

  #afterError(call: Call, error: unknown): Postponed {
    const reason = error instanceof Error ? error.message : String(error);
    // The plugin is off for the tenant, or pauses: nothing ran.
    const off = PlatformError.is(error) && error.code === "plugin.disabled";
    if (off) this.#resting.set(call.tenantId, Date.now() + RESTS_MS);
    else
      this.#context.log.info("A call of a walk is made again later", {
        attempts: call.attempts,
        error: reason,
      });
    if (off || isPause(error)) return { milliseconds: RESTS_MS, reason, uncounted: true };
    return {
      milliseconds: backOff(call, PlatformError.is(error) ? error.retryAfter : undefined),
      reason,
    };
  }

  async #later(call: Call, { milliseconds, reason, uncounted }: Postponed): Promise<void> {
    const { platformDb, clock } = this.#context;
    const dueAt = new Date(clock.now().getTime() + milliseconds);
    await platformDb((trx) => delayCall(trx, call, dueAt, reason, uncounted));
  }

  /** Tenants that hold their share. */
  #busyNow(): string[] {
    const held = new Map<string, number>();
    for (const tenantId of this.#held.values()) held.set(tenantId, (held.get(tenantId) ?? 0) + 1);
    return [...held].filter(([, calls]) => calls >= AT_ONCE_A_TENANT).map(([tenantId]) => tenantId);
  }

  #restingNow(): string[] {
    const now = Date.now();
    for (const [tenantId, until] of this.#resting) if (until <= now) this.#resting.delete(tenantId);
    return [...this.#resting.keys()];
  }
}

/** 5, 15, 45 seconds …, or what was asked for; never longer than ten minutes. */
function backOff({ attempts }: Call, afterSeconds: number | undefined): number {
  const milliseconds =
    afterSeconds === undefined ? FIRST_BACK_OFF_MS * 3 ** (attempts - 1) : afterSeconds * 1_000;
  return Math.min(Math.max(milliseconds, 1_000), LONGEST_BACK_OFF_MS);
}
