import { inPhase, type PlatformError, type PluginManifest } from "@promostack/core";
import { contractLimit } from "../db/pluginMigrations.ts";
import { aim } from "./aim.ts";
import { Departures } from "./departures.ts";
import type { Generation } from "./generation.ts";
import { Launch, type LaunchParts } from "./launch.ts";
import { LiveRelease } from "./liveRelease.ts";
import type { Quarantines } from "./quarantine.ts";
import type { Offer, Registration, Registrations, ReleaseRef } from "./registration.ts";
import { PluginSlot } from "./slot.ts";
import { blocked, isHeldBack, isPassing, mayRun } from "./standing.ts";

const EVERYTHING = Number.POSITIVE_INFINITY;

export interface LoaderParts extends LaunchParts {
  registrations: Registrations;
  quarantines: Quarantines;
  /** A generation serves, or serves other tenants than before: bring what is stored for it up to date. */
  activated(slot: PluginSlot, generation: Generation): Promise<void>;
  /** A release could not take its place beside or after the one that runs; that one goes on. */
  failed(slot: PluginSlot, release: LiveRelease, error: PlatformError): void;
}

/**
 * Makes this process run what the database says: one pass compares, stops what must not run, loads what must. A running
 * release serves until the one after it is up and well; then a reference is swapped, and the old one finishes what it began.
 */
export class Loader {
  readonly #parts: LoaderParts;
  readonly #launch: Launch;
  readonly #departures: Departures;
  /** Brought up already, before the table knew it: the pass that follows takes it instead of loading it again. */
  #prepared: LiveRelease | undefined;
  #turn: Promise<void> = Promise.resolve();

  constructor(parts: LoaderParts) {
    this.#parts = parts;
    this.#launch = new Launch(parts);
    this.#departures = new Departures(parts.ports.log);
  }

  /** Passes run one after the other. Answers in how many milliseconds a quarantine ends, where one will. */
  reconcile(): Promise<number | undefined> {
    return this.#inTurn(() => this.#pass());
  }

