import type { BotRole, TelegramUpdate } from "@promostack/core";
import { claimByIndex, type Statements } from "./outboxQueue.ts";
import { updateFacts } from "./updateFacts.ts";

/** A bot that an update came for. */
export interface InboxBot {
  tenantId: string;
  role: BotRole;
  botId: number;
}

export interface ClaimedUpdate extends InboxBot {
  updateId: number;
  update: TelegramUpdate;
  attempts: number;
  /** The chat was known to have blocked the bot. */
  blocked: boolean;
}

export interface UpdateMark {
  claimed: ClaimedUpdate;
  state: "done" | "again" | "dead";
  error?: string;
  /** For `again`: wait this long. */
  delayMs?: number;
  /** For `again`: nothing ran, so the attempt does not count. */
  uncounted?: boolean;
}

const ADD = `
insert into host.inbox (tenant_id, bot_id, update_id, role, queue, body) values ($1, $2, $3, $4, $5, $6)
on conflict do nothing returning seq`;

/** $1 limit, $2 lease ms. As with the outbox, only the head of a queue can be claimed. */
const CLAIM = `
with head as materialized (
  select i.tenant_id, i.bot_id, i.update_id from host.inbox i
  where i.done_at is null and i.not_before <= clock_timestamp() and i.lease_until < clock_timestamp()
    and i.seq = (
      select first.seq from host.inbox first
      where first.tenant_id = i.tenant_id and first.bot_id = i.bot_id and first.queue = i.queue and first.done_at is null
      order by first.seq limit 1)
  order by i.seq limit $1
  for update skip locked
), claimed as (
  update host.inbox i set attempts = i.attempts + 1,
    lease_until = clock_timestamp() + $2::float8 * interval '1 millisecond'
  from head h
  where i.tenant_id = h.tenant_id and i.bot_id = h.bot_id and i.update_id = h.update_id
    and i.lease_until < clock_timestamp()
  returning i.*
)
select c.tenant_id as "tenantId", c.role, c.bot_id as "botId", c.update_id as "updateId", c.body as update, c.attempts,
  s.blocked_at is not null as blocked
from claimed c
left join lateral (
  select blocked_at from host.chat_state
  where tenant_id = c.tenant_id and role = c.role and chat = c.queue limit 1) s on true
order by c.seq`;

const MARK = `
update host.inbox i set error = m.error, lease_until = '-infinity', attempts = i.attempts - m.refund,
  not_before = clock_timestamp() + m.delay * interval '1 millisecond',
  done_at = case when m.state <> 'again' then clock_timestamp() end,
  parked_at = case when m.state = 'dead' then clock_timestamp() end
from json_to_recordset($1::json) as m(tenant uuid, bot bigint, "update" bigint, attempts int, state text, error text,
  delay float8, refund int)
where i.tenant_id = m.tenant and i.bot_id = m.bot and i.update_id = m."update" and i.attempts = m.attempts`;

const EXTEND = `
update host.inbox i set lease_until = clock_timestamp() + $2::float8 * interval '1 millisecond'
from json_to_recordset($1::json) as m(tenant uuid, bot bigint, "update" bigint, attempts int)
where i.tenant_id = m.tenant and i.bot_id = m.bot and i.update_id = m."update" and i.attempts = m.attempts`;

/** Telegram's updates as a queue that any number of hosts share: each update once, in order within a chat. */
export class InboxQueue {
  readonly #database: Statements;
  readonly leaseMs: number;

  constructor(database: Statements, options: { leaseMs?: number } = {}) {
    this.#database = database;
    this.leaseMs = options.leaseMs ?? 15_000;
  }

  /** Stores an update in one statement. False where it is known already. */
  async add(bot: InboxBot, update: TelegramUpdate): Promise<boolean> {
    const values = [
      bot.tenantId,
      bot.botId,
      update.update_id,
      bot.role,
      updateFacts(update).queue,
      JSON.stringify(update),
    ];
    return (await this.#database.query(ADD, values)).length === 1;
  }

  claim(limit: number): Promise<ClaimedUpdate[]> {
    return claimByIndex(this.#database, CLAIM, [limit, this.leaseMs]);
  }

  async mark(marks: readonly UpdateMark[]): Promise<void> {
    const rows = marks.map(({ claimed, state, error, delayMs, uncounted }) => ({
      ...key(claimed),
      state,
      error: error ?? null,
      delay: delayMs ?? 0,
      refund: uncounted ? 1 : 0,
    }));
    await this.#database.query(MARK, [JSON.stringify(rows)]);
  }

  async extend(held: readonly ClaimedUpdate[]): Promise<void> {
    if (held.length > 0) await this.#database.query(EXTEND, [JSON.stringify(held.map(key)), this.leaseMs]);
  }

  /** Forgets what Telegram no longer repeats. Answers how many. */
  async purge(olderThanHours = 48): Promise<number> {
    const gone = await this.#database.query(
      `with gone as (
         delete from host.inbox where received_at < clock_timestamp() - $1::float8 * interval '1 hour' and done_at is not null
         returning tenant_id, bot_id, update_id)
       delete from host.inbox_mark m using gone g
       where m.tenant_id = g.tenant_id and m.bot_id = g.bot_id and m.update_id = g.update_id returning 1 as marked`,
      [olderThanHours],
    );
    return gone.length;
  }
}

const key = (claimed: ClaimedUpdate) => ({
  tenant: claimed.tenantId,
  bot: claimed.botId,
  update: claimed.updateId,
  attempts: claimed.attempts,
});
