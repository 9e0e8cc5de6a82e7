import type { PluginManifest } from "@promostack/core";
import { EventOutbox } from "../event/outbox.ts";
import { EventRelay } from "../event/relay.ts";
import { BootMarker } from "./bootMarker.ts";
import { Calls } from "./calls.ts";
import type { ContextLinks } from "./context.ts";
import { Enablement } from "./enablement.ts";
import { extensionPoints } from "./extensionPoints.ts";
import type { Generation } from "./generation.ts";
import { Invocations, pauseOf } from "./invocation.ts";
import { Keeper } from "./keeper.ts";
import { declaredSubscribers } from "./listing.ts";
import { Loader } from "./loader.ts";
import type { RuntimePorts } from "./ports.ts";
import { Publishing } from "./publishing.ts";
import { Quarantines } from "./quarantine.ts";
import { Registrations } from "./registration.ts";
import { BUNDLED_SET, BundledReleases } from "./release.ts";
import { Roster } from "./roster.ts";
import { ServiceDirectory } from "./services.ts";
import { TenantPlugins } from "./tenantPlugins.ts";
import { UpdateCalls } from "./updateCalls.ts";
import { Upkeep } from "./upkeep.ts";

export interface KernelParts {
  roster: Roster;
  marker: BootMarker;
  enablement: Enablement;
  loader: Loader;
  keeper: Keeper;
  calls: Calls;
  updates: UpdateCalls;
  services: ServiceDirectory;
  tenantPlugins: TenantPlugins;
  upkeep: Upkeep;
  relay: EventRelay;
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
  const invocations = new Invocations((generation, error) => {
    keeper.tripped(generation, error);
    changed();
  });
  const calls = new Calls({ roster, enablement, invocations });
  const updates = new UpdateCalls({ roster, enablement, invocations, bots });
  const services = new ServiceDirectory((name, caller, use) => calls.service(name, caller, use));
  const tenantPlugins = new TenantPlugins({
    ports,
    enablement,
    manifests: () => roster.all().flatMap(({ manifest }) => manifest ?? []),
    requireRunning: (id) => roster.require(id).require().manifest,
    requireManifest: (id) => roster.requireManifest(id),
    hook: (id, hook, tenant, before) => calls.hook(id, hook, tenant, before),
    test: (...of) => calls.settingsTest(...of),
  });
  const upkeep = new Upkeep(ports, tenantPlugins);
  const links = (manifest: PluginManifest): ContextLinks => ({
    database,
    outbox: ports.outbox,
    localUrl: () => ports.localUrl(),
    publicUrl: () => ports.publicUrl(),
    publishing: new Publishing(manifest, events),
    service: (name, tenantId, { signal }) => services.proxy(name, { plugin: manifest.id, tenantId, signal }),
    enabledTenants: (page) => enablement.page(manifest, page),
    enabledTenant: (tenantId) => enablement.enabled(tenantId, manifest),
  });
  const activated = async (generation: Generation) => {
    enablement.forget("");
    await upkeep.migrateSettings(generation);
    await upkeep.enableDefaults([generation.manifest]);
  };
  const loader = new Loader({
    ports,
    roster,
    registrations,
    quarantines,
    marker,
    sources: [new BundledReleases(file)],
    neighbours: {
      ...extensionPoints(roster, enablement, calls),
      openMetric: (plugin, metric) => ports.metrics.open(plugin, metric),
    },
    links,
    activated,
    changed,
  });
  const keeper = new Keeper({ ports, file, roster, registrations, quarantines, marker, loader });
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
    calls,
    updates,
    services,
    tenantPlugins,
    upkeep,
    relay,
  };
}
