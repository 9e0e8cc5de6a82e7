import { type PlatformContext, PlatformError, type TenantContext, type Transaction } from "@promostack/core";
import { GOAL } from "../engine/goal.ts";
import type { End } from "../engine/session.ts";
import type { FactName } from "../engine/world.ts";
import type { Value } from "../graph/parts.ts";
import type { Desk } from "./desk.ts";
import { admit, type Door, type Entry, enterByTag, walkId } from "./entering.ts";
import { moveAll } from "./moving.ts";
import { type Person, readPeople } from "./people.ts";
import { lockSessions, type StoredSession } from "./sessionRows.ts";
import { type TenantFacts, tenantFacts } from "./tenantFacts.ts";
import { doorFor } from "./triggers.ts";
import { Versions } from "./versions.ts";

/** Finds the variables that plugins contribute for a tenant. */
export type ContributedVariables = (tenantId: string) => Promise<ReadonlyMap<string, FactName>>;

/** Why somebody was not let in, for people. */
const REFUSED: Record<Extract<Entry, { result: "refused" }>["why"], string> = {
  blocked: "The person has blocked the bot.",
  stopped: "The person has sent STOP.",
  inside: "The person is in this journey already.",
  busy: "The person is in another journey, and this one does not wait.",
  once: "The person has walked this journey, which takes everybody once.",
  gone: "The journey is not published any more.",
  known: "This has let the person in already.",
};

/**
 * What everybody else may do with conversations: routes, services, other rooms. Each act is one transaction of the tenant; those with
 * a `desk` join the caller's.
 */
export class Conversations {
  readonly #versions = new Versions();
  readonly #variables: ContributedVariables;
  #platform: PlatformContext | undefined;
  #called: () => void = () => undefined;

  constructor(variables: ContributedVariables) {
    this.#variables = variables;
  }

  /** From the plugin's start on. `called` hears of calls that were written. */
  open(platform: PlatformContext, called: () => void): void {
    this.#platform = platform;
    this.#called = called;
  }

  /** A call was written, or its answer has come. */
  called(): void {
    this.#called();
  }

