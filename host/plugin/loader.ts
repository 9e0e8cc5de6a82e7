import { inPhase, PlatformError, type PluginManifest } from "@promostack/core";
import { migratePlugin } from "../db/pluginMigrations.ts";
import type { BootMarker } from "./bootMarker.ts";
import { GenerationContainer } from "./container.ts";
import { ContextFactory, type ContextLinks } from "./context.ts";
import { Generation } from "./generation.ts";
import { readManifest } from "./manifest.ts";
import type { RuntimePorts } from "./ports.ts";
import type { Quarantines } from "./quarantine.ts";
import type { Registration, Registrations } from "./registration.ts";
import { type ReleaseSource, sourceOf } from "./release.ts";
import type { Roster } from "./roster.ts";
import type { Neighbours } from "./setup.ts";
import { PluginSlot } from "./slot.ts";

const DRAIN_MS = 10_000;

export interface LoaderParts {
  ports: RuntimePorts;
  roster: Roster;
  registrations: Registrations;
  quarantines: Quarantines;
  marker: BootMarker;
  sources: readonly ReleaseSource[];
  neighbours: Neighbours;
  links(manifest: PluginManifest): ContextLinks;
  /** A generation runs: bring what is stored for it up to date. */
  activated(generation: Generation): Promise<void>;
  changed(): void;
}

/** Makes this process run what the database says: one pass compares, stops what must not run, loads what must. */
export class Loader {
  readonly #parts: LoaderParts;
  #turn: Promise<void> = Promise.resolve();

  constructor(parts: LoaderParts) {
    this.#parts = parts;
  }

  /** Passes run one after the other. Answers in how many milliseconds a quarantine ends, where one will. */
  reconcile(): Promise<number | undefined> {
    return this.#inTurn(() => this.#pass());
  }

