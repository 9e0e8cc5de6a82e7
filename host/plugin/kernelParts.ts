import type { PlatformError, PluginManifest } from "@promostack/core";
import { EventOutbox } from "../event/outbox.ts";
import { EventRelay } from "../event/relay.ts";
import { BootMarker } from "./bootMarker.ts";
import { CallLog } from "./callLog.ts";
import { Calls } from "./calls.ts";
import { inCohort } from "./cohort.ts";
import type { ContextLinks } from "./context.ts";
import { Enablement } from "./enablement.ts";
import { extensionPoints } from "./extensionPoints.ts";
import type { Generation } from "./generation.ts";
import { Invocations, pauseOf } from "./invocation.ts";
import { Keeper } from "./keeper.ts";
import { declaredSubscribers } from "./listing.ts";
import type { LiveRelease } from "./liveRelease.ts";
import { Loader } from "./loader.ts";
import type { RuntimePorts } from "./ports.ts";
import { Publishing } from "./publishing.ts";
import { Quarantines } from "./quarantine.ts";
import { Registrations } from "./registration.ts";
import { BUNDLED_SET, BundledReleases } from "./release.ts";
import { ReleaseFailures } from "./releaseFailures.ts";
import { Rollout } from "./rollout.ts";
import { Roster } from "./roster.ts";
import { ServiceDirectory } from "./services.ts";
import type { PluginSlot } from "./slot.ts";
import { TenantData } from "./tenantData.ts";
import { TenantPlugins } from "./tenantPlugins.ts";
import { UpdateCalls } from "./updateCalls.ts";
import { Upkeep } from "./upkeep.ts";

export interface KernelParts {
  roster: Roster;
  marker: BootMarker;
  enablement: Enablement;
  loader: Loader;
  keeper: Keeper;
  rollout: Rollout;
  tenantData: TenantData;
  calls: Calls;
  updates: UpdateCalls;
  services: ServiceDirectory;
  tenantPlugins: TenantPlugins;
  upkeep: Upkeep;
  relay: EventRelay;
  callLog: CallLog;
}

/** Makes the parts of a kernel and joins them. `changed` is called whenever what plugins declare may be different. */
export function kernelParts(ports: RuntimePorts, changed: () => void): KernelParts {
  const { database, clock, log, bots } = ports;
  const file = ports.registrationFile ?? BUNDLED_SET;
  const roster = new Roster();
  const marker = new BootMarker(database);
  const enablement = new Enablement(database);
  const registrations = new Registrations(database);
  const quarantines = new Quarantines(database);
  const events = new EventOutbox(clock);
  const callLog = new CallLog(database, log);
  const tripped = (generation: Generation, error: PlatformError) => {
    keeper.tripped(generation, error);
    changed();
  };
  const invocations = new Invocations(tripped, callLog, ports.usage);
  const calls = new Calls({ roster, enablement, invocations });
  const updates = new UpdateCalls({ roster, enablement, invocations, bots });
  const services = new ServiceDirectory((name, caller, use) => calls.service(name, caller, use));
  const tenantPlugins = new TenantPlugins({
    ports,
    enablement,
    manifests: (tenantId) => roster.all().flatMap((slot) => slot.serving(tenantId).manifest ?? []),
    requireRunning: (id, tenantId) => roster.require(id).require(tenantId).manifest,
    requireManifest: (id, tenantId) => roster.requireManifest(id, tenantId),
    hook: (id, hook, tenant, before) => calls.hook(id, hook, tenant, before),
    test: (...of) => calls.settingsTest(...of),
  });
  const upkeep = new Upkeep(ports, tenantPlugins);
  const links = (manifest: PluginManifest, release: LiveRelease): ContextLinks => ({
    database,
    outbox: ports.outbox,
    titleOf: (plugin) => roster.manifest(plugin)?.title ?? plugin,
    localUrl: () => ports.localUrl(),
    publicUrl: () => ports.publicUrl(),
    publishing: new Publishing(manifest, events),
    service: (name, tenantId, { signal }) => services.proxy(name, { plugin: manifest.id, tenantId, signal }),
    enabledTenants: (page) => enablement.page(manifest, page, ownTenants(roster, manifest, release)),
    enabledTenant: (tenantId) => enablement.enabled(tenantId, manifest),
  });
  const activated = async (slot: PluginSlot, { manifest }: Generation) => {
    enablement.forget("");
    await upkeep.settleSettings(manifest, (tenantId) => slot.serving(tenantId).manifest === manifest);
    if (manifest === slot.manifest) await upkeep.enableDefaults([manifest]);
  };
  const sources = [...(ports.releases ?? []), new BundledReleases(file)];
  const loader = new Loader({
    ports,
    roster,
    registrations,
    quarantines,
    marker,
    sources,
    neighbours: {
      ...extensionPoints(roster, enablement, calls),
      openMetric: (plugin, metric) => ports.metrics.open(plugin, metric),
    },
    links,
    activated,
    failed: (slot, release, error) => keeper.setback(slot, release, error),
    changed,
  });
  const failures = new ReleaseFailures(database);
  const keeper = new Keeper({ ports, file, roster, registrations, quarantines, failures, marker, loader });
  const rollout = new Rollout({ database, roster, registrations, failures, loader, keeper, sources });
  const relay = new EventRelay({
    database,
    clock,
    log,
    subscribers: () => declaredSubscribers(roster),
    handle: (subscriber, event, mark) => calls.event(subscriber, event, mark),
    pauseOf,
  });
  return {
    roster,
    marker,
    enablement,
    loader,
    keeper,
    callLog,
    rollout,
    tenantData: new TenantData({ roster, enablement, invocations }),
    calls,
    updates,
    services,
    tenantPlugins,
    upkeep,
    relay,
  };
}

/** Two live releases share the tenants between them: each sees those that it serves. */
function ownTenants(roster: Roster, manifest: PluginManifest, release: LiveRelease) {
  return (tenantId: string) => {
    const candidate = roster.get(manifest.id)?.candidate;
    const mine =
      release.offer === undefined
        ? !candidate?.takes(tenantId)
        : inCohort(release.offer, manifest.id, tenantId);
    return mine ? manifest : undefined;
  };
}
