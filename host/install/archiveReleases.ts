import { PlatformError } from "@promostack/core";
import type { Config } from "../config/config.ts";
import type { Database } from "../db/database.ts";
import type { ReleaseRef } from "../plugin/registration.ts";
import type { ListedRelease, ReleaseSource } from "../plugin/release.ts";
import { checkList } from "../release/fileList.ts";
import { PLUGIN_LIMITS } from "../release/limits.ts";
import { signerOf } from "../release/pluginArchive.ts";
import { readArchive } from "../release/readArchive.ts";
import { refusal } from "../release/refusal.ts";
import { createStorage } from "../store/storage.ts";
import { ArchiveStore } from "./archiveStore.ts";
import { ReleaseFolders } from "./releaseFolders.ts";
import { releasePath } from "./releasePath.ts";

interface Kept {
  integrity: string;
  publisher: string | null;
  storageKey: string;
}

/**
 * Releases that admins installed. A replica that has not got the folder fetches the archive and holds it against the table again: the
 * storage, the disk and the name of a folder are not trusted.
 */
export class ArchiveReleases implements ReleaseSource {
  readonly source = "archive";
  readonly #parts: { database: Database; store: ArchiveStore; folders: ReleaseFolders };

  constructor(parts: { database: Database; store: ArchiveStore; folders: ReleaseFolders }) {
    this.#parts = parts;
  }

  async folder({ pluginId, version, integrity, path }: ReleaseRef): Promise<string> {
    const { database, store, folders } = this.#parts;
    const [kept] = await database.query<Kept>(
      `select integrity, publisher, storage_key as "storageKey" from host.plugin_release where plugin_id = $1 and version = $2`,
      [pluginId, version],
    );
    if (kept === undefined || (integrity && integrity !== kept.integrity)) throw unknown(pluginId, version);
    const expected = releasePath(pluginId, version, kept.integrity);
    if (path !== null && path !== expected) throw unknown(pluginId, version);
    if (!(await folders.holds(expected, kept.integrity))) {
      const files = await readArchive(await store.get(kept.storageKey), PLUGIN_LIMITS);
      const found = checkList(files).integrity;
      if (found !== kept.integrity || (kept.publisher ?? undefined) !== signerOf(files)?.publicKey) {
        throw refusal(
          "wrong_hash",
          `The archive of ${pluginId} ${version} in storage is not the one that was installed.`,
          "Install the release again, and find out who changed the storage.",
        );
      }
      await folders.place(expected, files, kept.integrity);
    }
    return folders.folder(expected);
  }

  /** Those that have been through every step before they serve. */
  async list(pluginId: string): Promise<ListedRelease[]> {
    return this.#parts.database.query<ListedRelease>(
      `select plugin_id as "pluginId", version, 'archive' as source, path, integrity, gone_back_at as "goneBackAt"
       from host.plugin_release where plugin_id = $1 and state = 'migrated' order by created_at desc`,
      [pluginId],
    );
  }
}

/** Those of an installation, for whoever is no host: a command of the command line. */
export async function installedReleases(config: Config, database: Database): Promise<ArchiveReleases> {
  const store = new ArchiveStore(await createStorage(config));
  return new ArchiveReleases({ database, store, folders: new ReleaseFolders(`${config.dataDir}/plugins`) });
}

function unknown(plugin: string, version: string): PlatformError {
  return new PlatformError(`${plugin} ${version} is registered, and its release is not known here.`, {
    code: "release.unknown",
    plugin,
    phase: "load",
    hint: "Install the release again.",
  });
}
