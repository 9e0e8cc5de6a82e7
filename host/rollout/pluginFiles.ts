import type { Database } from "../db/database.ts";
import { schemaOf } from "../db/pluginMigrations.ts";
import type { FileStorage } from "../store/storage.ts";
import { tenantTables } from "./tenantExport.ts";

export interface PluginFileParts {
  database: Pick<Database, "owner" | "query">;
  storage: Pick<FileStorage, "of">;
}

interface StoredKey {
  tenant: string;
  key: string;
}

/**
 * Deletes the files that a plugin's rows name. A storage's key says whose tenant's a file is, not which plugin's: the same content is one
 * file, so that what another plugin names stays. Rows are only read: cut off in the middle, it begins anew.
 */
export async function deletePluginFiles(
  { database, storage }: PluginFileParts,
  pluginId: string,
): Promise<void> {
  const own = `${schemaOf(pluginId)}.`;
  const tables = (await tenantTables(database)).filter((table) => table.startsWith("p_"));
  const found = await keysIn(
    database,
    tables.filter((table) => table.startsWith(own)),
  );
  if (found.length === 0) return;
  const others = tables.filter((table) => !table.startsWith(own));
  const needed = new Set((await keysIn(database, others, found)).map(({ key }) => key));
  for (const { tenant, key } of found) if (!needed.has(key)) await storage.of(tenant).delete(key);
}

/** Keys of files of their own tenant that rows name in any of their columns; where `among` is given, of those only. As the owner, whom no time limit cuts off. */
async function keysIn(
  database: Pick<Database, "owner">,
  tables: readonly string[],
  among?: readonly StoredKey[],
): Promise<StoredKey[]> {
  const keys = among?.map(({ key }) => key) ?? null;
  const tenants = among && [...new Set(among.map(({ tenant }) => tenant))];
  const found = new Map<string, StoredKey>();
  for (const table of tables) {
    const rows = await database.owner((trx) =>
      trx.many<StoredKey>(
        `select distinct each.tenant_id::text as tenant, named[1] as key
         from ${table} each, regexp_matches(each::text, '([0-9a-f-]{36}/[0-9a-f]{64}[.][a-z0-9]{1,8})', 'g') as named
         where starts_with(named[1], each.tenant_id::text || '/') and ($1::text[] is null or named[1] = any($1))
           and ($2::uuid[] is null or each.tenant_id = any($2))`,
        [keys, tenants ?? null],
      ),
    );
    for (const row of rows) found.set(row.key, row);
  }
  return [...found.values()];
}
