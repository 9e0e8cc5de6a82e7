import {
  Conditions,
  type ListPage,
  type ListQuery,
  listPage,
  listShape,
  type Transaction,
} from "@promostack/core";
import type { Database } from "../db/database.ts";

type Queries = Pick<Database, "query">;

/** An event that was claimed for a webhook, and where it goes. */
export interface DueDelivery {
  tenantId: string;
  webhookId: string;
  eventId: string;
  event: string;
  payload: Record<string, unknown>;
  publishedAt: Date;
  attempts: number;
  address: string;
  oldSecretUntil: Date | null;
}

/** What an attempt came to. */
export interface Outcome {
  /** Null: there was no answer. */
  status: number | null;
  tookMs: number;
  answer: string | null;
  /** Null: it was taken. */
  error: string | null;
  /** Seconds for which the address wants to be left alone (`Retry-After`). */
  retryAfter?: number;
}

/** A delivery as its tenant sees it. */
export interface DeliveryRow extends Omit<Outcome, "retryAfter"> {
  id: string;
  event: string;
  state: "waiting" | "sent" | "failed";
  attempts: number;
  publishedAt: Date;
  triedAt: Date | null;
  dueAt: Date;
}

/** Longer than an attempt can take: what is claimed for longer lost its host. By the machine's clock. */
const LEASE = "30 seconds";
/** Of one webhook at a time, so that a slow address waits for itself. */
const AT_ONCE = 4;
const KEPT_SENT = "7 days";
const KEPT = "30 days";

const DUE = `d.tenant_id as "tenantId", d.webhook_id as "webhookId", d.event_id as "eventId", d.event, d.payload,
  d.published_at as "publishedAt", d.attempts, w.address, w.old_secret_until as "oldSecretUntil"`;
const OF = "tenant_id = $1 and webhook_id = $2 and event_id = $3";

const CLAIM = `
  update host.webhook_delivery d set lease_until = now() + interval '${LEASE}'
  from (
    select w.address, w.old_secret_until, free.* from host.webhook w cross join lateral (
      select tenant_id, webhook_id, event_id from host.webhook_delivery each
      where each.tenant_id = w.tenant_id and each.webhook_id = w.id and each.state = 'waiting'
        and each.due_at <= $1 and each.lease_until < now()
      order by each.due_at limit ${AT_ONCE} for update skip locked) free
    where w.active and not exists (
      select from host.webhook_delivery busy
      where busy.tenant_id = w.tenant_id and busy.webhook_id = w.id and busy.state = 'waiting' and busy.lease_until > now())
    limit $2) w
  where d.tenant_id = w.tenant_id and d.webhook_id = w.webhook_id and d.event_id = w.event_id
  returning ${DUE}`;

/** What is due by the platform's clock, claimed for this host. */
export function claimDue(database: Queries, now: Date, most: number): Promise<DueDelivery[]> {
  return database.query<DueDelivery>(CLAIM, [now, most]);
}

/** One that nobody else sends meanwhile: made for this webhook alone, on or off. */
export async function claimNew(
  trx: Transaction,
  { tenantId, webhookId }: Pick<DueDelivery, "tenantId" | "webhookId">,
  { eventId, event, payload }: Pick<DueDelivery, "eventId" | "event" | "payload">,
  now: Date,
): Promise<DueDelivery | undefined> {
  await trx.run(
    `insert into host.webhook_delivery (tenant_id, webhook_id, event_id, event, payload, published_at, due_at, lease_until)
     values ($1, $2, $3, $4, $5, $6, $6, now() + interval '${LEASE}')`,
    [tenantId, webhookId, eventId, event, JSON.stringify(payload), now],
  );
  return trx.one<DueDelivery>(
    `select ${DUE} from host.webhook_delivery d join host.webhook w on w.tenant_id = d.tenant_id and w.id = d.webhook_id
     where d.tenant_id = $1 and d.webhook_id = $2 and d.event_id = $3`,
    [tenantId, webhookId, eventId],
  );
}

