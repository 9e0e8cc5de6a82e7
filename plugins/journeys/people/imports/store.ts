import { PlatformError, type Transaction } from "@promostack/core";
import { uuidv7 } from "uuidv7";
import type { Import, ImportInput } from "./api.ts";
import { mergeRows } from "./merge.ts";
import type { ReadFile } from "./readFile.ts";
import type { ImportRow } from "./row.ts";

/** Rows of one transaction. */
const BATCH = 1_000;

type Row = Omit<Import, "createdAt" | "endedAt"> & { createdAt: Date; endedAt: Date | null };

const COLUMNS = `id, name, state, lines, rows, duplicates, wrong, problems, done, added, changed, same, created_at as "createdAt",
  created_by as "createdBy", ended_at as "endedAt", error`;

/** Who imports, and when. */
export interface Importing {
  tenantId: string;
  by: string;
  at: Date;
}

/** Keeps a checked file, in batches that are merged one after the other; answers its id. */
export async function keepImport(
  trx: Transaction,
  { name, key, replaces }: ImportInput,
  file: ReadFile,
  { tenantId, by, at }: Importing,
): Promise<string> {
  const id = uuidv7();
  await trx.run(
    `insert into people_import (tenant_id, id, name, key, replaces, state, lines, rows, duplicates, wrong, problems, created_at, created_by)
     values ($1, $2, $3, $4, $5, 'running', $6, $7, $8, $9, $10, $11, $12)`,
    [
      tenantId,
      id,
      name,
      key,
      replaces,
      file.lines,
      file.rows.length,
      file.duplicates,
      file.wrong,
      JSON.stringify(file.problems),
      at,
      by,
    ],
  );
  for (let from = 0; from < file.rows.length; from += BATCH)
    await trx.run("insert into people_import_batch (tenant_id, import_id, n, rows) values ($1, $2, $3, $4)", [
      tenantId,
      id,
      from / BATCH,
      JSON.stringify(file.rows.slice(from, from + BATCH)),
    ]);
  return id;
}

/**
 * Merges the next batch: its people, its counts and its end commit together, so that a crash repeats nothing and loses nothing.
 * `false` where there is none left, or another host is at it.
 */
export async function mergeNext(trx: Transaction, tenantId: string, id: string, now: Date): Promise<boolean> {
  const settings = await trx.one<Pick<ImportInput, "key" | "replaces">>(
    "select key, replaces from people_import where id = $1 and state = 'running' for update skip locked",
    [id],
  );
  if (settings === undefined) return false;
  const batch = await trx.one<{ n: number; rows: ImportRow[] }>(
    "select n, rows from people_import_batch where import_id = $1 order by n limit 1",
    [id],
  );
  const rows = batch?.rows ?? [];
  const { added, changed, same } = await mergeRows(trx, rows, { tenantId, now, ...settings });
  await trx.run("delete from people_import_batch where import_id = $1 and n = $2", [id, batch?.n ?? 0]);
  await trx.run(
    `update people_import i set done = done + $2, added = added + $3, changed = changed + $4, same = same + $5,
       state = case when b.more then 'running' else 'done' end, ended_at = case when b.more then null else $6::timestamptz end
     from (select exists (select from people_import_batch where import_id = $1) as more) b where i.id = $1`,
    [id, rows.length, added, changed, same, now],
  );
  return true;
}

/** Ends an import that cannot go on, or that somebody stopped; what is merged stays. False where it was over. */
export async function endImport(
  trx: Transaction,
  id: string,
  state: "cancelled" | "failed",
  now: Date,
  error: string | null = null,
): Promise<boolean> {
  const ended = await trx.run(
    "update people_import set state = $2, ended_at = $3, error = $4 where id = $1 and state = 'running'",
    [id, state, now, error],
  );
  await trx.run("delete from people_import_batch where import_id = $1", [id]);
  return ended === 1;
}

/** The newest imports. */
export async function latestImports(trx: Transaction): Promise<Import[]> {
  const rows = await trx.many<Row>(
    `select ${COLUMNS} from people_import order by created_at desc, id desc limit 20`,
  );
  return rows.map(importOf);
}

/** Raises `import.not_found`. */
export async function readImport(trx: Transaction, id: string): Promise<Import> {
  const row = await trx.one<Row>(`select ${COLUMNS} from people_import where id = $1`, [id]);
  if (row !== undefined) return importOf(row);
  throw new PlatformError("There is no such import.", {
    code: "import.not_found",
    status: 404,
    hint: "Load the list of imports again.",
  });
}

function importOf({ createdAt, endedAt, ...row }: Row): Import {
  return { ...row, createdAt: createdAt.toISOString(), endedAt: endedAt?.toISOString() ?? null };
}
