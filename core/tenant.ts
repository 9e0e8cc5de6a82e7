import type { Clock } from "./clock.ts";
import type { BotRole, OutgoingMessage, SentMessage, TelegramUpdate } from "./message.ts";
import type { PublicFetch } from "./publicFetch.ts";
import type { Transact, Transaction } from "./sql.ts";

/** Structured log line; the host adds plugin, tenant and request ids and redacts secrets. */
export interface Log {
  debug(message: string, fields?: Record<string, unknown>): void;
  info(message: string, fields?: Record<string, unknown>): void;
  warn(message: string, fields?: Record<string, unknown>): void;
  error(message: string, fields?: Record<string, unknown>): void;
}

/** A stored file. `key` is content-addressed and prefixed by tenant. */
export interface StoredFile {
  key: string;
  bytes: number;
  contentType: string;
}

export interface Storage {
  /**
   * Stores bytes or a stream; type is found from the content and checked against `accept`. `announce` hears the key before the file is
   * there, and raises to have it refused: whoever notes it there finds the file again, whatever happens before their own row names it.
   */
  put(
    content: Uint8Array | AsyncIterable<Uint8Array>,
    options: { accept: readonly string[]; maxBytes: number; announce?(key: string): Promise<void> },
  ): Promise<StoredFile>;
  get(key: string): Promise<AsyncIterable<Uint8Array>>;
  delete(key: string): Promise<void>;
  /** An address that works without sign-in for `seconds`. */
  signedUrl(key: string, seconds: number): Promise<string>;
}

/** A connected channel, as Connections keeps it. */
export interface Channel {
  id: string;
  chat: string;
  title: string;
  kind: "vip" | "free" | "other";
}

/** What `credentials(role)` answers. The token never leaves the host: sending goes through the outbox. */
export interface BotIdentity {
  role: BotRole;
  botId: string;
  username: string;
  channels: Channel[];
}

/** What every handler gets. Members that the manifest did not ask for, or the admin did not grant, are absent. */
export interface TenantContext<Settings = Record<string, unknown>> {
  readonly tenantId: string;
  /** IANA zone name, applied once, at the edge. */
  readonly timezone: string;
  readonly settings: Settings;
  readonly clock: Clock;
  readonly log: Log;
  readonly signal: AbortSignal;
  /** A short transaction under the tenant's row security, `search_path` at the plugin's schema. */
  db: Transact;
  /** Writes an event beside the change that caused it. `event` is `name@major`, declared in plugin.json. */
  publish(trx: Transaction, event: string, payload: Record<string, unknown>): Promise<void>;
  /** Writes a Telegram message beside the change that caused it. False where the dedupe key was known already. */
  send(trx: Transaction, message: OutgoingMessage): Promise<boolean>;
  /** Takes back messages of this plugin that nobody has begun to send, and answers which: of the others, assume that they go out. */
  withdraw(trx: Transaction, dedupeKeys: readonly string[]): Promise<string[]>;
  /** Empties messages of this plugin whose way has ended, for somebody who is erased: that they went out is kept, what they said is not. */
  forget(trx: Transaction, dedupeKeys: readonly string[]): Promise<void>;
  /**
   * Messages to chats by a bot of this plugin's roles that the tenant's other plugins sent, as long as the outbox keeps them: the newest
   * first, of each chat at most `limit`, older than the message `before`. Needs the capability `telegram.inbox`.
   */
  sentByOthers(
    trx: Transaction,
    of: { role: BotRole; chats: readonly string[]; before?: string; limit: number },
  ): Promise<SentMessage[]>;
  /** A tenant's secret of this plugin, decrypted; undefined where none is stored. */
  secret(name: string): Promise<string | undefined>;
  /** Keeps a tenant's secret of this plugin that the plugin itself made, in place of the one before. */
  keepSecret(name: string, value: string): Promise<void>;
  /** `fetch` for the hosts that plugin.json lists, with a time-out. */
  fetch: typeof fetch;
  /** Calls public addresses that tenants choose. Needs the capability `http.public`. */
  fetchPublic: PublicFetch;
  storage: Storage;
  /** Raises `bot.not_configured` where no bot is connected. */
  bot(role: BotRole): Promise<BotIdentity>;
  /** Calls another plugin's service for this tenant. */
  service<Service extends object>(name: string): Service;
}

/** A Telegram update on its way through the bot handlers of a tenant. */
export interface UpdateContext<Settings = Record<string, unknown>> extends TenantContext<Settings> {
  readonly role: BotRole;
  readonly update: TelegramUpdate;
  /** Chat id as text; undefined for updates without a chat. */
  readonly chat: string | undefined;
}

/** Who asks, on a route. */
export interface Actor {
  personId: string;
  email: string;
  name: string | undefined;
  role: TenantRole;
  /** True for an admin who views as this tenant: visible, time-limited, audited. */
  viewingAs: boolean;
}

/** What somebody did, for the audit log of their tenant (or, on an admin's route, of the platform). Never a secret. */
export interface AuditNote {
  /** Dotted, below the plugin's id: `message.saved` is logged as `forex-signals.message.saved`. */
  action: string;
  /** What it was done to: `signal 0190…`. */
  target: string;
  before?: unknown;
  after?: unknown;
}

export type TenantRole = "owner" | "admin" | "member" | "viewer";
