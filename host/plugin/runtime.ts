import type {
  Actor,
  BotRole,
  CandleHistory,
  Delivery,
  Disposable,
  EnabledTenant,
  Health,
  JobRun,
  Mount,
  PlatformError,
  PluginManifest,
  RawRequest,
  Reply,
  Route,
  SettingsTestResult,
  StrategyReport,
  StrategyUse,
  TelegramUpdate,
  Transaction,
} from "@promostack/core";
import type { Timeframe } from "@promostack/core/strategy";
import type { DeadEvent, EventBacklog } from "../event/backlog.ts";
import type { EndSource } from "./ending.ts";
import type { PluginState, PluginStatus, RegisteredFiles } from "./pluginStatus.ts";
import type { UpdateMarks } from "./ports.ts";
import type { Rollout } from "./rollout.ts";
import type { TenantData } from "./tenantData.ts";

export type { DeadEvent, EventBacklog };

/** Versions of each plugin, by its id. */
export type RunningReleases = Readonly<Record<string, readonly string[]>>;

/**
 * What the host asks of the plugin kernel; `createRuntime(ports)` in kernel.ts makes one.
 *
 * Refusals are PlatformErrors with these codes, so that a caller can tell "later" from "never":
 * `plugin.unknown` 404, `plugin.disabled` 404 (off for this tenant), `plugin.quarantined` 503, `plugin.failed` 503,
 * `plugin.tripped` 503 (breaker), `plugin.timeout` 503, `plugin.settings_outdated` 409, `host.draining` 503.
 * Every 503 carries `retryAfter`; `isPause(error)` of invocation.ts is true for those where nothing ran, so that a queue parks its work
 * without counting an attempt.
 */
export interface Runtime {
  /** Registers the bundled set, loads what is registered in dependency order, follows the registration. Survives broken plugins. */
  boot(signal?: AbortSignal): Promise<void>;
  /** One status for each registered plugin and strategy, in dependency order; derived from the loader at the moment of asking. */
  plugins(): PluginStatus[];
  plugin(pluginId: string): PluginStatus | undefined;
  manifest(pluginId: string): PluginManifest | undefined;
  /** The folder that the running release was loaded from (for its pages and assets). */
  folder(pluginId: string): string | undefined;
  /** The registered release, whether it runs or could not be started; undefined where it could not be read. */
  registered(pluginId: string): RegisteredFiles | undefined;
  /** Of every release that serves somebody. */
  folders(pluginId: string): { version: string; folder: string }[];
  /** What an admin does with releases: activate, roll back, offer to some, promote, withdraw, uninstall. */
  readonly rollout: Rollout;
  /** What plugins hold for a tenant: to export and to delete. */
  readonly tenantData: TenantData;
  /** Called after routes, mounts, jobs, commands or states changed: rebuild what was derived from them. */
  onChange(listener: () => void): Disposable;

  routes(): DeclaredRoute[];
  /** Those of candidates, for the tenants that `servesCandidate` names. */
  candidateRoutes(): DeclaredRoute[];
  servesCandidate(pluginId: string, tenantId: string): boolean;
  mounts(): DeclaredMount[];
  /** Pages of tenants for anybody, by the registered plugins that bring them. */
  pages(): DeclaredPage[];
  /** Why nothing of this plugin answers now; undefined when it is active. For a path below `/api/p/<id>` that no route matches. */
  refusal(pluginId: string): PlatformError | undefined;
  /** `input` is validated already. Deadline, breaker and the tenant's enablement are checked here. */
  invokeRoute(pluginId: string, route: Route, caller: Caller, input: ValidatedInput): Promise<unknown>;
  invokeMount(pluginId: string, mount: Mount, request: RawRequest, signal?: AbortSignal): Promise<Reply>;

  jobs(): DeclaredJob[];
  /** Runs one window once: `tenantId` for a job of scope tenant. `mark` commits with the handler's first transaction. */
  runJob(pluginId: string, job: string, run: JobRun, tenantId?: string, mark?: Mark): Promise<void>;
  /** Tenants in which the plugin answers now, by id, in pages: what a tenant job fans out over. */
  enabledTenants(pluginId: string, page?: { after?: string; limit?: number }): Promise<EnabledTenant[]>;

