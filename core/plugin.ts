import type { CliCommand } from "./cli.ts";
import type { Disposable } from "./disposable.ts";
import type { BotRole, Delivery } from "./message.ts";
import type { Counter, Histogram } from "./metric.ts";
import type { PlatformContext } from "./platform.ts";
import type { Mount, Permission, Route, RouteShape } from "./route.ts";
import type { Candle, Timeframe } from "./strategy/candle.ts";
import type { TenantContext, UpdateContext } from "./tenant.ts";

/** One due window of a job. `at` is when it should have run; a caught-up window runs later, once. */
export interface JobRun {
  /** Start of the window: the cron time that fell due. */
  at: Date;
  /** Deadline in milliseconds from the manifest; the context's signal aborts then. */
  timeoutMs: number;
  /** True when the window is being made up for after downtime. */
  caughtUp: boolean;
}

export type PlatformJob = (context: PlatformContext, run: JobRun) => Promise<void>;
export type TenantJob = (context: TenantContext, run: JobRun) => Promise<void>;

/** How a test of settings ended, in a sentence for the person who pressed the button. */
export interface SettingsTestResult {
  ok: boolean;
  message: string;
}

/** At-least-once made exactly-once: the host's inbox row and the handler's `context.db` work commit together. */
export interface IncomingEvent<Payload = Record<string, unknown>> {
  id: string;
  name: string;
  tenantId: string;
  payload: Payload;
  publishedAt: Date;
}

export interface UpdateHandler {
  role: BotRole;
  /** Keys of Update: `message`, `callback_query`, `chat_join_request`, `my_chat_member`. Must be in plugin.json. */
  kinds: readonly string[];
  /**
   * Asked before everybody whose handler is not: for an inbox, so that no bot talks into a conversation that a colleague has taken
   * over. Needs the capability `telegram.inbox`.
   */
  first?: boolean;
  /** Asked only for what no plugin has stopped, after all of them: for answers to anything at all. */
  fallback?: boolean;
  /**
   * True stops the update here; false or nothing hands it on to the next plugin, in dependency order. Whoever stops answers true from
   * their first transaction as well: it is committed with it, and a crash right after it hands the update to nobody else.
   */
  handle(context: UpdateContext): Promise<boolean | undefined>;
}

/**
 * Declares what a plugin does. Synchronous and pure: no I/O, nothing started. Each call answers the Disposable that
 * undoes it, and the host keeps the ledger. Everything declared must be announced in plugin.json.
 */
export interface Setup {
  readonly id: string;
  readonly version: string;
  route<P extends Permission, Shape extends RouteShape>(route: Route<P, Shape>): Disposable;
  /** Takes everything below a prefix unparsed. Needs the capability `rawHttp`. */
  mount(mount: Mount): Disposable;
  /** Handler of a job in plugin.json with `scope: "platform"`. */
  platformJob(name: string, handler: PlatformJob): Disposable;
  /** Handler of a job in plugin.json with `scope: "tenant"`: the tick fans out, one run a tenant. */
  tenantJob(name: string, handler: TenantJob): Disposable;
  onUpdate(handler: UpdateHandler): Disposable;
  /** A bot command from plugin.json, without the slash. */
  command(name: string, handle: (context: UpdateContext, argument: string) => Promise<void>): Disposable;
  /** An event `name@major` of another plugin (or its own), listed in plugin.json. */
  subscribe(
    event: string,
    handle: (context: TenantContext, event: IncomingEvent) => Promise<void>,
  ): Disposable;
  /** Hears how messages with `report: name` ended. */
  onDelivery(name: string, handle: (context: TenantContext, delivery: Delivery) => Promise<void>): Disposable;
  /**
   * A button of plugin.json's `contributes.settingsTests`. `context.settings` and `context.secret` are what the form holds, not
   * what is stored; the plugin may be off. A refusal (4xx) that it raises is told like a failed test.
   */
  settingsTest(name: string, test: (context: TenantContext) => Promise<SettingsTestResult>): Disposable;
  /** A counter of plugin.json's `contributes.metrics`, in the installation's `/metrics` as `promostack_<plugin>_<name>_total`. */
  counter(name: string): Counter;
  /** A histogram of plugin.json's `contributes.metrics`, as `promostack_<plugin>_<name>`. */
  histogram(name: string): Histogram;
  /** Offers `name@major` to plugins that depend on this one. Every method asynchronous, arguments serialisable. */
  provide(name: string, service: (context: TenantContext) => object): Disposable;
  /** Opens an extension point of plugin.json. */
  extensionPoint<Contribution extends object>(name: string): ExtensionPoint<Contribution> & Disposable;
  /**
   * Adds to an extension point, another plugin's or its own, validated by the point's schema. `methods` is what the point may call of it:
   * every method asynchronous, arguments serialisable; such a contribution has a `name` of its own.
   */
  extend(
    point: string,
    contribution: Record<string, unknown>,
    methods?: (context: TenantContext) => object,
  ): Disposable;
}

