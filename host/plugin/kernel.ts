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
  PluginManifest,
  RawRequest,
  Reply,
  Route,
  SettingsTestResult,
  StrategyReport,
  StrategyUse,
  TelegramUpdate,
} from "@promostack/core";
import { PlatformError } from "@promostack/core";
import type { Timeframe } from "@promostack/core/strategy";
import { backlog, type DeadEvent, deadEvents, type EventBacklog, retryEvent } from "../event/backlog.ts";
import { askEach } from "./askEach.ts";
import { catalogue } from "./catalogue.ts";
import { generationsLoaded } from "./generation.ts";
import { checkHealth } from "./healthChecks.ts";
import { type KernelParts, kernelParts } from "./kernelParts.ts";
import { candidateRoutes, declaredJobs, declaredMounts, declaredPages, declaredRoutes } from "./listing.ts";
import type { PluginStatus, RegisteredFiles } from "./pluginStatus.ts";
import type { RuntimePorts, UpdateMarks } from "./ports.ts";
import type { Rollout } from "./rollout.ts";
import type {
  Caller,
  ChangeNote,
  DeclaredJob,
  DeclaredMount,
  DeclaredPage,
  DeclaredRoute,
  Mark,
  RunningReleases,
  Runtime,
  ServiceCaller,
  TenantPlugin,
  TenantSettings,
  ValidatedInput,
} from "./runtime.ts";
import type { Settings } from "./settings.ts";
import { unknownPlugin } from "./slot.ts";
import { blame } from "./strayError.ts";
import type { TenantData } from "./tenantData.ts";
import { tell } from "./tenantPluginRows.ts";
import { Watchdog } from "./watchdog.ts";

const DRAIN_MS = 10_000;
const WATCHDOG_MS = 15_000;

/** The plugin kernel over these ports; `boot` starts it. */
export function createRuntime(ports: RuntimePorts): Runtime {
  return new Kernel(ports);
}

/** Puts the parts of the kernel together. What each part does, it says itself. */
class Kernel implements Runtime {
  readonly #ports: RuntimePorts;
  readonly #parts: KernelParts;
  readonly #listeners = new Set<() => void>();
  #watchdog: Watchdog | undefined;
  #draining = false;

