import path from "node:path";
import { type Actor, type Disposable, PlatformError } from "@promostack/core";
import type { BootMarker } from "./bootMarker.ts";
import type { Generation } from "./generation.ts";
import type { LiveRelease } from "./liveRelease.ts";
import type { Loader } from "./loader.ts";
import { readRegistrationManifest } from "./manifest.ts";
import type { RuntimePorts } from "./ports.ts";
import { CHANCES, type Quarantines } from "./quarantine.ts";
import { PLUGIN_CHANNEL, type Registrations, type ReleaseRef } from "./registration.ts";
import type { ReleaseFailures } from "./releaseFailures.ts";
import type { Roster } from "./roster.ts";
import { type PluginSlot, unknownPlugin } from "./slot.ts";
import { takeStalls } from "./stall.ts";

const POLL_MS = 30_000;
const TRIPS_A_DAY = 3;
const FRESH_MS = 86_400_000;
const STALL_REST_MS = 300_000;

export interface KeeperParts {
  ports: RuntimePorts;
  /** The bundled registration manifest. */
  file: string;
  roster: Roster;
  registrations: Registrations;
  quarantines: Quarantines;
  failures: ReleaseFailures;
  marker: BootMarker;
  loader: Loader;
}

/** Keeps this process and the database's word of what should run together: at the start, on notice, and every 30 seconds. */
export class Keeper {
  readonly #parts: KeeperParts;
  readonly #stops: Disposable[] = [];
  #again: NodeJS.Timeout | undefined;
  #closed = false;

  constructor(parts: KeeperParts) {
    this.#parts = parts;
  }

