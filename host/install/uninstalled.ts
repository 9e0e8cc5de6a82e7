import { PlatformError } from "@promostack/core";
import type { Database } from "../db/database.ts";

/** A plugin that was taken out of the installation, and what of it is still here. */
export interface Uninstalled {
  id: string;
  title: string;
  version: string;
  source: "bundled" | "archive";
  removedAt: Date;
  /** Tenants that had it on: they get it back with it. */
  tenants: number;
  /** It has tables. */
  data: boolean;
}

/** Those that were uninstalled and not purged, the last one first. */
export async function uninstalledPlugins(database: Database): Promise<Uninstalled[]> {
  const rows = await database.query<Uninstalled & { purged: boolean }>(
    `select g.plugin_id as id, coalesce(r.manifest->>'title', g.plugin_id) as title, g.version, g.source, g.removed_at as "removedAt",
       (select count(*)::int from host.tenant_plugin t where t.plugin_id = g.plugin_id and t.enabled) as tenants,
       exists (select from host.plugin_migration m where m.plugin_id = g.plugin_id) as data,
       exists (select from host.plugin_purge p where p.plugin_id = g.plugin_id and p.state = 'done' and p.updated_at >= g.removed_at) as purged
     from host.registration g
     left join host.plugin_release r on r.plugin_id = g.plugin_id and r.version = g.version and g.source = 'archive'
     where g.removed_at is not null order by g.removed_at desc`,
  );
  return rows.flatMap(({ purged, ...plugin }) => (purged ? [] : plugin));
}

/** Where the archive of the release lies that served last. Raises `plugin.unknown`. */
export async function keptArchive(
  database: Database,
  pluginId: string,
): Promise<{ key: string; version: string }> {
  const [kept] = await database.query<{ key: string; version: string }>(
    `select r.storage_key as key, r.version from host.registration g
     join host.plugin_release r on r.plugin_id = g.plugin_id and r.version = g.version
     where g.plugin_id = $1 and g.source = 'archive' and g.removed_at is not null`,
    [pluginId],
  );
  if (kept !== undefined) return kept;
  throw new PlatformError(`There is no archive of ${pluginId} here.`, {
    code: "plugin.unknown",
    status: 404,
    plugin: pluginId,
    hint: "Upload one.",
  });
}
