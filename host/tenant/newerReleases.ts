import semver from "semver";
import type { Database } from "../db/database.ts";
import type { PluginStatus } from "../plugin/pluginStatus.ts";

/** The newest release that is ready and newer than what a plugin has registered; none that failed here, or that is offered already. */
export type NewerRelease = (status: PluginStatus) => string | undefined;

/** Looks once for all plugins: what admins installed without activating it, and what this checkout brings. */
export async function newerReleases(database: Pick<Database, "query">): Promise<NewerRelease> {
  const rows = await database.query<{ id: string; version: string }>(
    `select plugin_id as id, version from (
       select plugin_id, version from host.plugin_release where state = 'migrated'
       union select plugin_id, bundled_version from host.registration where bundled_version is not null) ready
     where not exists (select 1 from host.release_failure f where f.plugin_id = ready.plugin_id and f.version = ready.version)`,
  );
  return ({ id, version, pending, candidate }) =>
    rows
      .filter((row) => row.id === id)
      .map((row) => row.version)
      .filter((each) => semver.gt(each, pending?.version ?? version) && each !== candidate?.version)
      .sort(semver.rcompare)[0];
}
