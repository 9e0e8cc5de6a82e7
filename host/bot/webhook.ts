import { timingSafeEqual } from "node:crypto";
import {
  type BotRole,
  type Disposable,
  type Log,
  PlatformError,
  reply,
  type TelegramUpdate,
  Type,
} from "@promostack/core";
import { LRUCache } from "lru-cache";
import { type HostRoute, hostRoute } from "../http/hostRoute.ts";
import { type Connection, hashSecret } from "./connectionStore.ts";
import type { InboxBot } from "./inboxQueue.ts";
import { isUpdate } from "./updateFacts.ts";
import { WEBHOOK_PATHS } from "./webhookRegistration.ts";

export interface WebhookParts {
  /** Looks a connection up by the last part of its address. */
  find: (publicId: string) => Promise<Connection | undefined>;
  /** Stores an update: one statement. False where it is known. */
  add: (bot: InboxBot, update: TelegramUpdate) => Promise<boolean>;
  /** Something new is stored. */
  stored: () => void;
  listen: (channel: string, onNotify: (payload: string) => void) => Promise<Disposable>;
  log: Log;
}

const NOBODY = "nobody";
const UNKNOWN_FOR_MS = 5_000;

/**
 * Takes Telegram's updates in: finds the bot by its address, compares the secret in constant time, stores the update, answers 200.
 * Nothing else happens here: Telegram holds a chat's next update back until we answer.
 */
export class Webhook {
  readonly #parts: WebhookParts;
  readonly #known = new LRUCache<string, Connection | typeof NOBODY>({ max: 20_000 });

  constructor(parts: WebhookParts) {
    this.#parts = parts;
  }

  /** Forgets connections as they change. To be called before the first request. */
  watch(): Promise<Disposable> {
    return this.#parts.listen("connections", (key) => this.#forget(key));
  }

  routes(): HostRoute[] {
    return (["message_bot", "signal_bot"] as const).map((role) =>
      hostRoute({
        method: "POST",
        path: `${WEBHOOK_PATHS[role]}/:publicId`,
        permission: "public",
        fast: true,
        summary: `Telegram's updates for a ${role === "message_bot" ? "message" : "signal"} bot`,
        input: { params: PARAMS, output: Type.Object({ ok: Type.Boolean() }) },
        // Updates are some kilobytes; Telegram sends as fast as it is answered.
        limits: { perMinute: 1_000_000, bodyBytes: 512 * 1024 },
        handle: ({ rawBody }, { params, headers }) => this.receive(role, params.publicId, headers, rawBody),
      }),
    );
  }

  /** One request of Telegram's. Raises 404 for an unknown address, 401 for a wrong secret, 400 for no update, 503 for a database in trouble. */
  async receive(
    role: BotRole,
    publicId: string,
    headers: Readonly<Record<string, string | undefined>>,
    rawBody: string,
  ) {
    const connection = await this.#find(publicId);
    if (connection === undefined || connection.role !== role)
      throw refusal(404, "unknown", "No bot listens at this address.");
    // Of equal length always, because both are hashes.
    const given = hashSecret(headers["x-telegram-bot-api-secret-token"] ?? "");
    if (!timingSafeEqual(given, connection.secretHash))
      throw refusal(401, "secret_wrong", "The secret is missing or wrong.");
    const update = parse(rawBody);
    if (!isUpdate(update)) throw refusal(400, "no_update", "The body is not a Telegram update.");
    const { tenantId, botId } = connection;
    const isNew = await this.#parts
      .add({ tenantId, role, botId }, update)
      .catch((error) => this.#unavailable(error));
    if (isNew) this.#parts.stored();
    return reply(200, { ok: true });
  }

  async #find(publicId: string): Promise<Connection | undefined> {
    const known = this.#known.get(publicId);
    if (known !== undefined) return known === NOBODY ? undefined : known;
    const found = await this.#parts.find(publicId).catch((error) => this.#unavailable(error));
    // Guessers must not reach the database with each guess.
    this.#known.set(publicId, found ?? NOBODY, found ? {} : { ttl: UNKNOWN_FOR_MS });
    return found;
  }

  #forget(key: string): void {
    for (const [publicId, known] of this.#known.entries()) {
      if (key === "" || known === NOBODY || `${known.tenantId}:${known.role}` === key)
        this.#known.delete(publicId);
    }
  }

  #unavailable(error: unknown): never {
    this.#parts.log.error("An update could not be stored; Telegram is asked to repeat it", { error });
    throw new PlatformError("The update could not be stored.", {
      code: "webhook.unavailable",
      status: 503,
      hint: "Send it again.",
      retryAfter: 5,
      cause: error,
    });
  }
}

const PARAMS = Type.Object({ publicId: Type.String({ maxLength: 64 }) });

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Not JSON is not an update: the caller answers 400.
    return undefined;
  }
}

function refusal(status: number, what: string, message: string): PlatformError {
  return new PlatformError(message, { code: `webhook.${what}`, status });
}