  /** Registers the bundled set, sets aside what took the last process down, loads the rest, and follows from then on. */
  async open(signal?: AbortSignal): Promise<void> {
    const { ports, file, registrations } = this.#parts;
    const bundled = await readRegistrationManifest(file);
    await registrations.registerBundled(bundled);
    const stalled = await this.#restStalled();
    await this.#strikeWrecks(stalled);
    signal?.throwIfAborted();
    await this.reconcile();
    signal?.throwIfAborted();
    this.#stops.push(await ports.database.listen(PLUGIN_CHANNEL, () => this.#follow()));
    const poll = setInterval(() => this.#follow(), POLL_MS).unref();
    this.#stops.push({ label: "poll of the registration", dispose: () => clearInterval(poll) });
  }

  /** Stops following; what runs goes on. */
  async close(): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#again);
    for (const stop of this.#stops.splice(0)) await stop.dispose();
  }

  async quarantine(pluginId: string, reason: string, until?: Date, actor?: Actor): Promise<void> {
    const { roster, quarantines, ports } = this.#parts;
    const { stable } = roster.require(pluginId);
    await quarantines.put(pluginId, stable.ref.version, "operator", reason, until);
    ports.log.warn("Plugin quarantined", { plugin: pluginId, reason, actor: actor?.personId });
    await this.reconcile();
  }

  /** Ends a quarantine, and gives a plugin that failed another try. */
  async release(pluginId: string, actor?: Actor): Promise<void> {
    const { roster, quarantines, ports } = this.#parts;
    const slot = roster.require(pluginId);
    await quarantines.lift(pluginId);
    ports.log.info("Plugin released", { plugin: pluginId, actor: actor?.personId });
    for (const release of slot.releases) release.failure = undefined;
    await this.reconcile();
  }

  async setRegistered(pluginId: string, enabled: boolean, actor?: Actor): Promise<void> {
    const { registrations, ports } = this.#parts;
    if (!(await registrations.setEnabled(pluginId, enabled))) throw unknownPlugin(pluginId);
    ports.log.info("Plugin registration changed", { plugin: pluginId, enabled, actor: actor?.personId });
    await this.reconcile();
  }

  /**
   * The breaker of a whole release opened. A candidate is taken back at once; a fresh release that does it three times in a day
   * makes way for the one before it.
   */
  tripped(generation: Generation, error: PlatformError): void {
    const { id, version } = generation.manifest;
    const { ports, roster } = this.#parts;
    const slot = roster.get(id);
    const { candidate } = slot ?? {};
    ports.log.error("A plugin failed too often and pauses", {
      plugin: id,
      release: version,
      error: error.message,
    });
    if (slot !== undefined && candidate?.generation === generation) this.setback(slot, candidate, error);
    else this.#inBackground(id, () => this.#rollBackIfHopeless(id, version, error));
  }

  /** A release that cannot take its place, or lost it: the table goes back to what runs, on every replica. */
  setback({ id, candidate, next }: PluginSlot, release: LiveRelease, error: PlatformError): void {
    const { failures, registrations, ports } = this.#parts;
    this.#inBackground(id, async () => {
      await failures.record(release.ref, error);
      const undone = await ports.database.system(async (trx) => {
        if (release === candidate && release !== next) return registrations.withdrawIf(trx, release.ref);
        return registrations.rollBackIf(trx, release.ref);
      });
      if (!undone) return;
      ports.log.warn("A release was taken back", { plugin: id, release: release.ref.version });
      await this.reconcile();
    });
  }

  async reconcile(): Promise<void> {
    const quarantineEnds = await this.#parts.loader.reconcile();
    clearTimeout(this.#again);
    if (quarantineEnds === undefined || this.#closed) return;
    this.#again = setTimeout(() => this.#follow(), Math.min(quarantineEnds, POLL_MS)).unref();
  }

  /** A notice or the poll asks to look again; one that fails is tried at the next. */
  #follow(): void {
    if (this.#closed) return;
    this.reconcile().catch((error: unknown) => {
      this.#parts.ports.log.warn("The registration could not be read", { error: String(error) });
    });
  }

  /** Where the watchdog ended the process, whoever was just starting had no part in it. */
  async #strikeWrecks(stalled: boolean): Promise<void> {
    const { ports, marker, quarantines, registrations } = this.#parts;
    const registered = await registrations.list();
    for (const { pluginId, version, phase } of await marker.open()) {
      if (stalled) continue;
      const reason = `It took the process down in ${phase} (an exit, or memory that ran out).`;
      ports.log.error("A plugin took the last process down", { plugin: pluginId, release: version, phase });
      const { candidate } = registered.find((each) => each.pluginId === pluginId) ?? {};
      if (candidate?.version === version) {
        await ports.database.system((trx) => registrations.withdrawIf(trx, candidate));
        continue;
      }
      const strikes = await quarantines.strike(pluginId, version, reason);
      const stable = registered.find((each) => each.pluginId === pluginId && each.version === version);
      // Its chances are used up: the release before it, where there is one, is better than nothing.
      if (strikes > CHANCES.length && stable !== undefined)
        await this.#goBackOr(stable, reason, async () => undefined);
    }
  }

  /** The watchdog had to end the last process: that plugin rests, and for good when it happened three times in a day. */
  async #restStalled(): Promise<boolean> {
    const { ports, file, quarantines, registrations } = this.#parts;
    const live = (await registrations.list()).flatMap((each): ReleaseRef[] =>
      each.candidate === undefined ? [each] : [each, each.candidate],
    );
    const releaseIn = (folder: string) => live.find((each) => isFolderOf(each, folder, path.dirname(file)));
    const stalls = await takeStalls((folder) => releaseIn(folder) !== undefined);
    for (const { folder, seconds, frame } of stalls) {
      const release = releaseIn(folder);
      if (release === undefined) continue;
      const reason = `It held the whole host for ${seconds} s, in ${frame}, so that the host had to end.`;
      ports.log.error("A plugin held the last process", {
        plugin: release.pluginId,
        release: release.version,
        frame,
      });
      const times = await quarantines.trip(release.pluginId, release.version, reason);
      const until = times < TRIPS_A_DAY ? new Date(Date.now() + STALL_REST_MS) : undefined;
      await quarantines.put(release.pluginId, release.version, "breaker", reason, until);
    }
    return stalls.length > 0;
  }

  /** Back to the release before, where there is one; else the plugin is quarantined. */
  async #rollBackIfHopeless(id: string, version: string, error: PlatformError): Promise<void> {
    const { quarantines, roster } = this.#parts;
    const trips = await quarantines.trip(id, version, error.message);
    const { registration, stable } = roster.require(id);
    if (trips < TRIPS_A_DAY || Date.now() - registration.activatedAt.getTime() > FRESH_MS) return;
    const why = `This release failed too often ${trips} times within a day of its start. Last: ${error.message}`;
    await this.#goBackOr(stable.ref, why, () => quarantines.put(id, version, "breaker", why));
    await this.reconcile();
  }

  async #goBackOr(ref: ReleaseRef, reason: string, otherwise: () => Promise<void>): Promise<void> {
    const { failures, registrations, ports } = this.#parts;
    const undone = await ports.database.system((trx) => registrations.rollBackIf(trx, ref));
    if (!undone) return otherwise();
    ports.log.warn("A release was taken back", { plugin: ref.pluginId, release: ref.version, reason });
    const { pluginId: plugin } = ref;
    await failures.record(ref, new PlatformError(reason, { code: "release.taken_back", plugin }));
  }

  #inBackground(plugin: string, work: () => Promise<void>): void {
    work().catch((cause: unknown) => {
      this.#parts.ports.log.warn("What went wrong with a release could not be recorded", {
        plugin,
        error: String(cause),
      });
    });
  }
}

/** Bundled releases lie beside the registration manifest, installed ones wherever this replica keeps them. */
function isFolderOf({ source, path: relative }: ReleaseRef, folder: string, base: string): boolean {
  if (relative === null) return false;
  return source === "bundled" ? path.resolve(base, relative) === folder : folder.endsWith(`/${relative}`);
}
