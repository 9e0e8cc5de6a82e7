import {
  Conditions,
  type ListPage,
  type ListQuery,
  listPage,
  listShape,
  type Transaction,
} from "@promostack/core";

/** A message as people see it. */
export interface MessageEntry {
  id: string;
  plugin: string;
  role: string;
  chat: string;
  method: string;
  /** Beginning of its text or caption. */
  text: string | null;
  state: "pending" | "sending" | "sent" | "unknown" | "expired" | "blocked" | "dead";
  attempts: number;
  messageId: number | null;
  error: string | null;
  dueAt: Date;
  /** Next attempt, where one failed. */
  retryAt: Date | null;
  doneAt: Date | null;
}

/** What ended in the dead letters: a message that could not be sent, or an update that plugins could not handle. */
export interface DeadLetter {
  id: string;
  kind: "message" | "update";
  tenantId: string;
  tenant: string;
  role: string;
  what: string;
  error: string | null;
  attempts: number;
  at: Date;
}

/** What a tenant's outbox did today and has still to do. */
export interface MessageCounts {
  sentToday: number;
  waiting: number;
  dead: number;
  /** Whether any was ever sent, of those that are kept. */
  anySent: boolean;
}

const TEXT = "coalesce(o.payload->>'text', o.payload->>'caption')";
const TITLE = `(select channel.title from host.connection_channel channel
  where channel.tenant_id = o.tenant_id and channel.role = o.role and channel.chat = o.chat)`;

/** Ids count up with the time of writing: the newest come first by the primary key. */
export const MESSAGES = listShape({
  sorts: {
    id: { sql: "o.id", type: "uuid" },
    text: { sql: `left(${TEXT}, 200)`, type: "text", nullable: true },
    state: { sql: "o.state", type: "text" },
    chat: { sql: `coalesce(${TITLE}, o.chat)`, type: "text" },
    when: { sql: "coalesce(o.done_at, o.due_at)", type: "timestamptz" },
    plugin: { sql: "o.plugin", type: "text" },
    attempts: { sql: "o.attempts", type: "bigint" },
  },
  id: { sql: "o.id", type: "uuid" },
  first: { sort: "id", order: "desc" },
  search: [TEXT, TITLE, "o.chat", "o.state", "o.plugin", "o.method", "o.error"],
});

const ENTRY = `o.id, o.plugin, o.role, o.chat, o.method, left(${TEXT}, 200) as text, o.state, o.attempts,
  o.message_id as "messageId", o.error, o.due_at as "dueAt",
  case when o.done_at is null and isfinite(o.not_before) then o.not_before end as "retryAt", o.done_at as "doneAt"`;

/** A tenant's messages, in a transaction under its row security. */
export function messagePage(
  trx: Transaction,
  tenantId: string,
  query: ListQuery & { state?: string },
): Promise<ListPage<MessageEntry>> {
  const conditions = new Conditions()
    .add(tenantId, (place) => `o.tenant_id = ${place}`)
    .add(query.state, (place) => `o.state = ${place}`);
  // The few that were given up have an index of their own.
  if (query.state === "dead") conditions.always("o.parked_at is not null");
  return listPage(trx, MESSAGES, { select: ENTRY, from: "host.outbox o", conditions }, query);
}

const COUNTS = `
select
  (select count(*) from host.outbox where tenant_id = tenant.id and state = 'sent' and done_at >= day.begins) as "sentToday",
  (select count(*) from host.outbox where tenant_id = tenant.id and done_at is null and state in ('pending', 'sending')) as waiting,
  (select count(*) from host.outbox where tenant_id = tenant.id and parked_at is not null and state = 'dead') as dead,
  exists (select from host.outbox where tenant_id = tenant.id and done_at is not null and state = 'sent') as "anySent"
from host.tenant tenant,
  lateral (select date_trunc('day', $2::timestamptz at time zone tenant.timezone) at time zone tenant.timezone as begins) day
where tenant.id = $1`;

/** Counted over all of a tenant's messages; today is the day of `now` in the tenant's own zone. */
export async function messageCounts(trx: Transaction, tenantId: string, now: Date): Promise<MessageCounts> {
  const counts = await trx.one<MessageCounts>(COUNTS, [tenantId, now]);
  return counts ?? { sentToday: 0, waiting: 0, dead: 0, anySent: false };
}

/** Several may have been given up in one instant, so that a time alone marks no place. */
export const DEAD_LETTERS = listShape({
  sorts: {
    at: { sql: "at", type: "timestamptz" },
    what: { sql: "what", type: "text" },
    kind: { sql: "kind", type: "text" },
    tenant: { sql: "lower(tenant)", type: "text" },
    error: { sql: "left(error, 200)", type: "text", nullable: true },
    attempts: { sql: "attempts", type: "bigint" },
  },
  id: { sql: "id", type: "text" },
  first: { sort: "at", order: "desc" },
  search: ["what", "tenant", "error", "kind"],
});

/** Both kinds are found by indexes that hold nothing but what was given up. */
const DEAD = `(
  select o.id::text as id, 'message' as kind, o.tenant_id, t.name as tenant, o.role,
    o.method || ' to ' || o.chat as what, o.error, o.attempts, o.parked_at as at
  from host.outbox o join host.tenant t on t.id = o.tenant_id where o.parked_at is not null
  union all
  select i.bot_id || '-' || i.update_id, 'update', i.tenant_id, t.name, i.role,
    'update ' || i.update_id || ' of ' || i.queue, i.error, i.attempts, i.parked_at
  from host.inbox i join host.tenant t on t.id = i.tenant_id where i.parked_at is not null
) dead`;

/** What was given up of every tenant, in a transaction of the platform's. */
export function deadPage(
  trx: Transaction,
  query: ListQuery & { kind?: DeadLetter["kind"] },
): Promise<ListPage<DeadLetter>> {
  const conditions = new Conditions().add(query.kind, (place) => `kind = ${place}`);
  const select = 'id, kind, tenant_id as "tenantId", tenant, role, what, error, attempts, at';
  return listPage(trx, DEAD_LETTERS, { select, from: DEAD, conditions }, query);
}
