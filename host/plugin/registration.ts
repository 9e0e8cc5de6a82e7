import { PlatformError, type RegistrationManifest, type Transaction } from "@promostack/core";
import semver from "semver";
import type { Database } from "../db/database.ts";
import {
  type Bundled,
  isSameRelease,
  type Offer,
  REGISTRATION,
  type Registration,
  type RegistrationRow,
  type ReleaseRef,
  registrationOf,
} from "./registrationRow.ts";
import { markGoneBack, markServing } from "./servedReleases.ts";

export type { Offer, Registration, ReleaseRef };

/** Notices of changes to registrations and quarantines; every replica looks again. */
export const PLUGIN_CHANNEL = "plugin";

/** How long a release can be gone back from. */
const WINDOW_HOURS = 72;

const NO_CANDIDATE = `candidate_version = null, candidate_source = null, candidate_path = null, candidate_integrity = null,
  candidate_percent = 0, candidate_tenants = '{}'`;
const NO_PREVIOUS =
  "previous_version = null, previous_source = null, previous_path = null, previous_integrity = null";
const STABLE_IS_PREVIOUS = `previous_version = version, previous_source = source, previous_path = path,
  previous_integrity = integrity, rollback_until = now() + interval '${WINDOW_HOURS} hours'`;

/**
 * The table of live releases: the only truth about what this installation runs. What changes it does so in the caller's
 * transaction, whose commit tells every replica.
 */
export class Registrations {
  readonly #database: Database;
  #bundled: ReadonlyMap<string, Bundled> = new Map();

  constructor(database: Database) {
    this.#database = database;
  }

