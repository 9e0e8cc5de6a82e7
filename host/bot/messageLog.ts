import { type Clock, type ListPage, type ListQuery, PlatformError, type Transaction } from "@promostack/core";
import type { Database } from "../db/database.ts";
import { type AuditSource, audit } from "../identity/audit.ts";
import {
  type DeadLetter,
  deadPage,
  type MessageCounts,
  type MessageEntry,
  messageCounts,
  messagePage,
} from "./messageLists.ts";

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

  /** A page of a tenant's, newest first unless asked otherwise. Read under the tenant's row security. */
  list(tenantId: string, query: ListQuery & { state?: string }): Promise<ListPage<MessageEntry>> {
    return this.#database.tenant(tenantId, (trx) => messagePage(trx, tenantId, query));
  }

  /** What a tenant's day looks like: today in its own zone, and everything that waits or failed. */
  counts(tenantId: string): Promise<MessageCounts> {
    return this.#database.tenant(tenantId, (trx) => messageCounts(trx, tenantId, this.#clock.now()));
  }

  /** A page of what was given up, of every tenant, newest first unless asked otherwise. */
  dead(query: ListQuery & { kind?: DeadLetter["kind"] }): Promise<ListPage<DeadLetter>> {
    return this.#database.system((trx) => deadPage(trx, query));
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
