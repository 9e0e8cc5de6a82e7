import {
  type Clock,
  PlatformError,
  type SentMessage,
  type TenantMessage,
  type Transaction,
} from "@promostack/core";
import { uuidv7 } from "uuidv7";
import type { SentTo } from "../plugin/ports.ts";
import { isPaced, queueOf } from "./chatPace.ts";
import { messageProblem } from "./messageRules.ts";

/** Rows of one statement: keeps the parameter at some megabytes. */
const CHUNK = 20_000;

const ADD = `
with added as (
  insert into host.outbox (tenant_id, id, plugin, dedupe_key, role, chat, queue, paced, method, payload, priority, due_at,
    expires_at, after_crash, refers_key, refers_as, report, created_at)
  select m."tenantId", m.id, $2, m."dedupeKey", m.role, m.chat, m.queue, m.paced, m.method, m.payload, m.priority, m."dueAt",
    m."expiresAt", m."afterCrash", m."refersKey", m."refersAs", m.report, $3
  from json_to_recordset($1::json) as m("tenantId" uuid, id uuid, "dedupeKey" text, role text, chat text, queue text,
    paced boolean, method text, payload json, priority smallint, "dueAt" timestamptz, "expiresAt" timestamptz,
    "afterCrash" text, "refersKey" text, "refersAs" text, report text)
  on conflict (tenant_id, dedupe_key) do nothing
  returning tenant_id
)
select (select count(*) from added) as added,
  (select count(pg_notify('outbox', '')) from (select from added limit 1) any_added) as told`;

const SENT_BY_OTHERS = `
select sent.* from unnest($3::text[]) as asked(chat), lateral (
  select o.id, o.plugin as by, o.chat, o.method, o.payload, o.created_at as at,
    case when o.done_at is not null then o.state end as outcome
  from host.outbox o
  where o.tenant_id = $1 and o.role = $2 and o.chat = asked.chat and o.paced and o.plugin <> $4
    and o.method like 'send%'
    and ($5::uuid is null or o.id < $5)
  order by o.id desc limit $6) sent
order by sent.id desc`;

/** Writes messages beside the change that caused them. The dispatchers take them from there. */
export class Outbox {
  readonly #clock: Clock;
  readonly #listeners: ((message: TenantMessage) => void)[] = [];

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Hears of every message that is added in this process, before its transaction commits. */
  onAdd(listener: (message: TenantMessage) => void): void {
    this.#listeners.push(listener);
  }

  /**
   * Adds any number of messages of any tenants in the caller's transaction (a tenant's own, or one across tenants) and
   * answers how many were new: a dedupe key that the tenant has used is not added again. A message that Telegram would
   * refuse raises `message.invalid` and nothing is added.
   */
  async add(trx: Transaction, plugin: string, messages: readonly TenantMessage[]): Promise<number> {
    const now = this.#clock.now();
    let added = 0;
    for (let from = 0; from < messages.length; from += CHUNK) {
      const rows = messages.slice(from, from + CHUNK).map((message) => row(message, now, plugin));
      const answer = await trx.one<{ added: number }>(ADD, [JSON.stringify(rows), plugin, now]);
      added += answer?.added ?? 0;
    }
    for (const listener of this.#listeners) for (const message of messages) listener(message);
    return added;
  }

  /**
   * Takes back messages that no dispatcher has claimed yet, and answers their dedupe keys. Their sender hears no report: it knows.
   * A claim that commits first wins, because the update looks at the row again when it has waited for it.
   */
  async withdraw(
    trx: Transaction,
    plugin: string,
    tenantId: string,
    dedupeKeys: readonly string[],
  ): Promise<string[]> {
    const gone = await trx.many<{ key: string }>(
      `update host.outbox set state = 'expired', done_at = $4, error = 'Taken back before it was sent.'
       where tenant_id = $1 and plugin = $2 and dedupe_key = any($3::text[]) and state = 'pending' and attempts = 0
         and done_at is null
       returning dedupe_key as key`,
      [tenantId, plugin, dedupeKeys, this.#clock.now()],
    );
    return gone.map(({ key }) => key);
  }

  /**
   * Empties messages that were sent, given up or taken back: their rows count on, what they said is gone, and so is their chat. One that is on its way
   * is left as it is: it cannot be sent empty.
   */
  async forget(
    trx: Transaction,
    plugin: string,
    tenantId: string,
    dedupeKeys: readonly string[],
  ): Promise<void> {
    await trx.run(
      `update host.outbox set payload = '{}', chat = '0', queue = '0', error = null, result = null, parked_at = null
       where tenant_id = $1 and plugin = $2 and dedupe_key = any($3::text[]) and done_at is not null`,
      [tenantId, plugin, dedupeKeys],
    );
  }

  /**
   * Messages to chats that other plugins wrote, the newest first: of each chat at most `limit`, by its own index. `by` is the plugin's id.
   */
  sentByOthers(
    trx: Transaction,
    plugin: string,
    tenantId: string,
    { role, chats, before, limit }: SentTo,
  ): Promise<SentMessage[]> {
    return trx.many<SentMessage>(SENT_BY_OTHERS, [tenantId, role, chats, plugin, before ?? null, limit]);
  }
}

function row(message: TenantMessage, now: Date, plugin: string) {
  const problem = messageProblem(message);
  if (problem !== undefined) throw invalid(message, problem, plugin);
  const { tenantId, role, chat, method, payload, dedupeKey, dueAt, expiresAt, refersTo } = message;
  return {
    tenantId,
    id: uuidv7(),
    dedupeKey,
    role,
    chat,
    queue: queueOf(method, chat),
    paced: isPaced(method),
    method,
    payload,
    priority: message.priority ?? 5,
    // A time that has passed means now: nothing written later may come before what was due when it was written.
    dueAt: dueAt !== undefined && dueAt > now ? dueAt : now,
    expiresAt: expiresAt ?? null,
    afterCrash: message.afterCrash ?? "skip",
    refersKey: refersTo?.dedupeKey ?? null,
    refersAs: refersTo?.as ?? null,
    report: message.report ?? null,
  };
}

function invalid(message: TenantMessage, problem: string, plugin: string): PlatformError {
  return new PlatformError(`${message.method} "${message.dedupeKey}" cannot be sent: ${problem}.`, {
    code: "message.invalid",
    status: 422,
    hint: "Shorten or correct the message; the Bot API's limits are listed at core.telegram.org/bots/api.",
    plugin,
    details: { dedupeKey: message.dedupeKey, method: message.method, problem },
  });
}
