import type { IncomingEvent, Transaction } from "@promostack/core";
import type { Database } from "../db/database.ts";
import type { Subscriber } from "./relay.ts";

/** A tenant's events for one subscriber, claimed. */
export interface Lane {
  tenantId: string;
  subscriber: string;
  wakes: number;
}

export interface Waiting {
  event: IncomingEvent;
  attempts: number;
}

const LANES = 50;
const EVENTS = 20;
const LEASE = "30 seconds";
const KEPT = "7 days";

const CLAIM = `
  update host.event_lane lane set lease_until = now() + interval '${LEASE}', claim = $1
  from (
    select tenant_id, subscriber from host.event_lane free
    where due_at <= $2 and lease_until < now() and subscriber = any($3::text[])
      and (subscriber = any($4::text[]) or exists (
        select from host.tenant_plugin p
        where p.tenant_id = free.tenant_id and p.plugin_id = free.subscriber and p.enabled and p.problem is null))
    order by due_at limit ${LANES} for update skip locked) free
  where lane.tenant_id = free.tenant_id and lane.subscriber = free.subscriber
  returning lane.tenant_id as "tenantId", lane.subscriber, lane.wakes`;

const NEXT = `
  select e.id, e.name, e.tenant_id as "tenantId", e.payload, e.published_at as "publishedAt", d.attempts
  from host.event_delivery d join host.event e on e.tenant_id = d.tenant_id and e.id = d.event_id
  where d.tenant_id = $1 and d.subscriber = $2 and d.state = 'pending' order by d.seq limit ${EVENTS}`;

/** The rows behind the relay: lanes with leases, deliveries with marks. Leases run on the machine's clock. */
export class Lanes {
  readonly #database: Database;
  readonly #claim: string;

  constructor(database: Database, claim: string) {
    this.#database = database;
    this.#claim = claim;
  }

  claim(now: Date, subscribers: readonly Subscriber[]): Promise<Lane[]> {
    const all = subscribers.map(({ plugin }) => plugin);
    const platformWide = subscribers.filter((each) => each.platformWide).map(({ plugin }) => plugin);
    return this.#database.query<Lane>(CLAIM, [this.#claim, now, all, platformWide]);
  }

  async renew(): Promise<void> {
    await this.#database.query(
      `update host.event_lane set lease_until = now() + interval '${LEASE}' where claim = $1 and lease_until > now()`,
      [this.#claim],
    );
  }

  async next({ tenantId, subscriber }: Lane): Promise<Waiting[]> {
    const rows = await this.#database.query<IncomingEvent & { attempts: number }>(NEXT, [
      tenantId,
      subscriber,
    ]);
    return rows.map(({ attempts, ...event }) => ({ event, attempts }));
  }

  /** Gives the lane back: due again at `dueAt`, or at once where an event joined since the claim; null: nothing waits. */
  async leave({ tenantId, subscriber, wakes }: Lane, dueAt: Date | null, now: Date): Promise<void> {
    await this.#database.query(
      `update host.event_lane set claim = null, lease_until = '-infinity',
         due_at = case when $4::timestamptz is null and wakes <> $5::bigint then $6::timestamptz else $4 end
       where tenant_id = $1 and subscriber = $2 and claim = $3`,
      [tenantId, subscriber, this.#claim, dueAt, wakes, now],
    );
  }

  /** In the handler's own transaction. False where it was marked before. */
  async mark(trx: Transaction, { tenantId, subscriber }: Lane, eventId: string): Promise<boolean> {
    const rows = await trx.run(
      `update host.event_delivery set state = 'done', done_at = now()
       where tenant_id = $1 and subscriber = $2 and event_id = $3 and state = 'pending'`,
      [tenantId, subscriber, eventId],
    );
    return rows > 0;
  }

  /** Counts a failed attempt. False where the handler failed after its mark was committed: then it is done. */
  async fail(
    { tenantId, subscriber }: Lane,
    eventId: string,
    error: string,
    dead: boolean,
  ): Promise<boolean> {
    const rows = await this.#database.query<{ state: string }>(
      `update host.event_delivery set error = $4, attempts = attempts + 1,
         state = case when state = 'pending' and $5::boolean then 'dead' else state end,
         done_at = case when state = 'pending' and $5::boolean then now() else done_at end
       where tenant_id = $1 and subscriber = $2 and event_id = $3 returning state`,
      [tenantId, subscriber, eventId, error, dead],
    );
    return rows[0]?.state === "pending";
  }

  /** Forgets what was delivered a week ago, and events that nobody waits for. */
  async clean(): Promise<void> {
    await this.#database.query(
      `delete from host.event_delivery where state = 'done' and done_at < now() - interval '${KEPT}'`,
    );
    await this.#database.query(
      `delete from host.event e where spread and created_at < now() - interval '${KEPT}'
         and not exists (select from host.event_delivery d where d.tenant_id = e.tenant_id and d.event_id = e.id)`,
    );
  }
}