  /**
   * Brings a release up beside what runs (as a candidate where there is an offer), lets `commit` write it into the table, and
   * puts it in its place. Where either fails nothing has changed, and the error is thrown.
   */
  introduce(ref: ReleaseRef, offer: Offer | undefined, commit: () => Promise<void>): Promise<void> {
    return this.#inTurn(async () => {
      const release = await this.#prepare(ref, offer);
      try {
        await commit();
        this.#prepared = release;
        await this.#pass();
      } finally {
        // Nobody took it: the commit failed, or the table says something else by now.
        if (release?.generation && !this.#parts.roster.generations().includes(release.generation))
          await release.generation.stop(0);
        this.#prepared = undefined;
      }
    });
  }

  /** Loads the registered release anew beside the running one and swaps; on failure the old one goes on and the error is thrown. */
  async swap(id: string): Promise<void> {
    const gone = await this.#inTurn(async () => {
      const slot = this.#parts.roster.require(id);
      const fresh = new LiveRelease(slot.registration);
      const manifest = await this.#read(fresh);
      fresh.generation = await this.#launch.raise(fresh, manifest, { contractTo: EVERYTHING, beside: false });
      const old = slot.stable;
      slot.stable = fresh;
      this.#parts.changed();
      await this.#parts.activated(slot, fresh.generation);
      return () => this.#departures.begin(slot, old);
    });
    await gone();
  }

  /** Runs the contracting migrations that waited for the end of a rollback window, and for the last process on another release. */
  contract(runsOnly: (pluginId: string, version: string) => Promise<boolean>): Promise<void> {
    return this.#inTurn(async () => {
      for (const registration of await this.#parts.registrations.list()) {
        const { stable, manifest, state } = this.#parts.roster.get(registration.pluginId) ?? {};
        if (state !== "active" || manifest?.migrations?.contracting === undefined) continue;
        if (!registration.settled || !stable?.is(registration)) continue;
        if (!(await runsOnly(registration.pluginId, registration.version))) continue;
        await this.#launch.migrate(stable, manifest, EVERYTHING);
      }
    });
  }

  /** Stops everything, dependents first. */
  shutdown(drainMs: number): Promise<void> {
    return this.#inTurn(async () => {
      for (const slot of [...this.#parts.roster.all()].reverse()) await this.#unload(slot, drainMs);
      await this.#departures.over();
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
    const { roster, registrations, quarantines, changed } = this.#parts;
    const [wanted, held] = await Promise.all([registrations.list(), quarantines.list()]);
    for (const slot of roster.all()) {
      if (wanted.some(({ pluginId }) => pluginId === slot.id)) continue;
      await this.#unload(slot);
      roster.delete(slot.id);
    }
    for (const registration of wanted) await this.#enter(registration);
    for (const slot of roster.all()) {
      // An operator's is for the plugin; what a release did wrong, another release did not do.
      slot.quarantine = held.find(
        ({ pluginId, cause, version }) =>
          pluginId === slot.id && (cause === "operator" || version === slot.stable.ref.version),
      );
    }
    const { problems } = roster.order();
    const standing = new Set<string>();
    for (const slot of roster.all()) {
      if (mayRun(slot, problems, (id) => standing.has(id))) standing.add(slot.id);
    }
    for (const slot of [...roster.all()].reverse()) {
      if (slot.generation !== undefined && !standing.has(slot.id)) await this.#unload(slot);
    }
    const runs = (id: string) => roster.get(id)?.generation !== undefined;
    for (const slot of roster.all()) {
      if (slot.generation === undefined && mayRun(slot, problems, runs)) await this.#load(slot);
      else if (slot.stable === this.#prepared && slot.generation !== undefined)
        await this.#parts.activated(slot, slot.generation);
      if (slot.generation !== undefined && slot.next !== undefined) await this.#upgrade(slot, slot.next);
      if (slot.generation !== undefined && slot.candidate !== undefined)
        await this.#tryOut(slot, slot.candidate);
    }
    changed();
    const ends = held.flatMap(({ inForce, secondsLeft }) =>
      inForce && secondsLeft !== null ? [secondsLeft] : [],
    );
    return ends.length === 0 ? undefined : Math.max(0, Math.min(...ends)) * 1_000 + 50;
  }

  /** Takes a registration over: what is to serve, what waits to, and who is a candidate for whom. */
  async #enter(registration: Registration): Promise<void> {
    const { roster, changed } = this.#parts;
    const known = roster.get(registration.pluginId);
    const slot = known ?? new PluginSlot(registration);
    if (known === undefined) {
      if (this.#prepared?.is(registration)) slot.stable = this.#prepared;
      roster.set(slot);
    }
    const lost = aim(slot, registration, this.#prepared);
    if (lost !== undefined) {
      changed();
      void this.#departures.begin(slot, lost);
    }
    for (const release of slot.releases) {
      // What failed for want of the database is worth another try; a broken plugin is not, until it is released.
      if (isPassing(release.failure)) release.failure = undefined;
    }
    const { stable } = slot;
    if (!registration.enabled || stable.failure !== undefined) return;
    await this.#launch.read(stable);
    if (stable.failure !== undefined) this.#fail(slot, stable.failure);
  }

  async #load(slot: PluginSlot): Promise<void> {
    const { stable, registration, manifest } = slot;
    const { log } = this.#parts.ports;
    if (manifest === undefined) return;
    slot.starting = true;
    this.#parts.changed();
    try {
      const contractTo = registration.settled ? EVERYTHING : 0;
      const generation = await this.#launch.raise(stable, manifest, { contractTo, beside: false });
      stable.generation = generation;
      if (slot.quarantine !== undefined) {
        await this.#parts.quarantines.liftLapsed(slot.id);
        slot.quarantine = undefined;
      }
      await this.#parts.activated(slot, generation);
      log.info("Plugin runs", { plugin: slot.id, release: manifest.version });
    } catch (error) {
      stable.failure = inPhase(error, slot.id, "load");
      this.#fail(slot, stable.failure);
    } finally {
      slot.starting = false;
    }
  }

  /** The registered release comes up beside the one that serves, and takes its place when it is well. */
  async #upgrade(slot: PluginSlot, next: LiveRelease): Promise<void> {
    if (!(await this.#comesUp(slot, next)) || next.generation === undefined) return;
    const old = slot.stable;
    slot.stable = next;
    slot.next = undefined;
    if (slot.candidate === next) slot.candidate = undefined;
    next.offer = undefined;
    next.generation.judge(false);
    slot.health = undefined;
    this.#parts.roster.order();
    this.#parts.changed();
    void this.#departures.begin(slot, old);
    this.#parts.ports.log.info("Plugin runs in another release", {
      plugin: slot.id,
      release: next.ref.version,
      before: old.ref.version,
    });
    await this.#parts.activated(slot, next.generation);
  }

  async #tryOut(slot: PluginSlot, candidate: LiveRelease): Promise<void> {
    if (!(await this.#comesUp(slot, candidate)) || candidate.generation === undefined) return;
    const offer = JSON.stringify(candidate.offer);
    if (candidate.settledFor === offer) return;
    if (candidate.settledFor === undefined) candidate.generation.judge(true);
    candidate.settledFor = offer;
    this.#parts.changed();
    await this.#parts.activated(slot, candidate.generation);
    if (slot.generation !== undefined) await this.#parts.activated(slot, slot.generation);
  }

  /** True once the release runs beside the one that serves. What keeps it from that is reported once. */
  async #comesUp(slot: PluginSlot, release: LiveRelease): Promise<boolean> {
    if (release.failure !== undefined) return false;
    if (release.generation !== undefined && release !== slot.next) return true;
    try {
      release.generation ??= await this.#raiseBeside(slot, release);
      const { manifest } = release.generation;
      for (const problem of this.#parts.roster.orderWith(manifest).values()) throw problem;
      return true;
    } catch (error) {
      release.failure = inPhase(error, slot.id, "load");
      this.#fail(slot, release.failure);
      if (!isPassing(release.failure)) this.#parts.failed(slot, release, release.failure);
      return false;
    }
  }

  async #raiseBeside(slot: PluginSlot | undefined, release: LiveRelease): Promise<Generation> {
    const { roster } = this.#parts;
    const manifest = await this.#read(release);
    for (const problem of roster.orderWith(manifest).values()) throw problem;
    const idle = Object.keys(manifest.dependencies ?? {}).find((id) => !roster.get(id)?.generation);
    if (idle !== undefined) throw blocked(manifest, idle);
    const running = slot?.generation?.manifest;
    const contractTo = contractLimit(running, slot?.registration.settled);
    return this.#launch.raise(release, manifest, { contractTo, beside: running !== undefined });
  }

  async #prepare(ref: ReleaseRef, offer: Offer | undefined): Promise<LiveRelease | undefined> {
    const slot = this.#parts.roster.get(ref.pluginId);
    if (slot?.releases.some((each) => each.is(ref) && each.generation !== undefined)) return undefined;
    const release = new LiveRelease(ref, offer);
    const manifest = await this.#read(release);
    if (slot !== undefined && isHeldBack(slot)) return release;
    if (release.misplaced || manifest.kind === "strategy") return release;
    release.generation = await this.#raiseBeside(slot, release);
    return release;
  }

  async #read(release: LiveRelease): Promise<PluginManifest> {
    await this.#launch.read(release);
    if (release.manifest !== undefined) return release.manifest;
    throw release.failure ?? new Error(`${release.ref.pluginId} has no manifest`);
  }

  async #unload(slot: PluginSlot, drainMs?: number): Promise<void> {
    const running = slot.generation !== undefined;
    const gone = slot.releases.map((release) => this.#departures.begin(slot, release, drainMs));
    slot.candidate = undefined;
    if (!running) return;
    this.#parts.changed();
    await Promise.all(gone);
    this.#parts.ports.log.info("Plugin stopped", { plugin: slot.id });
  }

  #fail(slot: PluginSlot, error: PlatformError): void {
    this.#parts.ports.log.error("A plugin does not run", {
      plugin: slot.id,
      code: error.code,
      phase: error.phase,
      error: error.message,
      stack: error.cause instanceof Error ? error.cause.stack : undefined,
    });
  }
}
