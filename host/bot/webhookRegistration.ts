import { createHash } from "node:crypto";
import type { BotRole, Log } from "@promostack/core";
import type { Api } from "grammy";
import type { Connection, ConnectionStore } from "./connectionStore.ts";
import { callApi, type Fleet } from "./fleet.ts";
import { telegramRefusal } from "./telegramRefusal.ts";
import { field } from "./updateFacts.ts";

/** What the tenant's plugins want of a bot. */
interface BotWishes {
  updateKinds(tenantId: string, role: BotRole): Promise<string[]>;
  commands(tenantId: string, role: BotRole): Promise<{ command: string; description: string }[]>;
}

export interface RegistrationParts {
  store: ConnectionStore;
  fleet: Fleet;
  wishes: BotWishes;
  mode: "webhook" | "polling";
  /** Address below which Telegram can reach this host; undefined where it cannot. */
  baseUrl: () => string | undefined;
  log: Log;
}

/** Paths of the webhooks, below the base address; the bot's public id follows. */
export const WEBHOOK_PATHS: Record<BotRole, `/api/${string}`> = {
  message_bot: "/api/telegram-webhook",
  signal_bot: "/api/forex-telegram-webhook",
};

/** The host itself needs to hear who blocked a bot and where a bot may post. */
const OWN_KINDS = ["my_chat_member"];
/** An error that Telegram reports is news for this long. */
const FRESH_ERROR_SECONDS = 600;

/** Keeps what Telegram knows of a bot as it should be: webhook, kinds of updates, commands. Failures become the connection's status. */
export class WebhookRegistration {
  readonly #parts: RegistrationParts;

  constructor(parts: RegistrationParts) {
    this.#parts = parts;
  }

  /** Kinds of updates that the bot should get, sorted. */
  async wantedKinds(tenantId: string, role: BotRole): Promise<string[]> {
    const kinds = await this.#parts.wishes.updateKinds(tenantId, role);
    return [...new Set([...kinds, ...OWN_KINDS])].sort();
  }

  /** Registers webhook and commands, whatever Telegram has now. */
  async register(connection: Connection): Promise<void> {
    await this.#guarded(connection, async (api, kinds) => {
      await this.#setWebhook(connection, api, kinds);
      await this.#setCommands(connection, api);
    });
  }

  /** Registers anew only what the plugins want differently than before. */
  async refresh(connection: Connection): Promise<void> {
    await this.#guarded(connection, async (api, kinds) => {
      const same = kinds.join() === [...connection.allowedUpdates].sort().join();
      if (!same || connection.webhookState === "failed") await this.#setWebhook(connection, api, kinds);
      await this.#setCommands(connection, api);
    });
  }

  /** Asks Telegram what it has, and registers anew where that is another address, other updates, or an error. */
  async verify(connection: Connection): Promise<void> {
    await this.#guarded(connection, async (api, kinds) => {
      await this.#setCommands(connection, api);
      const info = await api.getWebhookInfo();
      const error = freshError(info);
      if (this.#parts.mode === "polling") {
        if (info.url) await this.#setWebhook(connection, api, kinds);
        return;
      }
      const asWanted =
        info.url === this.#address(connection) &&
        [...(info.allowed_updates ?? [])].sort().join() === kinds.join() &&
        error === undefined;
      if (!asWanted) await this.#setWebhook(connection, api, kinds);
      if (!asWanted || connection.webhookState !== "ok" || connection.problem !== (error ?? null)) {
        await this.#parts.store.saveWebhook(connection, "ok", error, kinds);
      }
    });
  }

  /** Tells Telegram to send nothing more. A bot whose token is gone cannot be told, and needs not. */
  async withdraw(api: Api): Promise<void> {
    try {
      await api.deleteWebhook();
    } catch (error) {
      this.#parts.log.warn("A webhook could not be withdrawn", {
        reason: telegramRefusal(error, "it").message,
      });
    }
  }

  async #guarded(connection: Connection, work: (api: Api, kinds: string[]) => Promise<void>): Promise<void> {
    const { store, fleet, log } = this.#parts;
    const { tenantId, role } = connection;
    try {
      const bot = await fleet.bot(tenantId, role);
      if (bot?.botId !== connection.botId) return;
      await work(bot.api, await this.wantedKinds(tenantId, role));
    } catch (error) {
      const problem = telegramRefusal(error, "the webhook");
      log.warn("A bot could not be registered", { tenantId, role, reason: problem.message });
      const text = problem.hint === undefined ? problem.message : `${problem.message} ${problem.hint}`;
      await store.saveWebhook(connection, "failed", text, connection.allowedUpdates);
    }
  }

  async #setWebhook(connection: Connection, api: Api, kinds: string[]): Promise<void> {
    const { store, mode } = this.#parts;
    if (mode === "polling") {
      await api.deleteWebhook();
      return store.saveWebhook(connection, "polling", undefined, kinds);
    }
    const address = this.#address(connection);
    if (address === undefined) {
      const problem =
        "Telegram cannot reach this host: set PUBLIC_URL to its https address, or TELEGRAM_MODE=polling.";
      return store.saveWebhook(connection, "failed", problem, []);
    }
    const secret = await store.webhookSecret(connection);
    // By name: the kinds come from plugins' manifests, grammY's type is a fixed list.
    await callApi(api, "setWebhook", {
      url: address,
      secret_token: secret,
      allowed_updates: kinds,
      max_connections: 40,
    });
    await store.saveWebhook(connection, "ok", undefined, kinds);
  }

  async #setCommands(connection: Connection, api: Api): Promise<void> {
    const { store, wishes } = this.#parts;
    const commands = (await wishes.commands(connection.tenantId, connection.role)).slice(0, 100);
    const hash = createHash("sha256").update(JSON.stringify(commands)).digest("hex").slice(0, 16);
    if (hash === connection.commandsHash) return;
    await api.setMyCommands(commands);
    await store.saveCommands(connection, hash);
  }

  #address({ role, publicId }: Connection): string | undefined {
    const base = this.#parts.baseUrl();
    return base === undefined ? undefined : `${base.replace(/\/+$/, "")}${WEBHOOK_PATHS[role]}/${publicId}`;
  }
}

function freshError(info: object): string | undefined {
  const at = field(info, "last_error_date");
  const message = field(info, "last_error_message");
  // Telegram's own clock, which is the machine's as far as a ten minutes' window goes.
  if (typeof at !== "number" || Date.now() / 1000 - at > FRESH_ERROR_SECONDS) return undefined;
  return `Telegram cannot deliver updates: ${typeof message === "string" ? message : "unknown reason"}`;
}