  /** What this replica is to run. Bundled plugins that this checkout does not have are another release's. */
  async list(): Promise<Registration[]> {
    const rows = await this.#database.query<RegistrationRow>(
      `select ${REGISTRATION} from host.registration where removed_at is null order by plugin_id`,
    );
    return rows.flatMap((row) => registrationOf(row, this.#bundled) ?? []);
  }

  /** This checkout's release of a plugin; undefined where it brings none. */
  bundled(pluginId: string): ReleaseRef | undefined {
    const own = this.#bundled.get(pluginId);
    return own && { pluginId, version: own.version, source: "bundled", path: own.path ?? null };
  }

  /**
   * Enters this checkout's bundled set: what is new, and newer versions of what is known, each once. What an admin turned off
   * or uninstalled stays so. Tells the other replicas only where something changed.
   */
  async registerBundled({ releases }: RegistrationManifest): Promise<void> {
    const bundled = releases.filter(({ source }) => source === "bundled");
    this.#bundled = new Map(bundled.map((release) => [release.id, release]));
    await this.#database.system(async (trx) => {
      const known = await trx.many<{ id: string; entered: string | null }>(
        "select plugin_id as id, bundled_version as entered from host.registration for update",
      );
      const rows = bundled.filter(({ id, version }) => {
        const before = known.find((row) => row.id === id);
        return !before?.entered || semver.gt(version, before.entered);
      });
      for (const release of rows) await this.#enterBundled(trx, release);
      if (rows.length > 0) await notice(trx, "");
    });
  }

  /** The release becomes the active one; the one before it can be gone back to for three days. */
  async activate(trx: Transaction, ref: ReleaseRef): Promise<void> {
    const { pluginId, version, source, path, integrity = null } = ref;
    const values = [pluginId, version, source, path, integrity];
    const row = await this.#locked(trx, pluginId);
    if (row === undefined) {
      await trx.run(
        `insert into host.registration (plugin_id, version, source, path, integrity) values ($1, $2, $3, $4, $5)
         on conflict (plugin_id) do update set version = excluded.version, source = excluded.source, path = excluded.path,
           integrity = excluded.integrity, enabled = true, removed_at = null, rollback_until = null, ${NO_PREVIOUS},
           ${NO_CANDIDATE}, activated_at = now(), updated_at = now()`,
        values,
      );
      // Installed again, it needs what a purge would delete.
      await trx.run(
        "delete from host.plugin_purge where plugin_id = $1 and state in ('exporting', 'waiting', 'failed')",
        [pluginId],
      );
    } else if (!isSameRelease(row, ref)) {
      const offered = row.candidate !== undefined && isSameRelease(row.candidate, ref);
      await trx.run(
        `update host.registration set ${STABLE_IS_PREVIOUS}, version = $2, source = $3, path = $4, integrity = $5,
           ${offered ? `${NO_CANDIDATE},` : ""} activated_at = now(), updated_at = now() where plugin_id = $1`,
        values,
      );
    }
    await markServing(trx, ref);
    await notice(trx, pluginId);
  }

  /**
   * Goes back to the release before. Raises `release.no_previous` where there is none, or its time is over, `release.changed` where it
   * is not `expected` any more.
   */
  async rollBack(trx: Transaction, pluginId: string, expected?: ReleaseRef): Promise<ReleaseRef> {
    const left = await this.#required(trx, pluginId);
    const { previous, settled } = left;
    if (previous === undefined || settled) throw noPrevious(pluginId, previous !== undefined);
    checkExpected(previous, expected);
    await trx.run(
      `update host.registration set version = previous_version, source = previous_source, path = previous_path,
         integrity = previous_integrity, ${NO_PREVIOUS}, rollback_until = null, activated_at = now(), updated_at = now()
       where plugin_id = $1`,
      [pluginId],
    );
    await markGoneBack(trx, left);
    await markServing(trx, previous);
    await notice(trx, pluginId);
    return previous;
  }

  /** Lets a release serve some tenants beside the active one; another candidate makes way for it. */
  async offer(
    trx: Transaction,
    pluginId: string,
    ref: ReleaseRef,
    { tenants, percent }: Offer,
  ): Promise<void> {
    if (isSameRelease(await this.#required(trx, pluginId), ref)) throw alreadyActive(ref);
    await trx.run(
      `update host.registration set candidate_version = $2, candidate_source = $3, candidate_path = $4,
         candidate_integrity = $5, candidate_percent = $6, candidate_tenants = $7::uuid[], updated_at = now()
       where plugin_id = $1`,
      [pluginId, ref.version, ref.source, ref.path, ref.integrity ?? null, percent, [...tenants]],
    );
    await notice(trx, pluginId);
  }

  /** The candidate becomes the active release. Raises `release.no_candidate`, `release.changed` where it is not `expected` any more. */
  async promote(trx: Transaction, pluginId: string, expected?: ReleaseRef): Promise<ReleaseRef> {
    const candidate = await this.#candidateOf(trx, pluginId, expected);
    await this.activate(trx, candidate);
    return candidate;
  }

  /**
   * Takes the candidate back; its tenants get the active release again. Raises `release.no_candidate`, `release.changed` where it is not
   * `expected` any more.
   */
  async withdraw(trx: Transaction, pluginId: string, expected?: ReleaseRef): Promise<ReleaseRef> {
    const candidate = await this.#candidateOf(trx, pluginId, expected);
    await trx.run(`update host.registration set ${NO_CANDIDATE}, updated_at = now() where plugin_id = $1`, [
      pluginId,
    ]);
    await notice(trx, pluginId);
    return candidate;
  }

  /** Goes back where this very release is the active one and can be gone back from; false where not. */
  async rollBackIf(trx: Transaction, ref: ReleaseRef): Promise<boolean> {
    const row = await this.#locked(trx, ref.pluginId);
    if (row?.previous === undefined || row.settled || !isSameRelease(row, ref)) return false;
    await this.rollBack(trx, ref.pluginId);
    return true;
  }

  /** Takes the candidate back where it is this very release; false where not. */
  async withdrawIf(trx: Transaction, ref: ReleaseRef): Promise<boolean> {
    const row = await this.#locked(trx, ref.pluginId);
    if (row?.candidate === undefined || !isSameRelease(row.candidate, ref)) return false;
    await this.withdraw(trx, ref.pluginId);
    return true;
  }

  /** Uninstalls: nothing of it runs any more, everything that it holds stays. Raises `plugin.unknown`. */
  async remove(trx: Transaction, pluginId: string): Promise<void> {
    await this.#required(trx, pluginId);
    await trx.run(
      `update host.registration set removed_at = now(), updated_at = now(), rollback_until = null, ${NO_PREVIOUS},
         ${NO_CANDIDATE} where plugin_id = $1`,
      [pluginId],
    );
    await notice(trx, pluginId);
  }

  /** False where the plugin is not registered. */
  async setEnabled(pluginId: string, enabled: boolean): Promise<boolean> {
    return this.#database.system(async (trx) => {
      const rows = await trx.run(
        "update host.registration set enabled = $2, updated_at = now() where plugin_id = $1 and removed_at is null",
        [pluginId, enabled],
      );
      await notice(trx, pluginId);
      return rows > 0;
    });
  }

  /** A bundled release after a bundled one leaves nothing to go back to: the old one was another checkout's. */
  async #enterBundled(trx: Transaction, { id, version, path, integrity, enabled }: Bundled): Promise<void> {
    const ref: ReleaseRef = { pluginId: id, version, source: "bundled", path: path ?? null, integrity };
    const row = await this.#locked(trx, id);
    if (row !== undefined && semver.gt(version, row.version)) {
      await this.activate(trx, ref);
      if (row.source === "bundled")
        await trx.run(`update host.registration set ${NO_PREVIOUS} where plugin_id = $1`, [id]);
    }
    await trx.run(
      `insert into host.registration (plugin_id, version, source, path, integrity, enabled, bundled_version)
       values ($1, $2, 'bundled', $3, $4, $5, $2) on conflict (plugin_id) do update set bundled_version = $2`,
      [id, version, path ?? null, integrity ?? null, enabled ?? true],
    );
  }

  /** As the row says, whatever checkout this replica has; undefined where it is unknown or uninstalled. */
  async #locked(trx: Transaction, pluginId: string): Promise<Registration | undefined> {
    const row = await trx.one<RegistrationRow>(
      `select ${REGISTRATION} from host.registration where plugin_id = $1 and removed_at is null for update`,
      [pluginId],
    );
    return row && registrationOf(row);
  }

  async #required(trx: Transaction, pluginId: string): Promise<Registration> {
    const row = await this.#locked(trx, pluginId);
    if (row !== undefined) return row;
    throw new PlatformError(`There is no plugin ${pluginId}.`, {
      code: "plugin.unknown",
      status: 404,
      plugin: pluginId,
    });
  }

  async #candidateOf(trx: Transaction, pluginId: string, expected?: ReleaseRef): Promise<ReleaseRef> {
    const { candidate } = await this.#required(trx, pluginId);
    if (candidate !== undefined) {
      checkExpected(candidate, expected);
      return candidate;
    }
    throw new PlatformError(`${pluginId} has no candidate.`, {
      code: "release.no_candidate",
      status: 409,
      plugin: pluginId,
      hint: "Offer a release to some tenants first.",
    });
  }
}

