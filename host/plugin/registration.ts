import type { RegistrationManifest } from "@promostack/core";
import type { Database } from "../db/database.ts";

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

/** The table of active releases: the only truth about what this installation runs. */
export class Registrations {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  list(): Promise<Registration[]> {
    return this.#database.query<Registration>(`select ${COLUMNS} from host.registration order by plugin_id`);
  }

  /**
   * Makes the bundled set of this checkout the registered one: adds, updates, and takes out bundled plugins that it no
   * longer has. What an admin turned off stays off. Tells the other replicas only where something changed.
   */
  async registerBundled({ releases }: RegistrationManifest): Promise<void> {
    const rows = releases.filter(({ source }) => source === "bundled");
    await this.#database.system(async (trx) => {
      const changed = await trx.run(
        `insert into host.registration as known (plugin_id, version, source, path, integrity, enabled)
         select id, version, 'bundled', path, integrity, coalesce(enabled, true)
         from json_to_recordset($1::json) as bundled(id text, version text, path text, integrity text, enabled boolean)
         on conflict (plugin_id) do update set
           version = excluded.version, source = excluded.source, path = excluded.path, integrity = excluded.integrity,
           updated_at = now(),
           activated_at = case when known.version = excluded.version then known.activated_at else now() end
         where (known.version, known.source, known.path, known.integrity)
           is distinct from (excluded.version, excluded.source, excluded.path, excluded.integrity)`,
        [JSON.stringify(rows)],
      );
      const gone = await trx.run(
        "delete from host.registration where source = 'bundled' and plugin_id <> all($1::text[])",
        [rows.map(({ id }) => id)],
      );
      if (changed + gone > 0) await trx.run("select pg_notify($1, '')", [PLUGIN_CHANNEL]);
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
