import type {
  Actor,
  BotRole,
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
  TelegramUpdate,
} from "@promostack/core";
import { PlatformError } from "@promostack/core";
import { backlog, type DeadEvent, deadEvents, type EventBacklog, retryEvent } from "../event/backlog.ts";
import { EventOutbox } from "../event/outbox.ts";
import { EventRelay, type Subscriber } from "../event/relay.ts";
import { BootMarker } from "./bootMarker.ts";
import { Calls } from "./calls.ts";
import { catalogue } from "./catalogue.ts";
import type { ContextLinks } from "./context.ts";
import { Enablement } from "./enablement.ts";
import { extensionPoints } from "./extensionPoints.ts";
import type { Generation } from "./generation.ts";
import { checkHealth } from "./healthChecks.ts";
import { Invocations, isParked } from "./invocation.ts";
import { declaredJobs, declaredMounts, declaredRoutes } from "./listing.ts";
import { Loader } from "./loader.ts";
import { readRegistrationManifest } from "./manifest.ts";
import type { RuntimePorts } from "./ports.ts";
import { Publishing } from "./publishing.ts";
import { Quarantines } from "./quarantine.ts";
import { PLUGIN_CHANNEL, Registrations } from "./registration.ts";
import { BUNDLED_SET, BundledReleases } from "./release.ts";
import { Roster } from "./roster.ts";
import type {
  Caller,
  DeclaredJob,
  DeclaredMount,
  DeclaredRoute,
  Mark,
  PluginMark,
  PluginStatus,
  Runtime,
  ServiceCaller,
  TenantPlugin,
  TenantSettings,
  ValidatedInput,
} from "./runtime.ts";
import { ServiceDirectory } from "./services.ts";
import type { Settings } from "./settings.ts";
import { unknownPlugin } from "./slot.ts";
import { blame } from "./strayError.ts";
import { TenantPlugins, tell } from "./tenantPlugins.ts";
import { Upkeep } from "./upkeep.ts";

const POLL_MS = 30_000;
const DRAIN_MS = 10_000;
const TRIPS_A_DAY = 3;
const FRESH_MS = 86_400_000;

/** The plugin kernel over these ports; `boot` starts it. */
export function createRuntime(ports: RuntimePorts): Runtime {
  return new Kernel(ports);
}

/** Puts the parts of the kernel together, and follows the database. What each part does, it says itself. */
class Kernel implements Runtime {
  readonly #ports: RuntimePorts;
  readonly #file: string;
  readonly #roster = new Roster();
  readonly #registrations: Registrations;
  readonly #quarantines: Quarantines;
  readonly #marker: BootMarker;
  readonly #enablement: Enablement;
  readonly #services: ServiceDirectory;
  readonly #loader: Loader;
  readonly #calls: Calls;
  readonly #tenantPlugins: TenantPlugins;
  readonly #upkeep: Upkeep;
  readonly #events: EventOutbox;
  readonly #relay: EventRelay;
  readonly #listeners = new Set<() => void>();
  readonly #stops: Disposable[] = [];
  #again: NodeJS.Timeout | undefined;
  #draining = false;