/** Notes an attempt. `nextAt`: when it is tried again; null where it is over. */
export async function noteAttempt(
  trx: Transaction,
  { tenantId, webhookId, eventId }: DueDelivery,
  { status, tookMs, answer, error }: Outcome,
  now: Date,
  nextAt: Date | null,
): Promise<void> {
  await trx.run(
    `update host.webhook_delivery set attempts = attempts + 1, lease_until = '-infinity', tried_at = $4, status = $5,
       took_ms = $6, answer = $7, error = $8, due_at = coalesce($9, due_at),
       state = case when $8::text is null then 'sent' when $9::timestamptz is null then 'failed' else 'waiting' end
     where ${OF} and state = 'waiting'`,
    [tenantId, webhookId, eventId, now, status, tookMs, answer, error, nextAt],
  );
}

/** Gives back what was not sent. */
export async function release(
  database: Queries,
  { tenantId, webhookId, eventId }: DueDelivery,
): Promise<void> {
  await database.query(`update host.webhook_delivery set lease_until = '-infinity' where ${OF}`, [
    tenantId,
    webhookId,
    eventId,
  ]);
}

/** Makes it due now with all its attempts. False where it is on its way, or not there. */
export async function sendAgain(
  trx: Transaction,
  { tenantId, webhookId, eventId }: Pick<DueDelivery, "tenantId" | "webhookId" | "eventId">,
  now: Date,
): Promise<boolean> {
  const rows = await trx.run(
    `update host.webhook_delivery set state = 'waiting', attempts = 0, due_at = $4
     where ${OF} and lease_until < now()`,
    [tenantId, webhookId, eventId, now],
  );
  return rows > 0;
}

/** Forgets what was taken a week ago, and the rest after a month. */
export async function forgetOld(database: Queries, now: Date): Promise<void> {
  await database.query(
    `delete from host.webhook_delivery
     where state = 'sent' and tried_at < $1::timestamptz - interval '${KEPT_SENT}'
       or published_at < $1::timestamptz - interval '${KEPT}' and lease_until < now()`,
    [now],
  );
}

export const DELIVERIES = listShape({
  sorts: {
    published: { sql: "d.published_at", type: "timestamptz" },
    event: { sql: "d.event", type: "text" },
    state: { sql: "d.state", type: "text" },
    attempts: { sql: "d.attempts", type: "bigint" },
    status: { sql: "d.status", type: "bigint", nullable: true },
    took: { sql: "d.took_ms", type: "bigint", nullable: true },
  },
  id: { sql: "d.event_id", type: "uuid" },
  first: { sort: "published", order: "desc" },
  search: ["d.event", "d.error", "d.event_id::text"],
});

export type DeliveryQuery = ListQuery & { state?: DeliveryRow["state"] };

export function deliveryPage(
  trx: Transaction,
  webhookId: string,
  query: DeliveryQuery,
): Promise<ListPage<DeliveryRow>> {
  const conditions = new Conditions()
    .add(webhookId, (place) => `d.webhook_id = ${place}`)
    .add(query.state, (place) => `d.state = ${place}`);
  return listPage(trx, DELIVERIES, { select: ROW, from: "host.webhook_delivery d", conditions }, query);
}

export function findDelivery(
  trx: Transaction,
  webhookId: string,
  eventId: string,
): Promise<DeliveryRow | undefined> {
  return trx.one<DeliveryRow>(
    `select ${ROW} from host.webhook_delivery d where d.webhook_id = $1 and d.event_id = $2`,
    [webhookId, eventId],
  );
}

const ROW = `d.event_id as id, d.event, d.state, d.attempts, d.published_at as "publishedAt", d.tried_at as "triedAt",
  d.due_at as "dueAt", d.status, d.took_ms as "tookMs", d.answer, d.error`;
