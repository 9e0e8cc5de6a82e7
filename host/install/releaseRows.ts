import type { Database } from "../db/database.ts";
import type { ReleaseRef } from "../plugin/registration.ts";
import type { InstallWork } from "./work.ts";

export type KeptState = "staged" | "migrated" | "withdrawn";

/** Writes the release down before anything of it lies anywhere, so that whatever a crash leaves is known by name. */
export async function keepRelease(work: InstallWork, storageKey: string): Promise<void> {
  const { ref, manifest, list, row, signer, archive, parts, integrity } = work;
  await parts.database.system(async (trx) => {
    if (signer !== undefined) {
      await trx.run("insert into host.publisher (key, name) values ($1, $2) on conflict do nothing", [
        signer.publicKey,
        work.standing.name.slice(0, 80),
      ]);
    }
    await trx.run(
      `insert into host.plugin_release (plugin_id, version, integrity, path, manifest, files, publisher, source, origin,
         storage_key, archive_bytes, state, consent, install_id)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 'staged', $12, $13) on conflict do nothing`,
      [
        ref.pluginId,
        ref.version,
        integrity,
        ref.path,
        JSON.stringify(manifest),
        JSON.stringify(list.files),
        signer?.publicKey ?? null,
        row.source,
        row.name,
        storageKey,
        archive.length,
        row.consented === null ? null : JSON.stringify({ ...row.consented, asked: row.consent }),
        row.id,
      ],
    );
  });
}

export async function setReleaseState(
  database: Database,
  { pluginId, version }: ReleaseRef,
  state: KeptState,
): Promise<void> {
  await database.query(
    "update host.plugin_release set state = $3 where plugin_id = $1 and version = $2 returning version",
    [pluginId, version, state],
  );
}