  /** What a tenant's walks depend on. */
  facts(context: TenantContext): Promise<TenantFacts> {
    const base = this.#platform?.publicUrl;
    const linkBase = base === undefined ? undefined : `${base}/api/p/journeys/l/`;
    return tenantFacts(context, { variables: this.#variables, linkBase });
  }

  /** A desk on a transaction of one tenant. */
  async desk(context: TenantContext): Promise<(trx: Transaction, now: Date) => Desk> {
    const facts = await this.facts(context);
    return (trx, now) => ({
      trx,
      now,
      versions: this.#versions,
      send: async (messages) => {
        for (const { tenantId: _, ...message } of messages) await context.send(trx, message);
      },
      facts: (tenantId) => (tenantId === facts.tenantId ? facts : undefined),
      called: () => this.#called(),
    });
  }

  /** A desk on a transaction over many tenants. */
  platformDesk(trx: Transaction, now: Date, facts: ReadonlyMap<string, TenantFacts>): Desk {
    const platform = this.#platform;
    if (platform === undefined) throw notStarted();
    return {
      trx,
      now,
      versions: this.#versions,
      send: async (messages) => {
        if (messages.length > 0) await platform.sendMany(trx, messages);
      },
      facts: (tenantId) => facts.get(tenantId),
      called: () => this.#called(),
    };
  }

  /** Lets a person into a published journey, by its rules. Raises `journey.not_entered` with the reason. */
  async enter(
    context: TenantContext,
    personId: string,
    journeyId: string,
    enteredBy: string,
    { variables = {}, key }: { variables?: Readonly<Record<string, Value>>; key?: string } = {},
  ): Promise<"entered" | "waits"> {
    const deskFor = await this.desk(context);
    return context.db(async (trx) => {
      const desk = deskFor(trx, context.clock.now());
      const door = await liveDoor(trx, context.tenantId, journeyId);
      const person = (await readPeople(trx, [{ tenantId: context.tenantId, personId }])).get(personId);
      if (person === undefined) throw notFound("person");
      const entry: Entry =
        door === undefined
          ? { result: "refused", why: "gone" }
          : await admit(desk, { person, door, enteredBy, variables, ...keyed(person, door, key) });
      if (entry.result === "refused") throw refused(entry.why);
      if (entry.result === "entered") await moveAll(desk, [entry.toMove]);
      return entry.result;
    });
  }

  /** Something happened to a person that plugins contribute as a trigger: goals end walks, triggers begin some. */
  async happened(
    context: TenantContext,
    {
      plugin,
      event,
      personId,
      key,
      variables = {},
    }: {
      plugin: string;
      event: string;
      personId: string;
      key?: string | undefined;
      variables?: Readonly<Record<string, Value>>;
    },
  ): Promise<void> {
    const deskFor = await this.desk(context);
    await context.db(async (trx) => {
      const desk = deskFor(trx, context.clock.now());
      await this.#reach(
        desk,
        context.tenantId,
        personId,
        (goal) => goal.kind === "event" && goal.plugin === plugin && goal.event === event,
      );
      const person = (await readPeople(trx, [{ tenantId: context.tenantId, personId }])).get(personId);
      const door = await doorFor(trx, context.tenantId, "event", [`${plugin}/${event}`]);
      if (person === undefined || door === undefined) return;
      const enteredBy = `event:${plugin}/${event}`;
      const ticket = { person, door, enteredBy, variables };
      const entry = await admit(desk, { ...ticket, ...keyed(person, door, key && `${enteredBy} ${key}`) });
      if (entry.result === "entered") await moveAll(desk, [entry.toMove]);
    });
  }

  /** Follows tags that were given from outside, in the caller's transaction: `added` must be new to each person. */
  async tagged(
    desk: Desk,
    added: readonly { tenantId: string; personId: string; tag: string }[],
  ): Promise<void> {
    for (const { tenantId, personId, tag } of added) {
      await this.#reach(desk, tenantId, personId, (goal) => goal.kind === "tag_added" && goal.tag === tag);
    }
    await moveAll(desk, await enterByTag(desk, added));
  }

  /** Ends a walk by a colleague's hand. False where it was over already. */
  async stop(
    context: TenantContext,
    sessionId: string,
    outcome = "stopped by a colleague",
  ): Promise<boolean> {
    const deskFor = await this.desk(context);
    return context.db(async (trx) => {
      const desk = deskFor(trx, context.clock.now());
      const [live] = await lockSessions(trx, "s.tenant_id = $1 and s.id = $2", [context.tenantId, sessionId]);
      if (live === undefined) return false;
      await this.#end(desk, live, { state: "stopped", outcome });
      return true;
    });
  }

  /** Takes up a walk that failed, at the step where it did. Raises where the person is in another by now. */
  async retry(context: TenantContext, sessionId: string): Promise<void> {
    const now = context.clock.now();
    const wait = JSON.stringify({ kind: "parked", due: now.getTime(), why: "retry" });
    const reopened = await context.db((trx) =>
      trx.run(
        `update session set ended_at = null, outcome = null, error = null, state = 'waiting_delay', due_at = $3, seq = seq + 1,
           body = jsonb_set(body, '{wait}', $4::jsonb)
         where tenant_id = $1 and id = $2 and state = 'failed'
           and not exists (select from session o where o.tenant_id = $1 and o.person_id = session.person_id and o.ended_at is null)`,
        [context.tenantId, sessionId, now, wait],
      ),
    );
    if (reopened === 1) return;
    throw new PlatformError("This walk cannot be taken up again.", {
      code: "session.not_retryable",
      status: 409,
      hint: "Only a walk that failed can, and only while the person is in no other journey.",
    });
  }

  async #reach(
    desk: Desk,
    tenantId: string,
    personId: string,
    isGoal: (goal: { kind: string; tag?: string; plugin?: string; event?: string }) => boolean,
  ): Promise<void> {
    const [live] = await lockSessions(desk.trx, "s.tenant_id = $1 and s.person_id = $2", [
      tenantId,
      personId,
    ]);
    if (live === undefined) return;
    const journey = (await desk.versions.read(desk.trx, [live.versionId])).get(live.versionId);
    if (journey?.rules.goals.some(isGoal)) await this.#end(desk, live, GOAL);
  }

  async #end(desk: Desk, live: StoredSession, end: End): Promise<void> {
    const { tenantId, session } = live;
    const person = (await readPeople(desk.trx, [{ tenantId, personId: session.personId }])).get(
      session.personId,
    );
    if (person !== undefined) await moveAll(desk, [{ stored: live, person, input: { kind: "end", end } }]);
  }
}

async function liveDoor(trx: Transaction, tenantId: string, journeyId: string): Promise<Door | undefined> {
  const row = await trx.one<{ versionId: string | null }>(
    `select live_version as "versionId" from journey where tenant_id = $1 and id = $2`,
    [tenantId, journeyId],
  );
  return row?.versionId ? { journeyId, versionId: row.versionId } : undefined;
}

function keyed({ tenantId, id }: Person, { journeyId }: Door, key: string | undefined): { id?: string } {
  return key === undefined ? {} : { id: walkId(tenantId, id, journeyId, key) };
}

function refused(why: keyof typeof REFUSED): PlatformError {
  return new PlatformError(REFUSED[why], {
    code: "journey.not_entered",
    status: 409,
    details: { why },
    hint: "Look at the journey's rules for re-entry and for people who are busy.",
  });
}

function notFound(what: string): PlatformError {
  return new PlatformError(`There is no such ${what}.`, { code: `${what}.unknown`, status: 404 });
}

function notStarted(): PlatformError {
  return new PlatformError("Journeys are not running.", {
    code: "plugin.not_started",
    status: 503,
    retryAfter: 1,
    hint: "Try again in a moment.",
  });
}
