import { PlatformError } from "@promostack/core";
import { migratePluginDown, schemaOf } from "../db/pluginMigrations.ts";
import { isPassing } from "./failure.ts";
import type { InstallRow, SchemaBefore } from "./installRow.ts";
import type { InstallParts } from "./work.ts";

interface Brought {
  pluginId: string;
  version: string;
  path: string;
  storageKey: string;
  shared: boolean;
}

/**
 * Takes back what an install has left: tables, folder, archive, and last the row that names them, so that whoever is interrupted
 * finds it again. A release that has ever served, or serves somebody as a candidate, stays. Answers what could not be taken back.
 */
export async function undoInstall(
  { database, folders, store }: Pick<InstallParts, "database" | "folders" | "store">,
  { id, undo }: InstallRow,
): Promise<string | undefined> {
  const [brought] = await database.query<Brought>(
    `select r.plugin_id as "pluginId", r.version, r.path, r.storage_key as "storageKey",
       exists (select from host.plugin_release o where o.storage_key = r.storage_key and o.install_id <> r.install_id) as shared
     from host.plugin_release r
     where r.install_id = $1 and r.activated_at is null and not exists (
       select from host.registration g where g.plugin_id = r.plugin_id and r.path in (g.path, g.previous_path, g.candidate_path))`,
    [id],
  );
  if (brought === undefined) return undefined;
  const { pluginId, version, path, storageKey, shared } = brought;
  const remark = undo === null ? undefined : await undoTables(database, pluginId, undo);
  await folders.remove(path);
  if (!shared) await store.delete(storageKey);
  await database.system(async (trx) => {
    // A process that ended while the release was starting has set it aside; there is nothing of it any more.
    await trx.run(
      "delete from host.plugin_quarantine where plugin_id = $1 and version = $2 and cause = 'crash'",
      [pluginId, version],
    );
    await trx.run("delete from host.plugin_release where plugin_id = $1 and version = $2", [
      pluginId,
      version,
    ]);
  });
  return remark;
}

/** The scripts that go back are a stranger's too: where they fail, what runs goes on with the newer tables, as after a rollback. */
async function undoTables(
  database: InstallParts["database"],
  pluginId: string,
  { exists, head }: SchemaBefore,
): Promise<string | undefined> {
  if (!exists) {
    await dropSchema(database, pluginId);
    return undefined;
  }
  try {
    await migratePluginDown(database, pluginId, head, { guarded: true });
    return undefined;
  } catch (error) {
    if (!PlatformError.is(error) || isPassing(error)) throw error;
    return `Its tables could not be taken back: ${error.message}`;
  }
}

async function dropSchema(database: InstallParts["database"], pluginId: string): Promise<void> {
  await database.owner(async (trx) => {
    await trx.run(`drop schema if exists ${schemaOf(pluginId)} cascade`);
    await trx.run("delete from host.plugin_migration where plugin_id = $1", [pluginId]);
  });
}
