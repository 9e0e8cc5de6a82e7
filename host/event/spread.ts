import type { Database } from "../db/database.ts";
import { WEBHOOK_CHANNEL } from "../hook/channel.ts";
import type { Subscriber } from "./relay.ts";

const BATCH = 1_000;

const SPREAD = `
  with batch as (
    select tenant_id, id, seq, name, payload, published_at from host.event where not spread order by seq limit ${BATCH} for update),
  hears as (
    select b.tenant_id, s.plugin as subscriber, b.id, b.seq
    from batch b
    join json_to_recordset($1::json) as s(plugin text, event text, "platformWide" boolean) on s.event = b.name
    where s."platformWide" or exists (
      select from host.tenant_plugin p where p.tenant_id = b.tenant_id and p.plugin_id = s.plugin)),
  delivered as (
    insert into host.event_delivery (tenant_id, subscriber, event_id, seq)
    select tenant_id, subscriber, id, seq from hears
    on conflict do nothing returning tenant_id, subscriber),
  lanes as (
    insert into host.event_lane as lane (tenant_id, subscriber, due_at, wakes)
    select distinct tenant_id, subscriber, $2::timestamptz, 1 from delivered order by 1, 2
    on conflict (tenant_id, subscriber) do update
      set due_at = coalesce(lane.due_at, excluded.due_at), wakes = lane.wakes + 1),
  hooked as (
    insert into host.webhook_delivery (tenant_id, webhook_id, event_id, event, payload, published_at, due_at)
    select b.tenant_id, w.id, b.id, b.name, b.payload, b.published_at, $2
    from batch b join host.webhook w on w.tenant_id = b.tenant_id and w.active and b.name = any(w.events)
    on conflict do nothing)
  update host.event e set spread = true from batch b where e.tenant_id = b.tenant_id and e.id = b.id`;

/**
 * Makes a delivery of each new event for everybody who hears it: plugins that the tenant has, on or off (what is off
 * finds them when it is on again), and the tenant's webhooks that are on. Answers how many events were new. One replica at a time, or a tenant's later event could
 * overtake an earlier one.
 */
export async function spread(
  database: Database,
  now: Date,
  subscribers: readonly Subscriber[],
): Promise<number> {
  const waiting = await database.query("select 1 from host.event where not spread limit 1");
  if (waiting.length === 0) return 0;
  const pairs = subscribers.flatMap(({ plugin, events, platformWide }) =>
    events.map((event) => ({ plugin, event, platformWide })),
  );
  return database.system(async (trx) => {
    await trx.run("select pg_advisory_xact_lock(hashtextextended('promostack:event-spread', 0))");
    const found = await trx.run(SPREAD, [JSON.stringify(pairs), now]);
    if (found > 0) await trx.run("select pg_notify($1, '')", [WEBHOOK_CHANNEL]);
    return found;
  });
}
