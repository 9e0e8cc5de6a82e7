import type { Log } from "@promostack/core";
import type { Database } from "../db/database.ts";
import type { ArchiveStore } from "./archiveStore.ts";
import type { ReleaseFolders } from "./releaseFolders.ts";

/** Releases of a plugin that are kept beside those that serve or can be gone back to. */
export const KEPT_RELEASES = 5;
/** How long it is told of an install that is over. */
const INSTALL_DAYS = 90;
const LOCK = "release pruning";

export interface PruningParts {
  database: Database;
  store: ArchiveStore;
  folders: ReleaseFolders;
  log: Log;
}

interface Old {
  pluginId: string;
  version: string;
  path: string;
  storageKey: string;
}

/**
 * Releases that came before the newest ones and that nobody can go back to any more, with their archives; and installs that are long over.
 * What serves, is a candidate, can be gone back to, served last before an uninstall, or is just being installed, stays.
 */
export class Pruning {
  readonly #parts: PruningParts;

  constructor(parts: PruningParts) {
    this.#parts = parts;
  }

  /** One replica's work; answers the releases that went. */
  async prune(): Promise<string[]> {
    const { database, log } = this.#parts;
    const lock = await database.lock(LOCK);
    if (lock === undefined) return [];
    try {
      await database.query(
        `delete from host.plugin_install where state in ('done', 'failed', 'cancelled')
           and updated_at < now() - interval '${INSTALL_DAYS} days'`,
      );
      const gone: string[] = [];
      for (const release of await this.#old()) {
        await this.#forget(release);
        gone.push(`${release.pluginId} ${release.version}`);
      }
      if (gone.length > 0) log.info("Old releases of plugins are deleted", { releases: gone });
      return gone;
    } finally {
      await lock.release();
    }
  }

  /** Takes away the folders of this machine whose release is not known any more. */
  async sweep(): Promise<void> {
    const { database, folders } = this.#parts;
    // Looked at first: a release has its row before its folder.
    const here = await folders.list();
    const known = await database.query<{ path: string }>("select path from host.plugin_release");
    for (const folder of here) if (!known.some(({ path }) => path === folder)) await folders.remove(folder);
  }

  #old(): Promise<Old[]> {
    return this.#parts.database.query<Old>(
      `select plugin_id as "pluginId", version, path, storage_key as "storageKey" from (
         select r.*, row_number() over (partition by r.plugin_id order by r.created_at desc) as place from host.plugin_release r) old
       where place > $1 and not exists (
         select from host.registration g where g.plugin_id = old.plugin_id and old.path in (g.path, g.previous_path, g.candidate_path))
       and not exists (select from host.plugin_install i where i.plugin_id = old.plugin_id and i.state in ('running', 'waiting'))`,
      [KEPT_RELEASES],
    );
  }

  /** The row goes last: whoever is interrupted finds it again. */
  async #forget({ pluginId, version, path, storageKey }: Old): Promise<void> {
    const { database, store, folders } = this.#parts;
    const [shared] = await database.query(
      "select 1 as one from host.plugin_release where storage_key = $1 and (plugin_id, version) <> ($2, $3) limit 1",
      [storageKey, pluginId, version],
    );
    await folders.remove(path);
    if (shared === undefined) await store.delete(storageKey);
    await database.query(
      "delete from host.plugin_release where plugin_id = $1 and version = $2 returning version",
      [pluginId, version],
    );
  }
}