  /** Loads the registered release beside the running one and swaps; on failure the old one goes on and the error is thrown. */
  swap(id: string): Promise<void> {
    return this.#inTurn(async () => {
      const slot = this.#parts.roster.require(id);
      await this.#readManifest(slot);
      const manifest = slot.manifest;
      if (manifest === undefined) throw slot.failure ?? new Error(`${id} has no manifest`);
      const old = slot.generation;
      const fresh = await this.#raise(slot, manifest);
      slot.generation = fresh;
      slot.failure = undefined;
      this.#parts.changed();
      await this.#parts.activated(fresh);
      if (old !== undefined) await this.#stop(slot, old);
    });
  }

  /** Stops everything, dependents first. */
  shutdown(drainMs: number): Promise<void> {
    return this.#inTurn(async () => {
      for (const slot of [...this.#parts.roster.all()].reverse()) {
        const { generation } = slot;
        if (generation === undefined) continue;
        slot.generation = undefined;
        await this.#stop(slot, generation, drainMs);
      }
    });
  }

  #inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
    const mine = this.#turn.then(work);
    this.#turn = mine.then(
      () => undefined,
      () => undefined,
    );
    return mine;
  }

  async #pass(): Promise<number | undefined> {
    const { roster, registrations, quarantines } = this.#parts;
    const [wanted, held] = await Promise.all([registrations.list(), quarantines.list()]);
    for (const slot of roster.all()) {
      if (wanted.some(({ pluginId }) => pluginId === slot.id)) continue;
      await this.#unload(slot);
      roster.delete(slot.id);
    }
    for (const registration of wanted) await this.#enter(registration);
    for (const slot of roster.all()) {
      slot.quarantine = held.find(({ pluginId }) => pluginId === slot.id);
    }
    const { problems } = roster.order();
    const standing = new Set<string>();
    for (const slot of roster.all()) {
      if (this.#mayRun(slot, problems, (id) => standing.has(id))) standing.add(slot.id);
    }
    for (const slot of [...roster.all()].reverse()) {
      if (slot.generation !== undefined && !standing.has(slot.id)) await this.#unload(slot);
    }
    const runs = (id: string) => roster.get(id)?.generation !== undefined;
    for (const slot of roster.all()) {
      if (slot.generation === undefined && this.#mayRun(slot, problems, runs)) await this.#load(slot);
    }
    this.#parts.changed();
    const ends = held.flatMap(({ inForce, secondsLeft }) =>
      inForce && secondsLeft !== null ? [secondsLeft] : [],
    );
    return ends.length === 0 ? undefined : Math.max(0, Math.min(...ends)) * 1_000 + 50;
  }

  /** Takes a registration over; another release of a known plugin stops the running one. */
  async #enter(registration: Registration): Promise<void> {
    const { roster } = this.#parts;
    const known = roster.get(registration.pluginId);
    if (known !== undefined && isSame(known.registration, registration)) {
      known.registration = registration;
      // What failed for want of the database is worth another try; a broken plugin is not, until it is released.
      if (isPassing(known.failure)) known.failure = undefined;
      if (known.manifest === undefined && known.failure === undefined) await this.#readManifest(known);
      return;
    }
    if (known !== undefined) await this.#unload(known);
    const slot = new PluginSlot(registration);
    roster.set(slot);
    if (registration.enabled) await this.#readManifest(slot);
  }

  async #readManifest(slot: PluginSlot): Promise<void> {
    const { sources, ports } = this.#parts;
    const { registration } = slot;
    try {
      slot.folder = await sourceOf(sources, registration).folder(registration);
      const manifest = await readManifest(slot.folder);
      if (manifest.id !== slot.id || manifest.version !== registration.version) {
        throw otherRelease(registration, manifest);
      }
      slot.manifest = manifest;
      slot.misplaced = !(manifest.environments?.includes(ports.environment) ?? true);
    } catch (error) {
      this.#fail(slot, inPhase(error, slot.id, "manifest"));
    }
  }

  /** Whether the slot's plugin should be running, given which of its dependencies do; says on the slot why not. */
  #mayRun(
    slot: PluginSlot,
    problems: ReadonlyMap<string, PlatformError>,
    runs: (dependency: string) => boolean,
  ): boolean {
    const { manifest } = slot;
    slot.blockedBy = undefined;
    if (!slot.registration.enabled || slot.misplaced || slot.quarantine?.inForce) return false;
    if (manifest === undefined || manifest.kind === "strategy") return false;
    const problem = problems.get(slot.id);
    if (problem !== undefined) {
      slot.failure = problem;
      return false;
    }
    if (slot.failure?.code.startsWith("dependency.")) slot.failure = undefined;
    if (slot.failure !== undefined) return false;
    slot.blockedBy = Object.keys(manifest.dependencies ?? {}).find((id) => !runs(id));
    return slot.blockedBy === undefined;
  }

  async #load(slot: PluginSlot): Promise<void> {
    const { manifest } = slot;
    if (manifest === undefined) return;
    slot.starting = true;
    this.#parts.changed();
    try {
      const generation = await this.#raise(slot, manifest);
      slot.generation = generation;
      if (slot.quarantine !== undefined) {
        await this.#parts.quarantines.lift(slot.id);
        slot.quarantine = undefined;
      }
      await this.#parts.activated(generation);
      this.#parts.ports.log.info("Plugin runs", { plugin: slot.id, release: manifest.version });
    } catch (error) {
      this.#fail(slot, inPhase(error, slot.id, "load"));
    } finally {
      slot.starting = false;
    }
  }

  /** Migrate, load, setup, start: each step marked in the database, so that one which ends the process is found. */
  async #raise(slot: PluginSlot, manifest: PluginManifest): Promise<Generation> {
    const { ports, marker, neighbours, roster, changed } = this.#parts;
    const { database } = ports;
    const folder = slot.folder ?? "";
    checkNames(manifest, roster);
    if (manifest.capabilities?.db !== undefined) {
      const { head = 0, breaking = 0 } = manifest.migrations ?? {};
      const platform = manifest.capabilities.db.platform ?? false;
      await migratePlugin(database, { pluginId: slot.id, folder, head, breaking, platform });
    }
    await marker.set(slot.id, manifest.version, "load");
    try {
      const container = new GenerationContainer(manifest, ports);
      const contexts = new ContextFactory(manifest, container, this.#parts.links(manifest));
      const generation = await Generation.load(
        { manifest, folder, container, contexts },
        neighbours,
        changed,
      );
      await marker.set(slot.id, manifest.version, "start");
      try {
        await generation.start();
      } catch (error) {
        await this.#stop(slot, generation, 0);
        throw error;
      }
      return generation;
    } finally {
      await marker.clear(slot.id);
    }
  }

  async #unload(slot: PluginSlot): Promise<void> {
    const { generation } = slot;
    if (generation === undefined) return;
    slot.generation = undefined;
    this.#parts.changed();
    await this.#stop(slot, generation);
    this.#parts.ports.log.info("Plugin stopped", { plugin: slot.id });
  }

  async #stop(slot: PluginSlot, generation: Generation, drainMs = DRAIN_MS): Promise<void> {
    for (const problem of await generation.stop(drainMs)) {
      this.#parts.ports.log.warn("A plugin did not stop cleanly", {
        plugin: slot.id,
        error: problem.message,
      });
      slot.leftovers.push(problem.message);
    }
    slot.leftovers.push(...generation.ledger.leftovers);
  }

  #fail(slot: PluginSlot, error: PlatformError): void {
    slot.failure = error;
    this.#parts.ports.log.error("A plugin does not run", {
      plugin: slot.id,
      code: error.code,
      phase: error.phase,
      error: error.message,
      stack: error.cause instanceof Error ? error.cause.stack : undefined,
    });
  }
}

function isSame(one: Registration, other: Registration): boolean {
  return one.version === other.version && one.path === other.path && one.source === other.source;
}

function isPassing(error: PlatformError | undefined): boolean {
  return error?.code === "database.unavailable" || error?.code === "database.busy";
}

function otherRelease({ pluginId, version }: Registration, manifest: PluginManifest): PlatformError {
  const found = `${manifest.id} ${manifest.version}`;
  return new PlatformError(`${pluginId} ${version} is registered, and its folder holds ${found}.`, {
    code: "release.other",
    plugin: pluginId,
    phase: "manifest",
    hint: "Give the registration manifest and plugin.json the same id and version.",
  });
}

/** Services, events and extension points have one owner each in an installation. */
function checkNames(manifest: PluginManifest, roster: Roster): void {
  const own = new Set(namesOf(manifest));
  for (const { id, manifest: other, generation } of roster.all()) {
    if (id === manifest.id || other === undefined || generation === undefined) continue;
    const taken = namesOf(other).filter((name) => own.has(name));
    if (taken.length === 0) continue;
    throw new PlatformError(`${manifest.id}: ${taken.join(", ")} belongs to ${id}.`, {
      code: "plugin.name_taken",
      plugin: manifest.id,
      phase: "load",
      hint: "Give it a name of your own; begin it with the plugin's id.",
      details: { taken, owner: id },
    });
  }
}

function namesOf({ capabilities = {}, contributes = {} }: PluginManifest): string[] {
  return [
    ...(capabilities.services?.provides ?? []).map((name) => `service ${name}`),
    ...(contributes.events ?? []).map(({ name }) => `event ${name}`),
    ...(contributes.extensionPoints ?? []).map(({ name }) => `extension point ${name}`),
  ];
}
