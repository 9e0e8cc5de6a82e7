import type { Database } from "../db/database.ts";
import { EVENT_CHANNEL } from "./outbox.ts";

export interface EventBacklog {
  subscriber: string;
  pending: number;
  dead: number;
  /** Age of the oldest that waits, in seconds of the platform's clock. */
  oldestSeconds: number;
}

export interface DeadEvent {
  tenantId: string;
  eventId: string;
  subscriber: string;
  name: string;
  attempts: number;
  error: string;
  publishedAt: Date;
}

/** How much waits or lies dead, by subscriber. */
export function backlog(database: Database, now: Date): Promise<EventBacklog[]> {
  return database.query<EventBacklog>(
    `select d.subscriber, count(*) filter (where d.state = 'pending') as pending,
       count(*) filter (where d.state = 'dead') as dead,
       greatest(0, coalesce(extract(epoch from
         $1::timestamptz - min(e.published_at) filter (where d.state = 'pending')), 0))::float8 as "oldestSeconds"
     from host.event_delivery d join host.event e on e.tenant_id = d.tenant_id and e.id = d.event_id
     where d.state <> 'done' group by d.subscriber order by d.subscriber`,
    [now],
  );
}

/** Deliveries that were given up, newest first. */
export function deadEvents(database: Database, tenantId?: string): Promise<DeadEvent[]> {
  return database.query<DeadEvent>(
    `select d.tenant_id as "tenantId", d.event_id as "eventId", d.subscriber, e.name, d.attempts,
       coalesce(d.error, '') as error, e.published_at as "publishedAt"
     from host.event_delivery d join host.event e on e.tenant_id = d.tenant_id and e.id = d.event_id
     where d.state = 'dead' and ($1::uuid is null or d.tenant_id = $1) order by d.done_at desc limit 200`,
    [tenantId ?? null],
  );
}

/** Gives a dead delivery all its attempts again. False where it is not dead. */
export function retryEvent(
  database: Database,
  now: Date,
  delivery: { tenantId: string; subscriber: string; eventId: string },
): Promise<boolean> {
  const { tenantId, subscriber, eventId } = delivery;
  return database.system(async (trx) => {
    const rows = await trx.run(
      `update host.event_delivery set state = 'pending', attempts = 0, done_at = null
       where tenant_id = $1 and subscriber = $2 and event_id = $3 and state = 'dead'`,
      [tenantId, subscriber, eventId],
    );
    if (rows === 0) return false;
    await trx.run(
      `insert into host.event_lane as lane (tenant_id, subscriber, due_at, wakes) values ($1, $2, $3, 1)
       on conflict (tenant_id, subscriber) do update set due_at = $3, wakes = lane.wakes + 1`,
      [tenantId, subscriber, now],
    );
    await trx.run("select pg_notify($1, '')", [EVENT_CHANNEL]);
    return true;
  });
}
