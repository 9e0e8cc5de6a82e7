import { randomBytes } from "node:crypto";
import {
  type BotIdentity,
  type BotRole,
  botNotConfigured,
  type Channel,
  type Clock,
  type Disposable,
  type Log,
  PlatformError,
} from "@promostack/core";
import type { Database } from "../db/database.ts";
import { type AuditSource, audit } from "../identity/audit.ts";
import { lookUpBot } from "./botToken.ts";
import { type ChannelStatus, type Channels, chatId, chatOf } from "./channels.ts";
import type { Connection, ConnectionStore } from "./connectionStore.ts";
import { type ConnectionView, connectionView, unconnected } from "./connectionView.ts";
import { callApi, type Fleet, type FleetBot } from "./fleet.ts";
import { telegramRefusal } from "./telegramRefusal.ts";
import { field } from "./updateFacts.ts";
import type { WebhookRegistration } from "./webhookRegistration.ts";

export interface ConnectionsParts {
  database: Database;
  store: ConnectionStore;
  fleet: Fleet;
  channels: Channels;
  registration: WebhookRegistration;
  clock: Clock;
  log: Log;
}

export interface TestResult {
  ok: boolean;
  /** What happened, in a sentence. */
  message: string;
  hint?: string;
  messageId?: number;
}

const ROLES: readonly BotRole[] = ["signal_bot", "message_bot"];
const UNIQUE_VIOLATION = "23505";

/** One source of truth for a tenant's bots and channels. */
export class Connections {
  readonly #parts: ConnectionsParts;

  constructor(parts: ConnectionsParts) {
    this.#parts = parts;
  }

  /** Both roles, connected or not. */
  async list(tenantId: string): Promise<ConnectionView[]> {
    const { store, channels } = this.#parts;
    const [connections, known] = await Promise.all([store.list(tenantId), channels.list(tenantId)]);
    return Promise.all(
      ROLES.map(async (role) => {
        const connection = connections.find((each) => each.role === role);
        const own = known.filter((channel) => channel.role === role);
        return connection
          ? connectionView(connection, own, await store.last4(connection))
          : unconnected(role);
      }),
    );
  }

  /** Bot and channels. Raises `bot.not_configured`. */
  async identity(tenantId: string, role: BotRole): Promise<BotIdentity> {
    const { store, channels } = this.#parts;
    const connection = await store.find(tenantId, role);
    if (!connection) throw botNotConfigured(role);
    const known = await channels.list(tenantId, role);
    return {
      role,
      botId: String(connection.botId),
      username: connection.username,
      channels: known.map(({ id, chat, title, kind }): Channel => ({ id, chat, title, kind })),
    };
  }

  /** Token, username and channels, for the host itself; never for a plugin or an answer. Raises `bot.not_configured`. */
  async credentials(tenantId: string, role: BotRole): Promise<BotIdentity & { token: string }> {
    const [identity, credential] = await Promise.all([
      this.identity(tenantId, role),
      this.#parts.store.credential(tenantId, role),
    ]);
    if (!credential) throw botNotConfigured(role);
    return { ...identity, token: credential.token };
  }