/** A place where plugins add something, as the plugin that opened it sees it. */
export interface ExtensionPoint<Contribution extends object> {
  /** What plugins added that the tenant has. */
  contributions(tenantId: string): Promise<(Contribution & { readonly plugin: string })[]>;
  /**
   * Calls a method of a contribution, in its plugin's own context for the tenant. Arguments and answer travel as copies. Raises
   * `extension.unavailable` where the plugin does not run, or has no such contribution any more.
   */
  call(
    context: Pick<TenantContext, "tenantId" | "signal">,
    of: { plugin: string; name: string },
    method: string,
    ...values: unknown[]
  ): Promise<unknown>;
}

export interface Health {
  state: "ok" | "degraded" | "failed";
  /** What a person should know, in a sentence. */
  detail?: string;
}

/** Raised by nobody: what `migrateSettings` answers for settings that need a person. */
export interface SettingsProblem {
  problem: string;
}

/** How many tenants chose a strategy. */
export interface StrategyUse {
  strategy: string;
  /** "" for those who follow the newest. */
  version: string;
  tenants: number;
}

/** A report that a plugin made of a release: what an admin opens before deciding. */
export interface StrategyReport {
  strategy: string;
  version: string;
  /** What it is of and what it says, in a line. */
  title: string;
  /** Path on this installation, for whoever is signed in. */
  href: string;
  /** ISO 8601. */
  madeAt: string;
}

/** A stretch of the market that a plugin keeps for the whole platform. */
export interface CandleHistory {
  /** For people: `XAU/USD, 15min`. */
  name: string;
  /** Closed, ascending. */
  candles: readonly Candle[];
}

export interface PluginDefinition {
  setup(p: Setup): void;
  /** Abort and deadline as in the manifest's `limits.startSeconds`. */
  start?(context: PlatformContext): Promise<void>;
  stop?(context: PlatformContext): Promise<void>;
  health?(context: PlatformContext): Promise<Health>;
  /** Which strategies this plugin's tenants chose: what an admin sees before taking one away from them. */
  strategyUse?(context: PlatformContext): Promise<StrategyUse[]>;
  /** The newest report of each release that this plugin made one of. */
  strategyReports?(context: PlatformContext): Promise<StrategyReport[]>;
  /** Real candles of a timeframe, where there are some: what a stranger's strategy is checked on before it is stored. */
  candleHistory?(context: PlatformContext, timeframe: Timeframe): Promise<CandleHistory[]>;
  /** Tenant hooks run in their own transaction-capable context; a throw is reported to the tenant, and undone for `enabled`. */
  enabled?(context: TenantContext): Promise<void>;
  disabled?(context: TenantContext): Promise<void>;
  /**
   * Whether settings that somebody is about to save will do. A refusal (4xx) keeps them from being saved, and what it lists in
   * `details.fields` (`{ field, message }`) stands beside the fields. Reads only; not asked while the plugin cannot run.
   */
  checkSettings?(context: TenantContext, before: Record<string, unknown>): Promise<void>;
  settingsChanged?(context: TenantContext, before: Record<string, unknown>): Promise<void>;
  /** Everything the plugin holds for a tenant, as JSON lines. */
  export?(context: TenantContext): AsyncIterable<Record<string, unknown>>;
  purge?(context: TenantContext): Promise<void>;
  /** Pure: settings of an older `settingsVersion` made to fit this one. */
  migrateSettings?(
    settings: Record<string, unknown>,
    from: number,
  ): Record<string, unknown> | SettingsProblem;
  /** Commands for the command line, by the names that plugin.json's `contributes.cli` announces. */
  cli?: Record<string, CliCommand>;
}

const BRAND = Symbol.for("promostack.plugin");

/** What `definePlugin` answers and the host looks for: known by its brand, so that two copies of core agree. */
export interface Plugin extends PluginDefinition {
  readonly [BRAND]: true;
}

/** A plugin's default export. */
export function definePlugin(definition: PluginDefinition): Plugin {
  return Object.assign({ ...definition }, { [BRAND]: true as const });
}

export function isPlugin(value: unknown): value is Plugin {
  return typeof value === "object" && value !== null && BRAND in value;
}