/** Tells every replica, at commit. */
async function notice(trx: Transaction, pluginId: string): Promise<void> {
  await trx.run("select pg_notify($1, $2)", [PLUGIN_CHANNEL, pluginId]);
}

function noPrevious(pluginId: string, late: boolean): PlatformError {
  const reason = late ? "the time for going back is over" : "there is no release to go back to";
  return new PlatformError(`${pluginId} stays as it is: ${reason}.`, {
    code: "release.no_previous",
    status: 409,
    plugin: pluginId,
    hint: "Install the release that you want instead.",
  });
}

/** Which version a bundled release is, each replica's own checkout says. */
function checkExpected(stands: ReleaseRef, expected: ReleaseRef | undefined): void {
  if (expected === undefined || isSameRelease(stands, expected)) return;
  if (stands.source === "bundled" && expected.source === "bundled") return;
  throw releaseChanged(stands.pluginId, expected.version, stands.version);
}

/** Somebody else's act came between what was seen and what was to be done with it. */
export function releaseChanged(pluginId: string, seen: string, stands: string): PlatformError {
  return new PlatformError(`${pluginId} stays as it is: ${seen} made way for ${stands} meanwhile.`, {
    code: "release.changed",
    status: 409,
    plugin: pluginId,
    hint: "Look at the plugin's releases again.",
  });
}

function alreadyActive({ pluginId, version }: ReleaseRef): PlatformError {
  return new PlatformError(`${pluginId} ${version} is the active release already.`, {
    code: "release.active",
    status: 409,
    plugin: pluginId,
    hint: "Offer another version.",
  });
}
