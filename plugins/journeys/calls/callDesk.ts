import { Lane, type PlatformContext, PlatformError, type TenantContext } from "@promostack/core";
import type { Points } from "../points/points.ts";
import type { Conversations } from "../run/conversations.ts";
import { moveAll } from "../run/moving.ts";
import { readPeople } from "../run/people.ts";
import { lockSessions } from "../run/sessionRows.ts";
import { type Call, claimCalls, delayCall, endCall } from "./callRows.ts";
import { askAction, done, failed, isPause, mayRecover, type Resolved, resolveFacts } from "./resolve.ts";

const MOST_ATTEMPTS = 4;
const FIRST_BACK_OFF_MS = 5_000;
const LONGEST_BACK_OFF_MS = 600_000;
/** For an answer that is to come later. */
const PATIENCE_MS = 900_000;
/** For a plugin that pauses. */
const PAUSE_MS = 10_000;

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
  readonly #lane: Lane<Call>;

  constructor(context: PlatformContext, points: Points, conversations: Conversations) {
    this.#context = context;
    this.#points = points;
    this.#conversations = conversations;
    const { platformDb, clock, log } = context;
    this.#lane = new Lane<Call>(log, {
      of: "calls of walks",
      atOnce: 64,
      atOnceATenant: 16,
      claim: (share) => platformDb((trx) => claimCalls(trx, clock.now(), share)),
      work: (call) => this.#make(call),
    });
  }

  start(): void {
    this.#lane.start();
  }

  /** A call was written in this process. */
  look(): void {
    this.#lane.look();
  }

  /** Claims nothing more and waits for the calls under way. */
  stop(): Promise<void> {
    return this.#lane.stop();
  }

  async #make(call: Call): Promise<void> {
    const { tenants, clock } = this.#context;
    try {
      const context = await tenants.context(call.tenantId);
      const resolved = await this.#resolve(context, call);
      if (resolved === undefined)
        await context.db((trx) => endCall(trx, call, clock.now(), "The walk is over."));
      else if ("input" in resolved) await this.#take(context, call, resolved);
      else await this.#later(call, resolved);
    } catch (error) {
      await this.#later(call, this.#afterError(call, error));
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
    // Off for the tenant, or the plugin that is called pauses: nothing ran.
    if (PlatformError.is(error) && error.code === "plugin.disabled")
      return { milliseconds: this.#lane.rest(call.tenantId), reason, uncounted: true };
    this.#context.log.info("A call of a walk is made again later", {
      attempts: call.attempts,
      error: reason,
    });
    if (isPause(error)) return { milliseconds: PAUSE_MS, reason, uncounted: true };
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
}

/** 5, 15, 45 seconds …, or what was asked for; never longer than ten minutes. */
function backOff({ attempts }: Call, afterSeconds: number | undefined): number {
  const milliseconds =
    afterSeconds === undefined ? FIRST_BACK_OFF_MS * 3 ** (attempts - 1) : afterSeconds * 1_000;
  return Math.min(Math.max(milliseconds, 1_000), LONGEST_BACK_OFF_MS);
}
