import { PassThrough, type Readable } from "node:stream";
import type { StoredFile } from "@promostack/core";
import type { Database } from "../db/database.ts";
import { PLATFORM_TENANT } from "../identity/audit.ts";
import type { Runtime } from "../plugin/runtime.ts";
import type { FileStorage } from "../store/storage.ts";
import { linesInto, MOST_BYTES, writeRows } from "./exportLines.ts";

/** What nobody may carry away, or what is of no use outside. */
const LEFT_OUT = ["secret", "idempotent_answer", "inbox_mark", "bot_pace", "plugin_usage"];
const HIDDEN = ["secret_hash", "public_id", "ciphertext", "claim"];

export interface TenantExportParts {
  database: Database;
  runtime: Pick<Runtime, "plugins" | "tenantData">;
  storage: Pick<FileStorage, "of">;
}

/** All that a tenant has, into a file of the installation's. */
export async function exportTenant(parts: TenantExportParts, tenantId: string): Promise<StoredFile> {
  const lines = tenantLines(parts, tenantId);
  return parts.storage
    .of(PLATFORM_TENANT)
    .put(lines, { accept: ["application/x-ndjson"], maxBytes: MOST_BYTES });
}

/**
 * All that a tenant has, as JSON lines: itself, its people, every row of the platform's tables and of plugins' that is its own (no secrets),
 * and what each plugin that runs exports of it, which names its files. Read as fast as it is taken.
 */
export function tenantLines({ database, runtime }: TenantExportParts, tenantId: string): Readable {
  const out = new PassThrough();
  const write = linesInto(out);
  const all = async () => {
    const [tenant] = await database.query<{ row: unknown }>(
      "select to_jsonb(t) as row from host.tenant t where id = $1",
      [tenantId],
    );
    await write({ kind: "tenant", at: new Date().toISOString(), row: tenant?.row });
    const people = await database.query<{ email: string; role: string }>(
      `select p.email, p.name, u.role, u.created_at as "since" from host.tenant_users u join host.person p on p.id = u.person_id
       where u.tenant_id = $1 order by u.created_at`,
      [tenantId],
    );
    for (const person of people) await write({ kind: "member", ...person });
    for (const { id, state } of runtime.plugins()) {
      if (state !== "active") continue;
      await runtime.tenantData.export(id, tenantId, (record) =>
        write({ kind: "record", plugin: id, record }),
      );
    }
    for (const table of await tenantTables(database)) {
      if (LEFT_OUT.some((name) => table === `host.${name}`)) continue;
      const own = { table, row: "to_jsonb(each) - $2::text[]", where: "where tenant_id = $1" };
      await writeRows(database, own, [tenantId, HIDDEN], write);
    }
    out.end();
  };
  all().catch((error: unknown) => out.destroy(error instanceof Error ? error : new Error(String(error))));
  return out;
}

/** Tables of the platform and of plugins that keep rows by tenant, as SQL names them. */
export async function tenantTables(database: Pick<Database, "query">): Promise<string[]> {
  const rows = await database.query<{ name: string }>(
    `select format('%I.%I', n.nspname, c.relname) as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
     join pg_attribute a on a.attrelid = c.oid and a.attname = 'tenant_id' and not a.attisdropped and a.atttypid = 'uuid'::regtype
     where (n.nspname = 'host' or n.nspname like 'p\\_%') and c.relkind in ('r', 'p') and not c.relispartition order by 1`,
  );
  return rows.map(({ name }) => name);
}
