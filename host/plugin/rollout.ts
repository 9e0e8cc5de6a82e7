import { PlatformError, type Transaction } from "@promostack/core";
import semver from "semver";
import type { Database } from "../db/database.ts";
import type { Keeper } from "./keeper.ts";
import type { Loader } from "./loader.ts";
import {
  type Offer,
  type Registration,
  type Registrations,
  type ReleaseRef,
  releaseChanged,
} from "./registration.ts";
import { isSameRelease } from "./registrationRow.ts";
import type { ListedRelease, ReleaseSource } from "./release.ts";
import type { ReleaseFailure, ReleaseFailures } from "./releaseFailures.ts";
import type { Roster } from "./roster.ts";
import { unknownPlugin } from "./slot.ts";

/** Tenants that are told at once. */
const TOLD = 1_000;

/** Written into the transaction that changes the table, so that both stand or fall. */
export type RolloutNote = (trx: Transaction) => Promise<void>;

/** A release that this installation knows, and what it is to it. */
export interface KnownRelease {
  ref: ReleaseRef;
  place: "active" | "previous" | "candidate" | "stored";
  /** Since when it is the active one; until when it can be gone back to. */
  since?: Date;
  until?: Date;
  /** Since when it is one that served and was gone back from. */
  goneBackAt?: Date;
  failure?: ReleaseFailure;
}

export interface RolloutParts {
  database: Database;
  roster: Roster;
  registrations: Registrations;
  failures: ReleaseFailures;
  loader: Loader;
  keeper: Keeper;
  sources: readonly ReleaseSource[];
}

/**
 * What an admin does with releases. A release that is to serve is brought up here first, beside what runs, and only then
 * written into the table, which every replica follows: what does not come up changes nothing.
 */
export class Rollout {
  readonly #parts: RolloutParts;

  constructor(parts: RolloutParts) {
    this.#parts = parts;
  }

  /** Raises what kept the release from coming up; the running one goes on then. */
  async activate(ref: ReleaseRef, note?: RolloutNote): Promise<void> {
    const { registrations } = this.#parts;
    await this.#introduce(ref, undefined, note, (trx) => registrations.activate(trx, ref));
  }

  /** Lets a release serve chosen tenants, or a share of all, beside the active one. */
  async offer(ref: ReleaseRef, offer: Offer, note?: RolloutNote): Promise<void> {
    const { registrations } = this.#parts;
    await this.#introduce(ref, offer, note, (trx) => registrations.offer(trx, ref.pluginId, ref, offer));
  }

  /** Back to the release before; raises `release.no_previous`, `release.changed` where that is not the version that was `seen`. */
  async rollBack(pluginId: string, note?: RolloutNote, seen?: string): Promise<void> {
    const { registrations } = this.#parts;
    const { previous } = await this.#registration(pluginId);
    checkSeen(pluginId, seen, previous);
    const commit = (trx: Transaction) => registrations.rollBack(trx, pluginId, previous);
    if (previous === undefined) await this.#change(commit, note);
    else await this.#introduce(previous, undefined, note, commit);
  }

  /** The candidate serves everybody; raises `release.no_candidate`, `release.changed` where it is not the version that was `seen`. */
  async promote(pluginId: string, note?: RolloutNote, seen?: string): Promise<void> {
    const { registrations } = this.#parts;
    const { candidate } = await this.#registration(pluginId);
    checkSeen(pluginId, seen, candidate);
    const commit = (trx: Transaction) => registrations.promote(trx, pluginId, candidate);
    if (candidate === undefined) await this.#change(commit, note);
    else await this.#introduce(candidate, undefined, note, commit);
  }

  /** Takes the candidate back; raises `release.no_candidate`, `release.changed` where it is not the version that was `seen`. */
  async withdraw(pluginId: string, note?: RolloutNote, seen?: string): Promise<void> {
    const { registrations } = this.#parts;
    const { candidate } = await this.#registration(pluginId);
    checkSeen(pluginId, seen, candidate);
    await this.#change((trx) => registrations.withdraw(trx, pluginId, candidate), note);
    await this.#tellTenants(pluginId);
  }

  /** Takes the plugin out of the installation. Data, settings, secrets and files stay: installed again, it goes on. */
  async uninstall(pluginId: string, note?: RolloutNote): Promise<void> {
    this.refuseNeeded(pluginId);
    await this.#change((trx) => this.#parts.registrations.remove(trx, pluginId), note);
    await this.#tellTenants(pluginId);
  }