  /** Union of the update kinds that the tenant's enabled plugins want of this bot, sorted: the webhook's `allowed_updates`. */
  updateKinds(tenantId: string, role: BotRole): Promise<string[]>;
  /** Bot commands of the tenant's enabled plugins, for `setMyCommands`. */
  commands(tenantId: string, role: BotRole): Promise<{ command: string; description: string }[]>;
  /**
   * Hands an update to the tenant's enabled plugins in dependency order until one answers true. Throws after all have
   * been asked, where one failed. `mark` runs in each plugin's first transaction: false means this plugin has had it.
   */
  handleUpdate(tenantId: string, role: BotRole, update: TelegramUpdate, marks?: UpdateMarks): Promise<void>;
  /** Tells the plugin's `onDelivery(report)` how a message ended. */
  deliver(pluginId: string, report: string, delivery: Delivery, mark?: Mark): Promise<void>;

  /** Every plugin as this tenant sees it. */
  catalogue(tenantId: string): Promise<TenantPlugin[]>;
  isEnabled(tenantId: string, pluginId: string): Promise<boolean>;
  /** Settings absent: those stored from before, or the defaults. Runs `enabled`, and undoes all when it throws. */
  enable(
    tenantId: string,
    pluginId: string,
    settings?: Record<string, unknown>,
    actor?: Actor,
    note?: ChangeNote,
  ): Promise<TenantSettings>;
  /** Silent at once on every replica. `problem` is what the plugin's `disabled` hook complained of. */
  disable(tenantId: string, pluginId: string, actor?: Actor, note?: ChangeNote): Promise<TenantSettings>;
  settings(tenantId: string, pluginId: string): Promise<TenantSettings>;
  /** `ifMatch` is the revision (or ETag) that was read; 412 `settings.conflict` carries both versions in `details`. */
  saveSettings(
    tenantId: string,
    pluginId: string,
    settings: Record<string, unknown>,
    ifMatch: string | number,
    actor?: Actor,
    note?: ChangeNote,
  ): Promise<TenantSettings>;
  /** Runs a test of the plugin's over settings that are not saved; secrets that are not among them are the stored ones. */
  testSettings(
    tenantId: string,
    pluginId: string,
    test: string,
    settings: Record<string, unknown>,
    signal?: AbortSignal,
  ): Promise<SettingsTestResult>;
  /**
   * Call after a tenant was created, or its plan or zone changed: every replica looks again, and plugins whose
   * `tenancy.default` is enabled are switched on for a tenant that never decided.
   */
  tenantChanged(tenantId: string): Promise<void>;

  /** Delivers what is due of the event outbox; answers how many deliveries ran. A loop does the same in the background. */
  dispatchEvents(): Promise<number>;
  eventBacklog(): Promise<EventBacklog[]>;
  /** Deliveries that gave up, newest first, and a second chance for one. */
  deadEvents(tenantId?: string): Promise<DeadEvent[]>;
  retryEvent(tenantId: string, subscriber: string, eventId: string): Promise<boolean>;

  /** A service that the host itself offers to plugins. The factory runs at each call. */
  provideHost(name: string, factory: (caller: ServiceCaller) => object): Disposable;

  /** Stops the plugin on every replica until `until`, or until it is released. */
  quarantine(pluginId: string, reason: string, options?: { until?: Date; actor?: Actor }): Promise<void>;
  release(pluginId: string, actor?: Actor): Promise<void>;
  /** Turns a plugin off or on for the whole installation. */
  setRegistered(pluginId: string, enabled: boolean, actor?: Actor): Promise<void>;
  /** Loads the registered release anew beside the running one, swaps, drains the old. A failure leaves the old one running. */
  swap(pluginId: string): Promise<void>;
  /** Generations that serve nobody any more; their code stays in this process's memory. */
  oldGenerations(): number;
  /** What runs in this process, candidates too. */
  runningReleases(): RunningReleases;
  /**
   * Runs the contracting migrations whose release can no longer be gone back from, and where no process runs another release of the
   * plugin: one replica's work.
   */
  contract(runsOnly: (pluginId: string, version: string) => Promise<boolean>): Promise<void>;
  /** Deletes figures and failures of calls that are old. For the leader, now and then. */
  forgetCalls(): Promise<void>;
  /** Asks every plugin's `health`. */
  checkHealth(): Promise<Record<string, Health>>;
  /** Asks every plugin which strategies its tenants chose; one that does not answer is left out. */
  strategyUse(): Promise<StrategyUse[]>;
  /** Reports that plugins made of releases. */
  strategyReports(): Promise<StrategyReport[]>;
  /** Asks every plugin for real candles of a timeframe; one that does not answer is left out. */
  candleHistory(timeframe: Timeframe): Promise<CandleHistory[]>;
  /**
   * An uncaught exception or unhandled rejection: true where its stack lies in a plugin, which is then blamed (log and
   * breaker) while the host lives on; false where it is the host's own, which should drain and exit.
   */
  strayError(error: unknown): boolean;
  /** Refuses new work, lets what is in flight finish (10 seconds at most), stops plugins in reverse order. */
  shutdown(): Promise<void>;
}

