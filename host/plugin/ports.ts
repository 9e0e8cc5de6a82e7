import type {
  BotIdentity,
  BotRole,
  Clock,
  Deprecation,
  Log,
  PluginManifest,
  Sandbox,
  SentMessage,
  Storage,
  TenantMessage,
  Transaction,
} from "@promostack/core";
import type { Database } from "../db/database.ts";
import type { ReleaseSource } from "./release.ts";
import type { UsageMeter } from "./usageMeter.ts";

/** What the kernel needs of the rest of the host. `host.ts` hands in the real ones, a test its own. */
export interface RuntimePorts {
  readonly database: Database;
  readonly vault: SecretVault;
  /** A tenant's files. */
  storage(tenantId: string): Storage;
  readonly clock: Clock;
  readonly log: KernelLog;
  readonly outbox: OutboxWriter;
  readonly bots: BotDirectory;
  readonly metrics: MetricBoard;
  readonly sandbox: Sandbox;
  /** Where it is counted what plugins do for tenants. */
  readonly usage?: Pick<UsageMeter, "add">;
  /** `http://127.0.0.1:<port>`; a function, because a test listens on port 0 after the runtime is made. */
  localUrl(): string;
  /** Where Telegram's users reach the host; undefined where it has no such address. */
  publicUrl(): string | undefined;
  readonly environment: "development" | "test" | "production";
  /** Values of the installation's configuration by upper-case name: what `config(name)` and `platformSecret(name)` may read. */
  readonly variables: Readonly<Record<string, string | undefined>>;
  /** The bundled set. `host/registration.json` when absent; a test names its own. */
  readonly registrationFile?: string;
  /** Where releases come from beside the bundled set. */
  readonly releases?: readonly ReleaseSource[];
  /** What the plugin API has announced the end of; the contract's own list when absent. */
  readonly deprecations?: readonly Deprecation[];
  /** How long a plugin may hold the thread before the process is ended: 15,000 ms when absent, 0 for never. */
  readonly watchdogMs?: number;
}

export interface KernelLog extends Log {
  child(fields: Record<string, unknown>): KernelLog;
}

/** Encrypted values; `null` stands for the installation. */
export interface SecretVault {
  /** In the caller's transaction where one is given. */
  put(tenantId: string | null, plugin: string, name: string, value: string, trx?: Transaction): Promise<void>;
  get(tenantId: string | null, plugin: string, name: string): Promise<string | undefined>;
  /** What may be shown: the last four characters. */
  describe(
    tenantId: string | null,
    plugin: string,
    name: string,
  ): Promise<{ last4: string; updatedAt: Date } | undefined>;
  delete(tenantId: string | null, plugin: string, name: string, trx?: Transaction): Promise<void>;
}

/** Puts messages into the outbox, in the caller's transaction. */
export interface OutboxWriter {
  /** Answers how many were new. */
  add(trx: Transaction, plugin: string, messages: readonly TenantMessage[]): Promise<number>;
  /** Takes back what nobody has begun to send; answers which. */
  withdraw(
    trx: Transaction,
    plugin: string,
    tenantId: string,
    dedupeKeys: readonly string[],
  ): Promise<string[]>;
  /** Empties what messages said whose way has ended. */
  forget(trx: Transaction, plugin: string, tenantId: string, dedupeKeys: readonly string[]): Promise<void>;
  /** What other plugins sent to chats; `by` is the plugin's id. */
  sentByOthers(trx: Transaction, plugin: string, tenantId: string, of: SentTo): Promise<SentMessage[]>;
}

/** Messages to ask for: of each chat at most `limit`, older than the message `before`. */
export interface SentTo {
  role: BotRole;
  chats: readonly string[];
  before?: string;
  limit: number;
}

export interface BotDirectory {
  /** Raises `bot.not_configured` where no bot is connected. */
  identity(tenantId: string, role: BotRole): Promise<BotIdentity>;
}

/** One of plugin.json's `contributes.metrics`. */
export type AnnouncedMetric = NonNullable<NonNullable<PluginManifest["contributes"]>["metrics"]>[number];

export interface OpenMetric {
  record(value: number, labels?: Readonly<Record<string, string>>): void;
  /** Takes the metric away again, unless another generation of the plugin still has it. */
  close(): void;
}

/** Where what plugins count is shown. */
export interface MetricBoard {
  /** Raises `setup.refused` where the name in full is another's. */
  open(plugin: string, metric: AnnouncedMetric): OpenMetric;
}

/** Marks of an update, by who has it: a plugin's id, and apart from that its turn as a fallback. */
export interface UpdateMarks {
  /** Whether `hearer` had it before, and then whether it went no further. */
  add(trx: Transaction, hearer: string): Promise<"new" | "handed on" | "stopped">;
  /** It goes no further; in the transaction that added the mark. */
  stop(trx: Transaction, hearer: string): Promise<void>;
}
