import { type Clock, PlatformError, type Transaction } from "@promostack/core";
import type { Database } from "../db/database.ts";
import { type AuditSource, audit } from "../identity/audit.ts";

/** A message as people see it. */
export interface MessageEntry {
  id: string;
  plugin: string;
  role: string;
  chat: string;
  method: string;
  /** Beginning of its text or caption. */
  text: string | null;
  state: string;
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

const ENTRY = `id, plugin, role, chat, method, left(coalesce(payload->>'text', payload->>'caption'), 200) as text, state, attempts,
  message_id as "messageId", error, due_at as "dueAt",
  case when done_at is null and isfinite(not_before) then not_before end as "retryAt", done_at as "doneAt"`;

const DEAD = `
select * from (
  (select o.id::text as id, 'message' as kind, o.tenant_id as "tenantId", t.name as tenant, o.role,
    o.method || ' to ' || o.chat as what, o.error, o.attempts, o.parked_at as at
   from host.outbox o join host.tenant t on t.id = o.tenant_id
   where o.parked_at is not null and ($1::timestamptz is null or o.parked_at < $1)
   order by o.parked_at desc limit $2)
  union all
  (select i.bot_id || '-' || i.update_id, 'update', i.tenant_id, t.name, i.role,
    'update ' || i.update_id || ' of ' || i.queue, i.error, i.attempts, i.parked_at
   from host.inbox i join host.tenant t on t.id = i.tenant_id
   where i.parked_at is not null and ($1::timestamptz is null or i.parked_at < $1)
   order by i.parked_at desc limit $2)
) dead order by at desc limit $2`;

const RETRY = `
update host.outbox set state = 'pending', attempts = 0, done_at = null, parked_at = null, error = null, report_due = null,
  not_before = '-infinity', due_at = $3, expires_at = case when expires_at > $3 then expires_at end
where tenant_id = coalesce($1, tenant_id) and id = $2 and state in ('dead', 'unknown')
returning tenant_id as "tenantId", role, chat, method`;

/** Messages and dead letters, for people. */
export class MessageLog {
  readonly #database: Database;
  readonly #clock: Clock;

  constructor(database: Database, clock: Clock) {
    this.#database = database;
    this.#clock = clock;
  }

  /** Newest first; `after` is the last id of the page before. Read under the tenant's row security. */
  list(tenantId: string, page: { state?: string; after?: string; limit: number }): Promise<MessageEntry[]> {
    const parked = page.state === "dead" ? "and parked_at is not null" : "";
    return this.#database.tenant(tenantId, (trx) =>
      trx.many<MessageEntry>(
        `select ${ENTRY} from host.outbox
         where tenant_id = $1 ${parked} and state = coalesce($2, state) and ($3::uuid is null or id < $3)
         order by id desc limit $4`,
        [tenantId, page.state ?? null, page.after ?? null, page.limit],
      ),
    );
  }

  /** Newest first, of every tenant; `before` is the last time of the page before. */
  dead(page: { before?: Date; limit: number }): Promise<DeadLetter[]> {
    return this.#database.query(DEAD, [page.before ?? null, page.limit]);
  }

  /**
   * Sends a dead (or doubtful) message once more, or hands an update once more to the plugins. `tenantId` undefined: any tenant's.
   * Raises `message.unknown` 404.
   */
  async retry(tenantId: string | undefined, id: string, source: AuditSource): Promise<void> {
    await this.#database.system(async (trx) => {
      const update = /^([0-9]{1,15})-([0-9]{1,15})$/.exec(id);
      const found = update
        ? await this.#retryUpdate(trx, tenantId, Number(update[1]), Number(update[2]))
        : await this.#retryMessage(trx, tenantId, id);
      if (!found) {
        throw new PlatformError("There is no such dead letter.", {
          code: "message.unknown",
          status: 404,
          hint: "Load the list again: somebody may have sent it meanwhile.",
        });
      }
      await audit(trx, source, { tenantId: found.tenantId, action: "message.retried", target: found.what });
      await trx.run("select pg_notify('outbox', ''), pg_notify('live', $1)", [`${found.tenantId}:messages`]);
    });
  }

  /** Forgets what has long ended: messages after `days`, chats that nobody wrote to since. Dead letters stay until they are retried or as old. */
  async purge(days = 90): Promise<void> {
    const before = new Date(this.#clock.now().getTime() - days * 86_400_000);
    await this.#database.query(
      "delete from host.outbox where created_at < $1 and done_at < $1 and report_due is null",
      [before],
    );
    const idle = new Date(this.#clock.now().getTime() - 3_600_000);
    await this.#database.query(
      "delete from host.chat_state where blocked_at is null and tat < $1 and paused_until < $1",
      [idle],
    );
  }

  async #retryMessage(trx: Transaction, tenantId: string | undefined, id: string) {
    if (!/^[0-9a-f-]{36}$/i.test(id)) return undefined;
    const row = await trx.one<{ tenantId: string; role: string; chat: string; method: string }>(RETRY, [
      tenantId ?? null,
      id,
      this.#clock.now(),
    ]);
    return row && { tenantId: row.tenantId, what: `${row.method} to ${row.chat} by ${row.role}` };
  }

  async #retryUpdate(trx: Transaction, tenantId: string | undefined, botId: number, updateId: number) {
    const row = await trx.one<{ tenantId: string }>(
      `update host.inbox set done_at = null, parked_at = null, attempts = 0, error = null, not_before = '-infinity'
       where tenant_id = coalesce($1, tenant_id) and bot_id = $2 and update_id = $3 and parked_at is not null
       returning tenant_id as "tenantId"`,
      [tenantId ?? null, botId, updateId],
    );
    return row && { tenantId: row.tenantId, what: `update ${updateId} of bot ${botId}` };
  }
}