/**
 * Written into the first transaction that a handler commits (`context.db`), so that mark and work stand or fall
 * together. False: it was done before, so the handler is abandoned without an error. A handler that opens no
 * transaction is marked in one of its own after it returned.
 */
export type Mark = (trx: Transaction) => Promise<boolean>;

/** A tenant's plugin before and after a change, without secrets. */
export interface TenantChange {
  before: ChangedState;
  after: ChangedState;
}

export interface ChangedState {
  enabled: boolean;
  settings: Record<string, unknown>;
}

/** Written into the transaction of the change, so that both stand or fall. */
export type ChangeNote = (trx: Transaction, change: TenantChange) => Promise<void>;

export interface Caller {
  tenantId?: string;
  actor?: Actor;
  /** Aborts when the client goes away. */
  signal?: EndSource;
  /** Of the request, for the audit log. */
  requestId?: string;
  address?: string;
}

/** Schema-checked already, hence untyped here: the route's own types describe it. */
export interface ValidatedInput {
  params: unknown;
  query: unknown;
  body: unknown;
  headers: Readonly<Record<string, string | undefined>>;
  /** Of a route that takes bytes. */
  bytes?: Uint8Array;
}

export interface DeclaredRoute {
  plugin: string;
  route: Route;
  /** Seconds of the route, else of the manifest, else 15. */
  seconds: number;
}

export interface DeclaredMount {
  plugin: string;
  mount: Mount;
}

/** A page of every tenant that has the plugin, below `/t/<tenant>`. */
export interface DeclaredPage {
  plugin: string;
  path: string;
  /** Undefined while nothing of the plugin runs. */
  mount: Mount | undefined;
}

export interface DeclaredJob {
  plugin: string;
  name: string;
  title: string;
  /** Cron expression of five fields, in `timezone`. */
  schedule: string;
  timezone: string;
  scope: "platform" | "tenant";
  catchUp: "latest" | "each";
  timeoutSeconds: number;
  /** Why it does not run now (breaker); absent when it does. */
  paused?: string;
}

/** A plugin as one tenant sees it. */
export interface TenantPlugin {
  manifest: PluginManifest;
  /** Where the release stands that serves this tenant. */
  folder?: string;
  /** The installation's state of it. */
  state: PluginState;
  /** Why it is not active. */
  reason?: string;
  enabled: boolean;
  /** What the tenant must fix in the settings before it works again. */
  problem?: string;
  /** False where the tenant's plan does not include it. */
  entitled: boolean;
  /** Dependencies that the tenant has not enabled. */
  missing: string[];
  /** The tenant's own breaker is open: seconds until the next attempt. */
  pausedSeconds?: number;
  revision: number;
  /** What it may do, in plain words, for the consent screen. */
  may: string[];
}

export interface TenantSettings {
  enabled: boolean;
  /** Without secrets, with defaults filled in. */
  settings: Record<string, unknown>;
  /** The x-secret fields: which are set, and their last four characters. */
  secrets: Record<string, { set: boolean; last4?: string }>;
  /** 0 where nothing has been stored. */
  revision: number;
  /** `"<revision>"`, as in the ETag header. */
  etag: string;
  /** What must be fixed (after an upgrade), or what `settingsChanged`/`disabled` complained of. */
  problem?: string;
}

export interface ServiceCaller {
  plugin: string;
  tenantId: string | undefined;
  signal: AbortSignal;
}
