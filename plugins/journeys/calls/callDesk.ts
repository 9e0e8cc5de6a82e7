import { setTimeout as delay } from "node:timers/promises";
import { type PlatformContext, PlatformError, type TenantContext } from "@promostack/core";
import type { Points } from "../points/points.ts";
import type { Conversations } from "../run/conversations.ts";
import { moveAll } from "../run/moving.ts";
import { readPeople } from "../run/people.ts";
import { lockSessions } from "../run/sessionRows.ts";
import { type Call, claimCalls, delayCall, endCall } from "./callRows.ts";
import { failed, mayRecover, type Resolved, resolveAction, resolveFacts } from "./resolve.ts";

const AT_ONCE = 16;
const IDLE_MS = 1_000;
const MOST_ATTEMPTS = 4;
const FIRST_BACK_OFF_MS = 5_000;
const RESTS_MS = 10_000;

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
  readonly #held = new Set<Promise<void>>();
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
    await Promise.all(this.#held);
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
      if (this.#held.size >= AT_ONCE) await Promise.race(this.#held);
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
    const calls = await platformDb((trx) => claimCalls(trx, clock.now(), free, this.#restingNow()));
    for (const call of calls) {
      const work = this.#make(call).finally(() => this.#held.delete(work));
      this.#held.add(work);
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
      else await this.#take(context, call, resolved);
    } catch (error) {
      await this.#later(call, error).catch((cause) =>
        log.error("A call of a walk was lost to its lease", { error: cause }),
      );
    }
  }

  /** Undefined where the walk does not wait for it any more. */
  async #resolve(context: TenantContext, call: Call): Promise<Resolved | undefined> {
    const { tenantId, personId, sessionId } = call;
    const { person, session } = await context.db(async (trx) => ({
      person: (await readPeople(trx, [{ tenantId, personId }])).get(personId),
      session: (await lockSessions(trx, "s.tenant_id = $1 and s.id = $2", [tenantId, sessionId]))[0]?.session,
    }));
    const waits = session?.wait?.kind === "call" && session.wait.call === call.seq;
    if (person === undefined || session === undefined || !waits) return undefined;
    if (call.plugin === null) return resolveFacts(context, this.#points, call, person);
    try {
      return await resolveAction(context, this.#points, call, person, session.variables);
    } catch (error) {
      if (mayRecover(error) && call.attempts < MOST_ATTEMPTS) throw error;
      context.log.warn("An action of a walk failed", {
        action: call.action,
        contributor: call.plugin,
        sessionId,
        error,
      });
      return failed(call, error);
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

  async #later(call: Call, error: unknown): Promise<void> {
    const { platformDb, clock, log } = this.#context;
    const reason = error instanceof Error ? error.message : String(error);
    // The plugin is off for the tenant, or journeys are paused: nothing ran.
    const off = PlatformError.is(error) && error.code === "plugin.disabled";
    if (off) this.#resting.set(call.tenantId, Date.now() + RESTS_MS);
    else log.info("A call of a walk is made again later", { attempts: call.attempts, error: reason });
    const wait = off ? RESTS_MS : FIRST_BACK_OFF_MS * 3 ** (call.attempts - 1);
    const dueAt = new Date(clock.now().getTime() + wait);
    await platformDb((trx) => delayCall(trx, call, dueAt, reason, off));
  }

  #restingNow(): string[] {
    const now = Date.now();
    for (const [tenantId, until] of this.#resting) if (until <= now) this.#resting.delete(tenantId);
    return [...this.#resting.keys()];
  }
}
