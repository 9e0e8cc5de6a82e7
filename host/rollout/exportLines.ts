import { once } from "node:events";
import type { Writable } from "node:stream";
import type { SqlValue } from "@promostack/core";
import type { Database } from "../db/database.ts";

/** The most that an export may weigh, bytes. */
export const MOST_BYTES = 20_000_000_000;
const ROWS = 500;

/** Takes a line of an export; resolves when there is room for the next. */
export type Write = (line: Record<string, unknown>) => Promise<void>;

/** Writes lines of JSON as fast as they are taken. */
export function linesInto(out: Writable): Write {
  return async (line) => {
    if (!out.write(`${JSON.stringify(line)}\n`)) await once(out, "drain");
  };
}

/** Writes a table's rows, some at a time. `row` is an SQL expression over `each`; `where` narrows what is read. */
export async function writeRows(
  database: Database,
  { table, name = table, row = "to_jsonb(each)", where = "" }: Rows,
  values: readonly SqlValue[],
  write: Write,
): Promise<void> {
  await database.system(async (trx) => {
    await trx.run(`declare export cursor for select ${row} as row from ${table} each ${where}`, values);
    const next = () => trx.many<{ row: unknown }>(`fetch ${ROWS} from export`);
    for (let rows = await next(); rows.length > 0; rows = await next())
      for (const each of rows) await write({ kind: "row", table: name, row: each.row });
  });
}

interface Rows {
  table: string;
  /** What the table is called in the export. */
  name?: string;
  row?: string;
  where?: string;
}
