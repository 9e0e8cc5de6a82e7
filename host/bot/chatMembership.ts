import type { BotRole, TelegramUpdate } from "@promostack/core";
import { missingRights } from "./channelRights.ts";
import type { OutboxQueue, Statements } from "./outboxQueue.ts";
import { field, type UpdateFacts } from "./updateFacts.ts";

/**
 * What the host itself takes from updates, whatever the plugins do: who blocked the bot or came back, where the bot may post,
 * which group became a supergroup.
 */
export class ChatMembership {
  readonly #database: Statements;
  readonly #queue: OutboxQueue;
  readonly #now: () => Date;

  constructor(database: Statements, queue: OutboxQueue, now: () => Date) {
    this.#database = database;
    this.#queue = queue;
    this.#now = now;
  }

  /** `blocked`: the chat was known to have blocked the bot. Done before plugins see the update, so that their answers go out. */
  async observe(
    bot: { tenantId: string; role: BotRole },
    update: TelegramUpdate,
    { kind, chat, isPrivate }: UpdateFacts,
    blocked: boolean,
  ): Promise<void> {
    if (kind === undefined || chat === undefined) return;
    const body = update[kind];
    if (kind === "my_chat_member")
      return this.#memberChanged(bot, chat, isPrivate, field(body, "new_chat_member"));
    // Whoever writes has not blocked the bot (any more).
    if (blocked) await this.unblock(bot.tenantId, bot.role, chat);
    const to = field(body, "migrate_to_chat_id");
    if (typeof to === "number") await this.#queue.migrate(bot.tenantId, bot.role, chat, String(to));
  }

  async block(tenantId: string, role: BotRole, chat: string, reason: string): Promise<void> {
    await this.#database.query(
      `insert into host.chat_state (tenant_id, role, chat, blocked_at, reason) values ($1, $2, $3, $4, $5)
       on conflict (tenant_id, role, chat) do update set blocked_at = excluded.blocked_at, reason = excluded.reason`,
      [tenantId, role, chat, this.#now(), reason],
    );
  }

  async unblock(tenantId: string, role: BotRole, chat: string): Promise<void> {
    await this.#database.query(
      `update host.chat_state set blocked_at = null, reason = null
       where tenant_id = $1 and role = $2 and chat = $3 and blocked_at is not null`,
      [tenantId, role, chat],
    );
  }

  /** The bot may not post in this channel, as far as Telegram's answer to a message says. */
  async channelRefused(tenantId: string, role: BotRole, chat: string, problem: string): Promise<void> {
    await this.#database.query(
      `with refused as (
         update host.connection_channel set can_post = false, problem = $4, checked_at = $5
         where tenant_id = $1 and role = $2 and (chat = $3 or '@' || lower(username) = lower($3)) returning 1)
       select count(pg_notify('live', $1 || ':connections')) from (select from refused limit 1) any_refused`,
      [tenantId, role, chat, problem, this.#now()],
    );
  }

  async #memberChanged(
    { tenantId, role }: { tenantId: string; role: BotRole },
    chat: string,
    isPrivate: boolean,
    member: unknown,
  ): Promise<void> {
    const status = field(member, "status");
    const gone = status === "kicked" || status === "left";
    if (gone) {
      await this.block(
        tenantId,
        role,
        chat,
        isPrivate ? "The person blocked the bot." : "The bot was removed.",
      );
    } else await this.unblock(tenantId, role, chat);
    if (isPrivate) return;
    const [channel] = await this.#database.query<{ kind: string; type: string }>(
      "select kind, type from host.connection_channel where tenant_id = $1 and role = $2 and chat = $3",
      [tenantId, role, chat],
    );
    if (!channel) return;
    const { missing, canPost, problem } = missingRights(channel.type, channel.kind, member);
    await this.#database.query(
      `with changed as (
         update host.connection_channel set can_post = $4, missing = $5, problem = $6, checked_at = $7
         where tenant_id = $1 and role = $2 and chat = $3 returning 1)
       select count(pg_notify('live', $1 || ':connections')) from (select from changed limit 1) any_changed`,
      [tenantId, role, chat, canPost, missing, problem ?? null, this.#now()],
    );
  }
}