  /** Raises `plugin.needed` where other plugins depend on this one. */
  refuseNeeded(pluginId: string): void {
    const needing = this.#parts.roster
      .all()
      .filter(
        ({ manifest, registration }) =>
          registration.enabled && manifest?.dependencies?.[pluginId] !== undefined,
      );
    if (needing.length === 0) return;
    const titles = needing.map(({ manifest, id }) => manifest?.title ?? id).join(", ");
    throw new PlatformError(`${pluginId} is needed by ${titles}.`, {
      code: "plugin.needed",
      status: 409,
      plugin: pluginId,
      hint: `Turn ${titles} off first.`,
      details: { needing: needing.map(({ id }) => id) },
    });
  }

  /** What the table says of a plugin; raises `plugin.unknown`. */
  async #registration(pluginId: string): Promise<Registration> {
    const found = (await this.#parts.registrations.list()).find((each) => each.pluginId === pluginId);
    if (found === undefined) throw unknownPlugin(pluginId);
    return found;
  }

  /** Every release of a plugin that could serve: what is live first, then the rest, newest first. */
  async releases(pluginId: string): Promise<KnownRelease[]> {
    const { failures, registrations, sources } = this.#parts;
    const [registered, failed, ...listed] = await Promise.all([
      registrations.list(),
      failures.list(pluginId),
      ...sources.map((source) => source.list?.(pluginId) ?? []),
    ]);
    const own = registered.find((each) => each.pluginId === pluginId);
    const places: KnownRelease[] = [];
    if (own !== undefined) {
      const { enabled: _, activatedAt, rollbackUntil, settled, previous, candidate, ...ref } = own;
      places.push({ ref, place: "active", since: activatedAt });
      if (candidate !== undefined) places.push({ ref: candidate, place: "candidate" });
      if (previous !== undefined && !settled && rollbackUntil !== null)
        places.push({ ref: previous, place: "previous", until: rollbackUntil });
    }
    const bundled = registrations.bundled(pluginId);
    const rest: ListedRelease[] = [...listed.flat(), ...(bundled === undefined ? [] : [bundled])];
    for (const { goneBackAt, ...ref } of rest.sort(newestFirst)) {
      if (places.some((each) => isSameRelease(each.ref, ref))) continue;
      places.push({ ref, place: "stored", ...(goneBackAt && { goneBackAt }) });
    }
    return places.map((each) => {
      const failure = failed.find(({ version }) => version === each.ref.version);
      return failure === undefined ? each : { ...each, failure };
    });
  }

  failures(pluginId: string): Promise<ReleaseFailure[]> {
    return this.#parts.failures.list(pluginId);
  }

  async #introduce(
    ref: ReleaseRef,
    offer: Offer | undefined,
    note: RolloutNote | undefined,
    work: (trx: Transaction) => Promise<unknown>,
  ): Promise<void> {
    await this.#parts.loader.introduce(ref, offer, () => this.#commit(work, note));
    await this.#tellTenants(ref.pluginId);
  }

  async #change(work: (trx: Transaction) => Promise<unknown>, note: RolloutNote | undefined): Promise<void> {
    await this.#commit(work, note);
    await this.#parts.keeper.reconcile();
  }

  /**
   * Open pages take up what the release brings, bots its commands and kinds of updates. Of very many tenants the rest follow with
   * the next look at all bots, within ten minutes.
   */
  async #tellTenants(pluginId: string): Promise<void> {
    await this.#parts.database.query(
      `select pg_notify('live', tenant_id || ':plugins') from host.tenant_plugin where plugin_id = $1 and enabled limit ${TOLD}`,
      [pluginId],
    );
  }

  async #commit(work: (trx: Transaction) => Promise<unknown>, note: RolloutNote | undefined): Promise<void> {
    await this.#parts.database.system(async (trx) => {
      await work(trx);
      await note?.(trx);
    });
  }
}

function newestFirst(one: ReleaseRef, other: ReleaseRef): number {
  return semver.rcompare(one.version, other.version);
}

function checkSeen(pluginId: string, seen: string | undefined, release: ReleaseRef | undefined): void {
  if (seen !== undefined && release !== undefined && release.version !== seen)
    throw releaseChanged(pluginId, seen, release.version);
}
