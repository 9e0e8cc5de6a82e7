import { PassThrough } from "node:stream";
import type { StoredFile } from "@promostack/core";
import type { Database } from "../db/database.ts";
import { schemaOf } from "../db/pluginMigrations.ts";
import { PLATFORM_TENANT } from "../identity/audit.ts";
import type { Runtime } from "../plugin/runtime.ts";
import type { FileStorage } from "../store/storage.ts";
import { linesInto, MOST_BYTES, type Write, writeRows } from "./exportLines.ts";

export interface ExportParts {
  database: Database;
  runtime: Pick<Runtime, "plugin" | "tenantData">;
  storage: Pick<FileStorage, "of">;
}

/**
 * Everything that a plugin holds, as JSON lines in a file of the installation's: tenants' settings (no secrets), what the
 * plugin itself exports of each tenant where it runs, and every row of its tables.
 */
export async function exportPlugin(
  { database, runtime, storage }: ExportParts,
  pluginId: string,
): Promise<StoredFile> {
  const out = new PassThrough();
  const stored = storage
    .of(PLATFORM_TENANT)
    .put(out, { accept: ["application/x-ndjson"], maxBytes: MOST_BYTES });
  // Whoever writes hears of it where the store gives up.
  stored.catch((error: Error) => out.destroy(error));
  const write = linesInto(out);
  try {
    const status = runtime.plugin(pluginId);
    await write({ kind: "plugin", plugin: pluginId, version: status?.version, at: new Date().toISOString() });
    const tenants = await writeSettings(database, pluginId, write);
    if (status?.state === "active") {
      for (const tenant of tenants)
        await runtime.tenantData.export(pluginId, tenant, (record) =>
          write({ kind: "record", tenant, record }),
        );
    }
    await writeTables(database, schemaOf(pluginId), write);
    out.end();
  } catch (error) {
    out.destroy(error instanceof Error ? error : new Error(String(error)));
    await stored.catch(() => undefined);
    throw error;
  }
  return stored;
}

/** Answers who has, or had, the plugin. */
export async function tenantsOf(database: Pick<Database, "query">, pluginId: string): Promise<string[]> {
  const rows = await database.query<{ id: string }>(
    "select tenant_id as id from host.tenant_plugin where plugin_id = $1 order by tenant_id",
    [pluginId],
  );
  return rows.map(({ id }) => id);
}

async function writeSettings(database: Database, pluginId: string, write: Write): Promise<string[]> {
  const tenants = await tenantsOf(database, pluginId);
  for (const tenant of tenants) {
    const [row] = await database.query<{ enabled: boolean; settings: unknown; version: number }>(
      `select enabled, settings, settings_version as version from host.tenant_plugin
       where tenant_id = $1 and plugin_id = $2`,
      [tenant, pluginId],
    );
    if (row !== undefined) await write({ kind: "settings", tenant, ...row });
  }
  return tenants;
}

async function writeTables(database: Database, schema: string, write: Write): Promise<void> {
  const tables = await database.query<{ name: string }>(
    `select quote_ident(c.relname) as name from pg_class c
     where c.relnamespace = to_regnamespace($1) and c.relkind in ('r', 'p') and not c.relispartition order by 1`,
    [schema],
  );
  for (const { name } of tables) await writeRows(database, { table: `${schema}.${name}`, name }, [], write);
}