  constructor(ports: RuntimePorts) {
    const { database } = ports;
    this.#ports = ports;
    this.#file = ports.registrationFile ?? BUNDLED_SET;
    this.#registrations = new Registrations(database);
    this.#quarantines = new Quarantines(database);
    this.#marker = new BootMarker(database);
    this.#enablement = new Enablement(database);
    this.#events = new EventOutbox(ports.clock);
    const invocations = new Invocations((generation, error) => this.#tripped(generation, error));
    this.#calls = new Calls({
      roster: this.#roster,
      enablement: this.#enablement,
      invocations,
      bots: ports.bots,
    });
    this.#services = new ServiceDirectory((name, caller, use) => this.#calls.service(name, caller, use));
    this.#tenantPlugins = new TenantPlugins({
      ports,
      enablement: this.#enablement,
      manifests: () => this.#manifests(),
      requireRunning: (id) => this.#roster.require(id).require().manifest,
      requireManifest: (id) => this.#requireManifest(id),
      hook: (id, hook, tenant, before) => this.#calls.hook(id, hook, tenant, before),
    });
    this.#upkeep = new Upkeep(ports, this.#tenantPlugins);
    this.#loader = new Loader({
      ports,
      roster: this.#roster,
      registrations: this.#registrations,
      quarantines: this.#quarantines,
      marker: this.#marker,
      sources: [new BundledReleases(this.#file)],
      neighbours: extensionPoints(this.#roster, this.#enablement),
      links: (manifest) => this.#links(manifest),
      activated: (generation) => this.#activated(generation),
      changed: () => this.#changed(),
    });
    this.#relay = new EventRelay({
      database,
      clock: ports.clock,
      log: ports.log,
      subscribers: () => this.#subscribers(),
      handle: (subscriber, event, mark) => this.#calls.event(subscriber, event, mark),
      isPause: isParked,
    });
  }

  async boot(signal?: AbortSignal): Promise<void> {
    const { database, log } = this.#ports;
    await this.#registrations.registerBundled(await readRegistrationManifest(this.#file));
    for (const { pluginId, version, phase } of await this.#marker.open()) {
      const reason = `It took the process down in ${phase} (an exit, or memory that ran out).`;
      log.error("A plugin took the last process down", { plugin: pluginId, release: version, phase });
      await this.#quarantines.strike(pluginId, version, reason);
    }
    signal?.throwIfAborted();
    await this.#enablement.open();
    await this.#reconcile();
    signal?.throwIfAborted();
    this.#stops.push(await database.listen(PLUGIN_CHANNEL, () => this.#follow()));
    const poll = setInterval(() => this.#follow(), POLL_MS).unref();
    this.#stops.push({ label: "poll of the registration", dispose: () => clearInterval(poll) });
    await this.#relay.start();
  }

  plugins(): PluginStatus[] {
    return this.#roster.all().map((slot) => slot.status());
  }

  plugin(pluginId: string): PluginStatus | undefined {
    return this.#roster.get(pluginId)?.status();
  }

  manifest(pluginId: string): PluginManifest | undefined {
    return this.#roster.manifest(pluginId);
  }

  folder(pluginId: string): string | undefined {
    return this.#roster.get(pluginId)?.generation?.folder;
  }

  onChange(listener: () => void): Disposable {
    this.#listeners.add(listener);
    return { label: "listener", dispose: () => void this.#listeners.delete(listener) };
  }

  routes(): DeclaredRoute[] {
    return declaredRoutes(this.#roster);
  }

  mounts(): DeclaredMount[] {
    return declaredMounts(this.#roster);
  }

  jobs(): DeclaredJob[] {
    return declaredJobs(this.#roster);
  }

  refusal(pluginId: string): PlatformError | undefined {
    const slot = this.#roster.get(pluginId);
    return slot === undefined ? unknownPlugin(pluginId) : slot.refusal();
  }

  async invokeRoute(pluginId: string, route: Route, caller: Caller, input: ValidatedInput): Promise<unknown> {
    this.#admit();
    return this.#calls.route(pluginId, route, caller, input);
  }

  async invokeMount(
    pluginId: string,
    mount: Mount,
    request: RawRequest,
    signal?: AbortSignal,
  ): Promise<Reply> {
    this.#admit();
    return this.#calls.mount(pluginId, mount, request, signal);
  }

  async runJob(pluginId: string, job: string, run: JobRun, tenantId?: string, mark?: Mark): Promise<void> {
    this.#admit();
    await this.#calls.job(pluginId, job, run, tenantId, mark);
  }

  async enabledTenants(
    pluginId: string,
    page?: { after?: string; limit?: number },
  ): Promise<EnabledTenant[]> {
    return this.#enablement.page(this.#requireManifest(pluginId), page);
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
    mark?: PluginMark,
  ): Promise<void> {
    this.#admit();
    await this.#calls.update(tenantId, role, update, mark);
  }

  async deliver(pluginId: string, report: string, delivery: Delivery, mark?: Mark): Promise<void> {
    this.#admit();
    await this.#calls.delivery(pluginId, report, delivery, mark);
  }

  catalogue(tenantId: string): Promise<TenantPlugin[]> {
    return catalogue(this.#roster, this.#enablement, tenantId);
  }

  async isEnabled(tenantId: string, pluginId: string): Promise<boolean> {
    const manifest = this.manifest(pluginId);
    return manifest !== undefined && this.#enablement.isEnabled(tenantId, manifest);
  }

  async enable(
    tenantId: string,
    pluginId: string,
    settings?: Settings,
    actor?: Actor,
  ): Promise<TenantSettings> {
    return this.#tenantPlugins.enable(tenantId, pluginId, settings, actor);
  }

  async disable(tenantId: string, pluginId: string, actor?: Actor): Promise<TenantSettings> {
    return this.#tenantPlugins.disable(tenantId, pluginId, actor);
  }

  async settings(tenantId: string, pluginId: string): Promise<TenantSettings> {
    return this.#tenantPlugins.settings(tenantId, pluginId);
  }

  async saveSettings(
    tenantId: string,
    pluginId: string,
    settings: Settings,
    ifMatch: string | number,
    actor?: Actor,
  ): Promise<TenantSettings> {
    return this.#tenantPlugins.save(tenantId, pluginId, settings, ifMatch, actor);
  }

  async tenantChanged(tenantId: string): Promise<void> {
    await this.#ports.database.system((trx) => tell(trx, tenantId));
    this.#enablement.forget(tenantId);
    await this.#upkeep.enableDefaults(this.#runningManifests(), tenantId);
  }

  dispatchEvents(): Promise<number> {
    return this.#relay.dispatch();
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
    return this.#services.provideHost(name, factory);
  }

  async quarantine(
    pluginId: string,
    reason: string,
    options: { until?: Date; actor?: Actor } = {},
  ): Promise<void> {
    const { registration } = this.#roster.require(pluginId);
    await this.#quarantines.put(pluginId, registration.version, "operator", reason, options.until);
    this.#ports.log.warn("Plugin quarantined", { plugin: pluginId, reason, actor: options.actor?.personId });
    await this.#reconcile();
  }

  async release(pluginId: string, actor?: Actor): Promise<void> {
    const slot = this.#roster.require(pluginId);
    await this.#quarantines.lift(pluginId);
    this.#ports.log.info("Plugin released", { plugin: pluginId, actor: actor?.personId });
    slot.failure = undefined;
    await this.#reconcile();
  }

  async setRegistered(pluginId: string, enabled: boolean, actor?: Actor): Promise<void> {
    if (!(await this.#registrations.setEnabled(pluginId, enabled))) throw unknownPlugin(pluginId);
    this.#ports.log.info("Plugin registration changed", {
      plugin: pluginId,
      enabled,
      actor: actor?.personId,
    });
    await this.#reconcile();
  }

  swap(pluginId: string): Promise<void> {
    return this.#loader.swap(pluginId);
  }

  checkHealth(): Promise<Record<string, Health>> {
    return checkHealth(this.#roster);
  }

  strayError(error: unknown): boolean {
    return blame(this.#roster, this.#ports.log, error);
  }

  async shutdown(): Promise<void> {
    if (this.#draining) return;
    this.#draining = true;
    clearTimeout(this.#again);
    for (const stop of this.#stops.splice(0)) await stop.dispose();
    await this.#relay.stop();
    await this.#loader.shutdown(DRAIN_MS);
    await this.#enablement.close();
    await this.#marker.close();
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

  /** A notice or the poll asks to look again; one that fails is tried at the next. */
  #follow(): void {
    if (this.#draining) return;
    this.#reconcile().catch((error: unknown) => {
      this.#ports.log.warn("The registration could not be read", { error: String(error) });
    });
  }

  async #reconcile(): Promise<void> {
    const quarantineEnds = await this.#loader.reconcile();
    clearTimeout(this.#again);
    if (quarantineEnds === undefined || this.#draining) return;
    this.#again = setTimeout(() => this.#follow(), Math.min(quarantineEnds, POLL_MS)).unref();
  }

  async #activated(generation: Generation): Promise<void> {
    this.#enablement.forget("");
    await this.#upkeep.migrateSettings(generation);
    await this.#upkeep.enableDefaults([generation.manifest]);
  }

  #changed(): void {
    for (const listener of this.#listeners) listener();
  }

  /** The breaker of a whole release opened. A fresh release that does it three times in a day has to go. */
  #tripped({ manifest }: Generation, error: PlatformError): void {
    const { id, version } = manifest;
    const { log } = this.#ports;
    log.error("A plugin failed too often and pauses", { plugin: id, release: version, error: error.message });
    this.#changed();
    this.#rollBackIfHopeless(id, version, error.message).catch((cause: unknown) => {
      log.warn("A trip could not be recorded", { plugin: id, error: String(cause) });
    });
  }

  /** The seam for going back to the previous release, once there are installed ones; bundled releases are quarantined. */
  async #rollBackIfHopeless(id: string, version: string, reason: string): Promise<void> {
    const trips = await this.#quarantines.trip(id, version, reason);
    const { registration } = this.#roster.require(id);
    if (trips < TRIPS_A_DAY || Date.now() - registration.activatedAt.getTime() > FRESH_MS) return;
    const why = `This release failed too often ${trips} times within a day of its start. Last: ${reason}`;
    await this.#quarantines.put(id, version, "breaker", why);
    await this.#reconcile();
  }

  #links(manifest: PluginManifest): ContextLinks {
    const { database, outbox, localUrl } = this.#ports;
    return {
      database,
      outbox,
      localUrl,
      publishing: new Publishing(manifest, this.#events),
      service: (name, tenantId, { signal }) =>
        this.#services.proxy(name, { plugin: manifest.id, tenantId, signal }),
      enabledTenants: (page) => this.#enablement.page(manifest, page),
      enabledTenant: (tenantId) => this.#enablement.enabled(tenantId, manifest),
    };
  }

  #subscribers(): Subscriber[] {
    return this.#roster.all().flatMap(({ id, manifest, generation, registration }) => {
      const events = manifest?.capabilities?.events?.subscribes ?? [];
      if (events.length === 0 || !registration.enabled) return [];
      const platformWide = manifest?.tenancy?.scope === "platform";
      return [
        {
          plugin: id,
          events,
          platformWide,
          running: generation !== undefined && generation.breaker.retryAfter === undefined,
        },
      ];
    });
  }

  #manifests(): PluginManifest[] {
    return this.#roster.all().flatMap(({ manifest }) => manifest ?? []);
  }

  #runningManifests(): PluginManifest[] {
    return this.#roster.active().flatMap(({ manifest }) => manifest ?? []);
  }

  async #enabledManifests(tenantId: string): Promise<PluginManifest[]> {
    const enabled: PluginManifest[] = [];
    for (const manifest of this.#runningManifests()) {
      if (await this.#enablement.isEnabled(tenantId, manifest)) enabled.push(manifest);
    }
    return enabled;
  }

  #requireManifest(pluginId: string): PluginManifest {
    const { manifest, failure } = this.#roster.require(pluginId);
    if (manifest === undefined) throw failure ?? unknownPlugin(pluginId);
    return manifest;
  }
}