  constructor(ports: RuntimePorts) {
    this.#ports = ports;
    this.#parts = kernelParts(ports, () => {
      this.#watchdog?.guard(this.#parts.roster.folders());
      for (const listener of this.#listeners) listener();
    });
  }

  async boot(signal?: AbortSignal): Promise<void> {
    const { watchdogMs = WATCHDOG_MS } = this.#ports;
    if (watchdogMs > 0) this.#watchdog = new Watchdog(watchdogMs, (frames) => this.#held(frames));
    await this.#parts.enablement.open();
    await this.#parts.keeper.open(signal);
    await this.#parts.relay.start();
    this.#parts.callLog.start();
  }

  plugins(): PluginStatus[] {
    return this.#parts.roster.all().map((slot) => slot.status());
  }

  plugin(pluginId: string): PluginStatus | undefined {
    return this.#parts.roster.get(pluginId)?.status();
  }

  manifest(pluginId: string): PluginManifest | undefined {
    return this.#parts.roster.manifest(pluginId);
  }

  folder(pluginId: string): string | undefined {
    return this.#parts.roster.get(pluginId)?.generation?.folder;
  }

  registered(pluginId: string): RegisteredFiles | undefined {
    const slot = this.#parts.roster.get(pluginId);
    const release = slot?.next ?? slot?.stable;
    if (release?.manifest === undefined || release.folder === undefined) return undefined;
    return { manifest: release.manifest, folder: release.folder };
  }

  folders(pluginId: string): { version: string; folder: string }[] {
    const releases = this.#parts.roster.get(pluginId)?.releases ?? [];
    return releases.flatMap(({ generation }) =>
      generation === undefined ? [] : [{ version: generation.manifest.version, folder: generation.folder }],
    );
  }

  get tenantData(): TenantData {
    return this.#parts.tenantData;
  }

  get rollout(): Rollout {
    return this.#parts.rollout;
  }

  onChange(listener: () => void): Disposable {
    this.#listeners.add(listener);
    return { label: "listener", dispose: () => void this.#listeners.delete(listener) };
  }

  routes(): DeclaredRoute[] {
    return declaredRoutes(this.#parts.roster);
  }

  candidateRoutes(): DeclaredRoute[] {
    return candidateRoutes(this.#parts.roster);
  }

  servesCandidate(pluginId: string, tenantId: string): boolean {
    return this.#parts.roster.get(pluginId)?.candidate?.takes(tenantId) ?? false;
  }

  mounts(): DeclaredMount[] {
    return declaredMounts(this.#parts.roster);
  }

  pages(): DeclaredPage[] {
    return declaredPages(this.#parts.roster);
  }

  jobs(): DeclaredJob[] {
    return declaredJobs(this.#parts.roster);
  }

  refusal(pluginId: string): PlatformError | undefined {
    const slot = this.#parts.roster.get(pluginId);
    return slot === undefined ? unknownPlugin(pluginId) : slot.refusal();
  }

  async invokeRoute(pluginId: string, route: Route, caller: Caller, input: ValidatedInput): Promise<unknown> {
    this.#admit();
    return await this.#parts.calls.route(pluginId, route, caller, input);
  }

  async invokeMount(
    pluginId: string,
    mount: Mount,
    request: RawRequest,
    signal?: AbortSignal,
  ): Promise<Reply> {
    this.#admit();
    return this.#parts.calls.mount(pluginId, mount, request, signal);
  }

  async runJob(pluginId: string, job: string, run: JobRun, tenantId?: string, mark?: Mark): Promise<void> {
    this.#admit();
    await this.#parts.calls.job(pluginId, job, run, tenantId, mark);
  }

  async enabledTenants(
    pluginId: string,
    page?: { after?: string; limit?: number },
  ): Promise<EnabledTenant[]> {
    const { enablement, roster } = this.#parts;
    const slot = roster.require(pluginId);
    return enablement.page(
      roster.requireManifest(pluginId),
      page,
      (tenantId) => slot.serving(tenantId).manifest,
    );
  }

  async updateKinds(tenantId: string, role: BotRole): Promise<string[]> {
    const kinds = (await this.#enabledManifests(tenantId)).flatMap(({ capabilities }) =>
      capabilities?.telegram?.roles.includes(role) ? (capabilities.telegram.updates ?? []) : [],
    );
    return [...new Set(kinds)].sort();
  }

  async commands(tenantId: string, role: BotRole): Promise<{ command: string; description: string }[]> {
    const all = (await this.#enabledManifests(tenantId)).flatMap(
      ({ contributes }) => contributes?.commands ?? [],
    );
    const own = all.filter((each) => each.role === role);
    return own
      .filter(({ command }, index) => own.findIndex((each) => each.command === command) === index)
      .map(({ command, description }) => ({ command, description }));
  }

  async handleUpdate(
    tenantId: string,
    role: BotRole,
    update: TelegramUpdate,
    marks?: UpdateMarks,
  ): Promise<void> {
    this.#admit();
    await this.#parts.updates.handle(tenantId, role, update, marks);
  }

  async deliver(pluginId: string, report: string, delivery: Delivery, mark?: Mark): Promise<void> {
    this.#admit();
    await this.#parts.calls.delivery(pluginId, report, delivery, mark);
  }

  catalogue(tenantId: string): Promise<TenantPlugin[]> {
    return catalogue(this.#parts.roster, this.#parts.enablement, tenantId);
  }

  async isEnabled(tenantId: string, pluginId: string): Promise<boolean> {
    const manifest = this.#parts.roster.manifest(pluginId, tenantId);
    return manifest !== undefined && this.#parts.enablement.isEnabled(tenantId, manifest);
  }

  async enable(
    tenantId: string,
    pluginId: string,
    settings?: Settings,
    actor?: Actor,
    note?: ChangeNote,
  ): Promise<TenantSettings> {
    return this.#parts.tenantPlugins.enable(tenantId, pluginId, settings, actor, note);
  }

  async disable(
    tenantId: string,
    pluginId: string,
    actor?: Actor,
    note?: ChangeNote,
  ): Promise<TenantSettings> {
    return this.#parts.tenantPlugins.disable(tenantId, pluginId, actor, note);
  }

  async settings(tenantId: string, pluginId: string): Promise<TenantSettings> {
    return this.#parts.tenantPlugins.settings(tenantId, pluginId);
  }

  async saveSettings(
    tenantId: string,
    pluginId: string,
    settings: Settings,
    ifMatch: string | number,
    actor?: Actor,
    note?: ChangeNote,
  ): Promise<TenantSettings> {
    return this.#parts.tenantPlugins.save(tenantId, pluginId, settings, ifMatch, actor, note);
  }

  async testSettings(
    tenantId: string,
    pluginId: string,
    test: string,
    settings: Settings,
    signal?: AbortSignal,
  ): Promise<SettingsTestResult> {
    this.#admit();
    return this.#parts.tenantPlugins.test(tenantId, pluginId, test, settings, signal);
  }

  async tenantChanged(tenantId: string): Promise<void> {
    await this.#ports.database.system((trx) => tell(trx, tenantId));
    this.#parts.enablement.forget(tenantId);
    await this.#parts.upkeep.enableDefaults(this.#runningManifests(), tenantId);
  }

  dispatchEvents(): Promise<number> {
    return this.#parts.relay.dispatch();
  }

  eventBacklog(): Promise<EventBacklog[]> {
    return backlog(this.#ports.database, this.#ports.clock.now());
  }

  deadEvents(tenantId?: string): Promise<DeadEvent[]> {
    return deadEvents(this.#ports.database, tenantId);
  }

  retryEvent(tenantId: string, subscriber: string, eventId: string): Promise<boolean> {
    const delivery = { tenantId, subscriber, eventId };
    return retryEvent(this.#ports.database, this.#ports.clock.now(), delivery);
  }

  provideHost(name: string, factory: (caller: ServiceCaller) => object): Disposable {
    return this.#parts.services.provideHost(name, factory);
  }

  quarantine(pluginId: string, reason: string, options: { until?: Date; actor?: Actor } = {}): Promise<void> {
    return this.#parts.keeper.quarantine(pluginId, reason, options.until, options.actor);
  }

  release(pluginId: string, actor?: Actor): Promise<void> {
    return this.#parts.keeper.release(pluginId, actor);
  }

  setRegistered(pluginId: string, enabled: boolean, actor?: Actor): Promise<void> {
    return this.#parts.keeper.setRegistered(pluginId, enabled, actor);
  }

  swap(pluginId: string): Promise<void> {
    return this.#parts.loader.swap(pluginId);
  }

  oldGenerations(): number {
    return generationsLoaded() - this.#parts.roster.generations().length;
  }

  runningReleases(): RunningReleases {
    const versions: Record<string, string[]> = {};
    for (const { manifest } of this.#parts.roster.generations()) {
      const known = versions[manifest.id];
      if (known === undefined) versions[manifest.id] = [manifest.version];
      else known.push(manifest.version);
    }
    return versions;
  }

  contract(runsOnly: (pluginId: string, version: string) => Promise<boolean>): Promise<void> {
    return this.#parts.loader.contract(runsOnly);
  }

  forgetCalls(): Promise<void> {
    return this.#parts.callLog.forget();
  }

  checkHealth(): Promise<Record<string, Health>> {
    return checkHealth(this.#parts.roster);
  }

  strategyReports(): Promise<StrategyReport[]> {
    const { log } = this.#ports;
    return askEach(this.#parts.roster, log, "strategyReports", (plugin, context) =>
      plugin.strategyReports?.(context),
    );
  }

  strategyUse(): Promise<StrategyUse[]> {
    const { log } = this.#ports;
    return askEach(this.#parts.roster, log, "strategyUse", (plugin, context) =>
      plugin.strategyUse?.(context),
    );
  }

  candleHistory(timeframe: Timeframe): Promise<CandleHistory[]> {
    const { log } = this.#ports;
    return askEach(this.#parts.roster, log, "candleHistory", (plugin, context) =>
      plugin.candleHistory?.(context, timeframe),
    );
  }

  strayError(error: unknown): boolean {
    return blame(this.#parts.roster, this.#ports.log, error);
  }

  async shutdown(): Promise<void> {
    if (this.#draining) return;
    this.#draining = true;
    await this.#parts.keeper.close();
    await this.#parts.relay.stop();
    await this.#parts.loader.shutdown(DRAIN_MS);
    await this.#parts.enablement.close();
    await this.#parts.callLog.close();
    await this.#parts.marker.close();
    await this.#watchdog?.stop();
  }

  #held(frames: string[]): void {
    this.#ports.log.warn("The thread was held, outside of any plugin", { frames });
  }

  #admit(): void {
    if (!this.#draining) return;
    throw new PlatformError("This host is shutting down.", {
      code: "host.draining",
      status: 503,
      retryAfter: 2,
      hint: "Try again: another host, or this one once it is back, will answer.",
    });
  }

  #runningManifests(): PluginManifest[] {
    return this.#parts.roster.active().flatMap(({ manifest }) => manifest ?? []);
  }

  async #enabledManifests(tenantId: string): Promise<PluginManifest[]> {
    const enabled: PluginManifest[] = [];
    for (const { manifest } of this.#parts.roster.serving(tenantId)) {
      if (await this.#parts.enablement.isEnabled(tenantId, manifest)) enabled.push(manifest);
    }
    return enabled;
  }
}
