import type { Database } from "../db/database.ts";
import { fingerprintOf } from "../release/publicKey.ts";

export interface ReleaseSigner {
  name: string;
  fingerprint: string;
  state: "unknown" | "approved" | "blocked";
}

/** Who signed which of a plugin's installed releases, by version. */
export async function releaseSigners(
  database: Pick<Database, "query">,
  pluginId: string,
): Promise<ReadonlyMap<string, ReleaseSigner>> {
  const rows = await database.query<Omit<ReleaseSigner, "fingerprint"> & { version: string; key: string }>(
    `select r.version, p.key, p.name, p.state from host.plugin_release r join host.publisher p on p.key = r.publisher
     where r.plugin_id = $1`,
    [pluginId],
  );
  return new Map(
    rows.map(({ version, key, ...signer }) => [version, { ...signer, fingerprint: fingerprintOf(key) }]),
  );
}
