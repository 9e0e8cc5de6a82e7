import type { RegistrationManifest } from "@promostack/core";
import semver from "semver";
import type { Database } from "../db/database.ts";

type Bundled = RegistrationManifest["releases"][number];

/** Notices of changes to registrations and quarantines; every replica looks again. */
export const PLUGIN_CHANNEL = "plugin";

/** Which release of a plugin is active, as the database says. */
export interface Registration {
  pluginId: string;
  version: string;
  source: "bundled" | "archive";
  path: string | null;
  enabled: boolean;
  activatedAt: Date;
}

const COLUMNS = `plugin_id as "pluginId", version, source, path, enabled, activated_at as "activatedAt"`;

/**
 * The table of active releases: the only truth about what this installation runs. What a bundled release's version is, each
 * replica's own checkout says, so that old and new replicas work side by side while an update rolls out.
 */
export class Registrations {
  readonly #database: Database;
  #bundled: ReadonlyMap<string, Bundled> = new Map();

  constructor(database: Database) {
    this.#database = database;
  }

  /** What this replica is to run. Bundled plugins that this checkout does not have are another release's. */
  async list(): Promise<Registration[]> {
    const rows = await this.#database.query<Registration>(
      `select ${COLUMNS} from host.registration order by plugin_id`,
    );
    return rows.flatMap((row) => {
      if (row.source !== "bundled") return [row];
      const own = this.#bundled.get(row.pluginId);
      return own === undefined ? [] : [{ ...row, version: own.version, path: own.path ?? null }];
    });
  }

  /**
   * Enters this checkout's bundled set: what is new, and newer versions of what is known. What an admin turned off stays
   * off. Tells the other replicas only where something changed.
   */
  async registerBundled({ releases }: RegistrationManifest): Promise<void> {
    const bundled = releases.filter(({ source }) => source === "bundled");
    this.#bundled = new Map(bundled.map((release) => [release.id, release]));
    await this.#database.system(async (trx) => {
      const known = await trx.many<{ id: string; version: string }>(
        "select plugin_id as id, version from host.registration for update",
      );
      const rows = bundled.filter(({ id, version }) => {
        const before = known.find((row) => row.id === id)?.version;
        return before === undefined || semver.gt(version, before);
      });
      if (rows.length === 0) return;
      await trx.run(
        `insert into host.registration (plugin_id, version, source, path, integrity, enabled)
         select id, version, 'bundled', path, integrity, coalesce(enabled, true)
         from json_to_recordset($1::json) as fresh(id text, version text, path text, integrity text, enabled boolean)
         on conflict (plugin_id) do update set
           version = excluded.version, source = excluded.source, path = excluded.path, integrity = excluded.integrity,
           updated_at = now(), activated_at = now()`,
        [JSON.stringify(rows)],
      );
      await trx.run("select pg_notify($1, '')", [PLUGIN_CHANNEL]);
    });
  }

  /** False where the plugin is not registered. */
  async setEnabled(pluginId: string, enabled: boolean): Promise<boolean> {
    return this.#database.system(async (trx) => {
      const rows = await trx.run(
        "update host.registration set enabled = $2, updated_at = now() where plugin_id = $1",
        [pluginId, enabled],
      );
      await trx.run("select pg_notify($1, $2)", [PLUGIN_CHANNEL, pluginId]);
      return rows > 0;
    });
  }
}