  /**
   * Saves a bot in place of whichever the role had: token checked with Telegram, webhook registered with a fresh secret.
   * Raises `connection.token_invalid`, `connection.token_rejected`, `connection.bot_in_use`, `connection.telegram_unreachable`.
   */
  async connect(
    { tenantId, role, token }: { tenantId: string; role: BotRole; token: string },
    source: AuditSource = UNASKED,
  ): Promise<ConnectionView> {
    const { store, fleet, registration, channels, log } = this.#parts;
    const me = await lookUpBot(fleet, token.trim());
    await this.#refuseTaken(tenantId, role, me.id);
    const before = await store.find(tenantId, role);
    const old = before && before.botId !== me.id ? await this.#leaving(tenantId, role) : undefined;
    const publicId = randomBytes(16).toString("base64url");
    const secretHash = await store.keepSecrets(tenantId, publicId, token.trim());
    const saved = {
      tenantId,
      role,
      publicId,
      botId: me.id,
      username: me.username,
      name: me.first_name,
      secretHash,
    };
    try {
      await this.#parts.database.system(async (trx) => {
        await store.save(trx, saved, me, before);
        await audit(trx, source, {
          tenantId,
          action: before ? "connection.replaced" : "connection.connected",
          target: `${role} @${me.username}`,
          ...(before ? { before: { botId: before.botId, username: before.username } } : {}),
          after: { botId: me.id, username: me.username },
        });
      });
    } catch (error) {
      await store.dropSecrets(tenantId, publicId);
      if (
        field(error, "code") === UNIQUE_VIOLATION ||
        field(field(error, "cause"), "code") === UNIQUE_VIOLATION
      ) {
        await this.#refuseTaken(tenantId, role, me.id);
      }
      throw error;
    }
    fleet.forget(`${tenantId}:${role}`);
    if (before) await store.dropSecrets(tenantId, before.publicId);
    if (old) await registration.withdraw(old.api);
    const bot = await this.#bot(tenantId, role);
    const connection = await store.find(tenantId, role);
    if (connection) await registration.register(connection);
    await channels
      .recheck(bot, true)
      .catch((error) => log.warn("Channels were not checked", { tenantId, role, error }));
    return this.#one(tenantId, role);
  }

  /** Disconnects whatever bots the tenant has. */
  async disconnectAll(tenantId: string): Promise<void> {
    for (const { role } of await this.#parts.store.list(tenantId)) await this.disconnect(tenantId, role);
  }

  /** Forgets bot, channels, token and secret, and tells Telegram to send nothing more. Raises `bot.not_configured`. */
  async disconnect(tenantId: string, role: BotRole, source: AuditSource = UNASKED): Promise<void> {
    const { store, fleet, registration, database } = this.#parts;
    const connection = await store.find(tenantId, role);
    if (!connection) throw botNotConfigured(role);
    const bot = await this.#leaving(tenantId, role);
    await database.system(async (trx) => {
      await store.remove(trx, connection);
      const { botId, username } = connection;
      const target = `${role} @${username}`;
      await audit(trx, source, {
        tenantId,
        action: "connection.removed",
        target,
        before: { botId, username },
      });
    });
    fleet.forget(`${tenantId}:${role}`);
    await store.dropSecrets(tenantId, connection.publicId);
    if (bot) await registration.withdraw(bot.api);
  }

  /** Raises `bot.not_configured`, `connection.telegram_refused`, `channel.invalid`. */
  async addChannel(
    { tenantId, role, chat, kind }: { tenantId: string; role: BotRole; chat: string; kind: Channel["kind"] },
    source: AuditSource = UNASKED,
  ): Promise<ChannelStatus> {
    return this.#parts.channels.add(await this.#bot(tenantId, role), chat, kind, source);
  }

  removeChannel(tenantId: string, role: BotRole, id: string, source: AuditSource): Promise<void> {
    return this.#parts.channels.remove(tenantId, role, id, source);
  }

  /** Posts one message to the chat at once and says what happened. Raises only `bot.not_configured` and `channel.invalid`. */
  async test(tenantId: string, role: BotRole, given: string): Promise<TestResult> {
    const bot = await this.#bot(tenantId, role);
    const chat = chatOf(given);
    try {
      const text = `Test message of @${bot.username}. The connection works.`;
      const sent = await callApi(bot.api, "sendMessage", { chat_id: chatId(chat), text });
      const title = field(field(sent, "chat"), "title") ?? field(field(sent, "chat"), "first_name") ?? chat;
      const id = field(sent, "message_id");
      const message = `@${bot.username} posted a message to ${title}.`;
      return { ok: true, message, ...(typeof id === "number" ? { messageId: id } : {}) };
    } catch (error) {
      const { message, hint } = telegramRefusal(error, "the message");
      return { ok: false, message, ...(hint === undefined ? {} : { hint }) };
    }
  }

  /**
   * Asks Telegram about every bot's webhook and puts right what differs; looks again at channels with a problem. To be called
   * once the host listens, and every few minutes by one of the replicas.
   */
  async verifyWebhooks(signal?: AbortSignal): Promise<{ checked: number }> {
    const { store } = this.#parts;
    let checked = 0;
    for (let after = ""; ; ) {
      const page = await store.page(after, 20);
      const last = page.at(-1);
      if (!last || signal?.aborted) return { checked };
      await Promise.all(page.map((connection) => this.#verify(connection)));
      checked += page.length;
      after = last.publicId;
    }
  }

  /** A plugin was enabled or disabled, or its release changed: registers the kinds of updates and the commands that differ. */
  async refresh(tenantId: string): Promise<void> {
    const { store, registration } = this.#parts;
    for (const connection of await store.list(tenantId)) await registration.refresh(connection);
  }

  /** Follows connections that other replicas change, and plugins that tenants enable or disable. */
  async watch(): Promise<Disposable> {
    const { database, fleet, log } = this.#parts;
    const lines = [
      await database.listen("connections", (key) => fleet.forget(key)),
      await database.listen("live", (payload) => {
        const [tenantId, topic] = payload.split(":");
        if (tenantId && topic === "plugins") {
          this.refresh(tenantId).catch((error) => log.warn("A bot was not refreshed", { tenantId, error }));
        }
      }),
    ];
    return {
      label: "connections",
      dispose: async () => {
        for (const line of lines) await line.dispose();
      },
    };
  }

  /** A bot that is about to go, so that it can be told; undefined where its token cannot be read any more. */
  async #leaving(tenantId: string, role: BotRole): Promise<FleetBot | undefined> {
    try {
      return await this.#parts.fleet.bot(tenantId, role);
    } catch (error) {
      this.#parts.log.warn("A bot cannot be told that it is disconnected", { tenantId, role, error });
      return undefined;
    }
  }

  async #verify(connection: Connection): Promise<void> {
    const { registration, channels, fleet, log } = this.#parts;
    const { tenantId, role } = connection;
    try {
      await registration.verify(connection);
      const bot = await fleet.bot(tenantId, role);
      if (bot) await channels.recheck(bot, false);
    } catch (error) {
      log.warn("A connection could not be verified", { tenantId, role, error });
    }
  }

  async #refuseTaken(tenantId: string, role: BotRole, botId: number): Promise<void> {
    const taken = await this.#parts.store.byBotId(botId);
    if (!taken || (taken.tenantId === tenantId && taken.role === role)) return;
    const own = taken.tenantId === tenantId;
    throw new PlatformError(
      own
        ? "This bot is already connected as your other bot."
        : "This bot is already connected to another tenant of this platform.",
      {
        code: "connection.bot_in_use",
        status: 409,
        hint: own
          ? "Each role needs a bot of its own: make a second one with @BotFather, or remove this one from the other role."
          : "One bot serves one tenant. Remove it there first, or make a new bot with @BotFather.",
      },
    );
  }

  async #bot(tenantId: string, role: BotRole): Promise<FleetBot> {
    const bot = await this.#parts.fleet.bot(tenantId, role);
    if (!bot) throw botNotConfigured(role);
    return bot;
  }

  async #one(tenantId: string, role: BotRole): Promise<ConnectionView> {
    const view = (await this.list(tenantId)).find((each) => each.role === role);
    return view ?? unconnected(role);
  }
}

const UNASKED: AuditSource = { requestId: "host", address: "" };
