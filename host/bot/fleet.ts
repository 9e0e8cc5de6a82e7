import type { BotRole } from "@promostack/core";
import { Api } from "grammy";
import { LRUCache } from "lru-cache";

/** What the fleet needs to speak for a tenant's bot. The token stays inside this room. */
export interface BotCredential {
  tenantId: string;
  role: BotRole;
  botId: number;
  username: string;
  token: string;
}

/** A connected bot that can be spoken through. */
export interface FleetBot {
  readonly tenantId: string;
  readonly role: BotRole;
  readonly botId: number;
  readonly username: string;
  readonly api: Api;
}

export interface FleetOptions {
  /** Base address of the Bot API, without a slash at the end; a function, because the playground's is known after listening. */
  apiRoot: () => string;
  /** Undefined where no bot is connected. */
  credential: (tenantId: string, role: BotRole) => Promise<BotCredential | undefined>;
  /** Longest that one request may take. Default 30 s. */
  timeoutSeconds?: number;
  /** Bots kept ready. Default 10,000 (some 2 kB each). */
  size?: number;
}

/** One grammY client a bot, made when it is first used and kept while it is. */
export class Fleet {
  readonly #options: FleetOptions;
  readonly #bots: LRUCache<string, Promise<FleetBot | undefined>>;

  constructor(options: FleetOptions) {
    this.#options = options;
    this.#bots = new LRUCache({ max: options.size ?? 10_000 });
  }

  /** The tenant's bot for the role; undefined where none is connected. */
  bot(tenantId: string, role: BotRole): Promise<FleetBot | undefined> {
    const key = `${tenantId}:${role}`;
    const known = this.#bots.get(key);
    if (known) return known;
    const made = this.#make(tenantId, role);
    this.#bots.set(key, made);
    // Neither a failure nor "not connected" is worth keeping.
    made.then(
      (bot) => bot ?? this.#drop(key, made),
      () => this.#drop(key, made),
    );
    return made;
  }

  /** A client for a token that is not (yet) connected, or for requests that need another time-out. */
  api(token: string, timeoutSeconds = this.#options.timeoutSeconds ?? 30): Api {
    return new Api(token, { apiRoot: this.#options.apiRoot(), timeoutSeconds, sensitiveLogs: false });
  }

  /** The connection changed: the next use asks again. `""` means that nobody knows which. */
  forget(key: string): void {
    if (key === "") this.#bots.clear();
    else this.#bots.delete(key);
  }

  async #make(tenantId: string, role: BotRole): Promise<FleetBot | undefined> {
    const credential = await this.#options.credential(tenantId, role);
    if (!credential) return undefined;
    const { botId, username, token } = credential;
    return { tenantId, role, botId, username, api: this.api(token) };
  }

  #drop(key: string, made: Promise<FleetBot | undefined>): void {
    if (this.#bots.peek(key) === made) this.#bots.delete(key);
  }
}

/** Calls any Bot API method by name. Raises grammY's errors. */
export function callApi(
  api: Api,
  method: string,
  payload: Record<string, unknown>,
  signal?: AbortSignal,
): Promise<unknown> {
  // The outbox carries method and parameters as data, checked by messageRules.ts; grammY types them by name.
  const call: (payload: Record<string, unknown>, signal?: AbortSignal) => Promise<unknown> = Reflect.get(
    api.raw,
    method,
  );
  return call(payload, signal);
}
