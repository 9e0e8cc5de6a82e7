import type { Database } from "../db/database.ts";
import type { Queue } from "./adminOverview.ts";

/** Messages and windows are stamped by the platform's clock ($1), received updates by the machine's. */
const DEPTHS = `
  select name, waiting::int, dead::int, coalesce(greatest(0, extract(epoch from age)), 0)::float8 as "oldestSeconds" from (
    select 'outbox' as name, count(*) filter (where state <> 'dead' and due_at <= $1) as waiting,
      count(*) filter (where state = 'dead') as dead,
      $1 - min(due_at) filter (where state <> 'dead') as age
    from host.outbox where done_at is null or parked_at is not null
    union all
    select 'inbox', count(*) filter (where parked_at is null), count(*) filter (where parked_at is not null),
      clock_timestamp() - min(received_at) filter (where parked_at is null)
    from host.inbox where done_at is null or parked_at is not null
    union all
    select 'jobs', count(*), 0, $1 - min(window_at) from host.job_window where state in ('pending', 'running')
  ) depth`;

/** What waits to be sent, handled or run at this time of the platform's clock. */
export function queueDepths(database: Database, now: Date): Promise<Queue[]> {
  return database.query<Queue>(DEPTHS, [now]);
}
