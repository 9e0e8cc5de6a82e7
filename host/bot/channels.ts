import { type BotRole, type Channel, type Clock, PlatformError } from "@promostack/core";
import { uuidv7 } from "uuidv7";
import type { Database } from "../db/database.ts";
import { type AuditSource, audit } from "../identity/audit.ts";
import { missingRights } from "./channelRights.ts";
import { callApi, type FleetBot } from "./fleet.ts";
import { telegramRefusal } from "./telegramRefusal.ts";
import { field } from "./updateFacts.ts";

/** A channel with what the bot may do in it. */
export interface ChannelStatus extends Channel {
  role: BotRole;
  type: string;
  username: string | null;
  canPost: boolean;
  missing: string[];
  /** For a person; null where all is well. */
  problem: string | null;
  checkedAt: Date;
}

const COLUMNS = `role, id, chat, title, type, kind, username, can_post as "canPost", missing, problem, checked_at as "checkedAt"`;

/** The channels and groups of connected bots, each checked with Telegram. */
export class Channels {
  readonly #database: Database;
  readonly #clock: Clock;

  constructor(database: Database, clock: Clock) {
    this.#database = database;
    this.#clock = clock;
  }

  list(tenantId: string, role?: BotRole): Promise<ChannelStatus[]> {
    return this.#database.query(
      `select ${COLUMNS} from host.connection_channel where tenant_id = $1 and role = coalesce($2, role) order by role, id`,
      [tenantId, role ?? null],
    );
  }

  /** Channels of many tenants' bots in one question; a tenant without any is left out. */
  ofTenants(
    role: BotRole,
    tenantIds: readonly string[],
  ): Promise<{ tenantId: string; channels: Channel[] }[]> {
    return this.#database.query(
      `select tenant_id as "tenantId",
         json_agg(json_build_object('id', id, 'chat', chat, 'title', title, 'kind', kind) order by id) as channels
       from host.connection_channel where role = $1 and tenant_id = any($2::uuid[]) group by tenant_id`,
      [role, tenantIds],
    );
  }

  /** Looks the chat up, notes the bot's rights in it and keeps it. A chat that is known gets the new kind. */
  async add(
    bot: FleetBot,
    given: string,
    kind: Channel["kind"],
    source: AuditSource,
  ): Promise<ChannelStatus> {
    const { tenantId, role } = bot;
    const seen = await this.#look(bot, chatOf(given), kind);
    return this.#database.system(async (trx) => {
      const saved = await trx.one<ChannelStatus>(
        `insert into host.connection_channel as c (tenant_id, role, id, chat, username, title, type, kind, can_post, missing, problem,
           checked_at, created_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $12)
         on conflict (tenant_id, role, chat) do update set username = excluded.username, title = excluded.title,
           type = excluded.type, kind = excluded.kind, can_post = excluded.can_post, missing = excluded.missing,
           problem = excluded.problem, checked_at = excluded.checked_at
         returning ${COLUMNS}`,
        [
          tenantId,
          role,
          uuidv7(),
          seen.chat,
          seen.username ?? null,
          seen.title,
          seen.type,
          kind,
          seen.canPost,
          seen.missing,
          seen.problem ?? null,
          this.#clock.now(),
        ],
      );
      if (!saved) throw new Error("An insert returned no row.");
      if (seen.canPost) {
        await trx.run(
          "update host.chat_state set blocked_at = null, reason = null where tenant_id = $1 and role = $2 and chat = $3",
          [tenantId, role, seen.chat],
        );
      }
      const after = { chat: seen.chat, title: seen.title, kind };
      await audit(trx, source, { tenantId, action: "channel.added", target: `${role} ${seen.title}`, after });
      await trx.run("select pg_notify('live', $1)", [`${tenantId}:connections`]);
      return saved;
    });
  }

  /** Raises `channel.unknown` 404. */
  async remove(tenantId: string, role: BotRole, id: string, source: AuditSource): Promise<void> {
    await this.#database.system(async (trx) => {
      const gone = await trx.one<{ chat: string; title: string }>(
        "delete from host.connection_channel where tenant_id = $1 and role = $2 and id = $3 returning chat, title",
        [tenantId, role, id],
      );
      if (!gone) {
        throw new PlatformError("There is no such channel.", {
          code: "channel.unknown",
          status: 404,
          hint: "Load the page again; somebody may have removed it.",
        });
      }
      await audit(trx, source, {
        tenantId,
        action: "channel.removed",
        target: `${role} ${gone.title}`,
        before: gone,
      });
      await trx.run("select pg_notify('live', $1)", [`${tenantId}:connections`]);
    });
  }

  /** Asks Telegram again about every channel of the bot (`all`) or about those with a problem. */
  async recheck(bot: FleetBot, all: boolean): Promise<void> {
    const known = await this.list(bot.tenantId, bot.role);
    for (const { id, chat, kind, problem } of known) {
      if (!all && problem === null) continue;
      const seen = await this.#look(bot, chat, kind).catch((error) =>
        refused(telegramRefusal(error, "the channel")),
      );
      await this.#database.query(
        `with changed as (
           update host.connection_channel set can_post = $4, missing = $5, problem = $6, title = coalesce($7, title), checked_at = $8
           where tenant_id = $1 and role = $2 and id = $3 returning chat),
         freed as (
           update host.chat_state s set blocked_at = null, reason = null from changed
           where $4 and s.tenant_id = $1 and s.role = $2 and s.chat = changed.chat)
         select count(pg_notify('live', $1 || ':connections')) from changed`,
        [
          bot.tenantId,
          bot.role,
          id,
          seen.canPost,
          seen.missing,
          seen.problem ?? null,
          seen.title ?? null,
          this.#clock.now(),
        ],
      );
    }
  }

  async #look(bot: FleetBot, chat: string, kind: string) {
    try {
      const found = await callApi(bot.api, "getChat", { chat_id: chatId(chat) });
      const type = String(field(found, "type"));
      if (type === "private") {
        throw new PlatformError("This is a person, not a channel or group.", {
          code: "channel.not_a_channel",
          status: 422,
          hint: "Give the channel's @name, or its numeric id that begins with -100.",
        });
      }
      const id = field(found, "id");
      const member = await callApi(bot.api, "getChatMember", { chat_id: id, user_id: bot.botId });
      const username = field(found, "username");
      return {
        chat: String(id),
        type,
        title: String(field(found, "title") ?? chat),
        username: typeof username === "string" ? username : undefined,
        ...missingRights(type, kind, member),
      };
    } catch (error) {
      throw telegramRefusal(error, `a look at ${chat}`);
    }
  }
}

/** A Bot API chat id: numbers as numbers, `@name` as it is. */
export function chatId(chat: string): number | string {
  return /^-?[0-9]{1,15}$/.test(chat) ? Number(chat) : chat;
}

/** What a person pastes: `@name`, `t.me/name`, a numeric id. Raises `channel.invalid`. */
export function chatOf(given: string): string {
  const text = given.trim();
  if (/^-?[0-9]{1,15}$/.test(text)) return text;
  const name = /^(?:(?:https?:\/\/)?(?:www\.)?t\.me\/|@)?([A-Za-z][A-Za-z0-9_]{3,31})\/?$/.exec(text)?.[1];
  if (name) return `@${name}`;
  throw new PlatformError(`"${text}" names no chat.`, {
    code: "channel.invalid",
    status: 422,
    hint: "Give the channel's @name, its t.me address, or its numeric id that begins with -100.",
  });
}

function refused(problem: PlatformError) {
  return {
    canPost: false,
    missing: [],
    problem: `${problem.message} ${problem.hint ?? ""}`.trim(),
    title: undefined,
  };
}
