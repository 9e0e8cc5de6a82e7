import type { TenantContext } from "@promostack/core";
import { FILE_TABLES } from "./media/unnamedFiles.ts";

interface Table {
  name: string;
  /** Columns that it is read by, a page at a time, with their types. */
  key: Readonly<Record<string, string>>;
  /** Columns that no export has: they are keys, not data. */
  hidden?: readonly string[];
}

/** Every table that holds something of a tenant's, what refers to others first. */
export const TABLES: readonly Table[] = [
  { name: "code_use", key: { code_id: "uuid", person: "text" } },
  { name: "code_answer", key: { id: "uuid" } },
  { name: "code", key: { id: "uuid" } },
  { name: "code_validator", key: { id: "uuid" }, hidden: ["sealed"] },
  { name: "draw", key: { campaign_id: "uuid", number: "int" } },
  { name: "entry", key: { id: "uuid" }, hidden: ["address_key", "form_nonce"] },
  { name: "upload", key: { id: "uuid" } },
  { name: "campaign", key: { id: "uuid" }, hidden: ["form_key", "seed"] },
  { name: "template_version", key: { template_id: "uuid", number: "int" } },
  { name: "template", key: { id: "uuid" } },
  { name: "asset", key: { id: "uuid" } },
  { name: "broadcast", key: { id: "uuid" } },
  { name: "use", key: { at: "timestamptz", id: "uuid" } },
  { name: "use_person", key: { person: "text" } },
  { name: "chat_task", key: { id: "uuid" }, hidden: ["claim"] },
  { name: "offer", key: { id: "uuid" } },
  { name: "talk", key: { person: "text" } },
  { name: "sent_picture", key: { hash: "text" } },
  { name: "unnamed_file", key: { file_key: "text" } },
  { name: "own_text", key: { language: "text", key: "text" } },
];
const PAGE = 1_000;

/** Of a tenant's context, what its data is reached by. */
interface Held {
  db: TenantContext["db"];
  storage: Pick<TenantContext["storage"], "delete">;
}

/** Everything that is held for a tenant, a row a line. */
export async function* exportTenant({ db }: Pick<Held, "db">): AsyncIterable<Record<string, unknown>> {
  for (const { name, key, hidden = [] } of TABLES) {
    const columns = Object.keys(key).join(", ");
    const after = Object.values(key).map((type, index) => `$${index + 2}::${type}`);
    const select = `select to_jsonb(t) - $1::text[] as row, array[${Object.keys(key).map((column) => `${column}::text`)}] as key from ${name} t`;
    let last: readonly string[] | undefined = [];
    while (last !== undefined) {
      const from: readonly string[] = last;
      const where = from.length === 0 ? "" : `where (${columns}) > (${after})`;
      const page = await db((trx) =>
        trx.many<{ row: Record<string, unknown>; key: string[] }>(
          `${select} ${where} order by ${columns} limit ${PAGE}`,
          [hidden, ...from],
        ),
      );
      for (const { row } of page) yield { table: name, ...row };
      last = page.length === PAGE ? page.at(-1)?.key : undefined;
    }
  }
}

/** Deletes it, with its files. */
export async function purgeTenant({ db, storage }: Held): Promise<void> {
  const files = await db(async (trx) => {
    const found = await trx.many<{ fileKey: string }>(
      [...FILE_TABLES, "unnamed_file"]
        .map((table) => `select file_key as "fileKey" from ${table}`)
        .join(" union "),
    );
    for (const { name } of TABLES) await trx.run(`delete from ${name}`);
    return found;
  });
  for (const { fileKey } of files) await storage.delete(fileKey);
}
