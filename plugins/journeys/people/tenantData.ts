import type { TenantContext } from "@promostack/core";

/**
 * Every table of the plugin, what refers to others first, with its key beside the tenant. A test holds the list against the database.
 */
export const TABLES: Readonly<Record<string, Readonly<Record<string, "uuid" | "int" | "text" | "date">>>> = {
  click: { id: "uuid" },
  visit_count: { version_id: "uuid", day: "date", step: "text", exit: "text", slot: "int" },
  split_count: {
    version_id: "uuid",
    day: "date",
    step: "text",
    exit: "text",
    state: "text",
    outcome: "text",
    slot: "int",
  },
  walk_count: { version_id: "uuid", day: "date", state: "text", outcome: "text", slot: "int" },
  chat_message: { person_id: "uuid", id: "uuid" },
  call: { session_id: "uuid", seq: "int" },
  visit: { session_id: "uuid", n: "int" },
  waiting_entry: { person_id: "uuid", journey_id: "uuid" },
  session: { id: "uuid" },
  people_import_batch: { import_id: "uuid", n: "int" },
  people_import: { id: "uuid" },
  people_act: { id: "uuid", n: "int" },
  segment: { id: "uuid" },
  person_field: { name: "text" },
  broadcast_recipient: { broadcast_id: "uuid", person_id: "uuid" },
  broadcast: { id: "uuid" },
  presence: { person_id: "uuid", colleague_id: "text" },
  person_note: { id: "uuid" },
  conversation: { person_id: "uuid" },
  person: { id: "uuid" },
  trigger: { journey_id: "uuid", id: "text", key: "text" },
  version: { id: "uuid" },
  journey: { id: "uuid" },
};
const PAGE = 1_000;

/** Everything that the plugin holds for a tenant, a row a line. */
export async function* exportTenant(context: TenantContext): AsyncIterable<Record<string, unknown>> {
  for (const [table, key] of Object.entries(TABLES)) {
    let last: Record<string, unknown> | undefined;
    do {
      const rows = await pageAfter(context, table, key, last);
      for (const row of rows) yield { table, ...row };
      last = rows.length < PAGE ? undefined : rows.at(-1);
    } while (last !== undefined);
  }
}

async function pageAfter(
  { db }: TenantContext,
  table: string,
  key: Readonly<Record<string, string>>,
  last: Record<string, unknown> | undefined,
): Promise<Record<string, unknown>[]> {
  const columns = Object.keys(key).join(", ");
  const places = Object.values(key).map((type, index) => `$${index + 1}::${type}`);
  const where = last === undefined ? "" : `where (${columns}) > (${places.join(", ")})`;
  const values = last === undefined ? [] : Object.keys(key).map((name) => String(last[name]));
  const rows = await db((trx) =>
    trx.many<{ row: Record<string, unknown> }>(
      `select to_jsonb(t) as row from ${table} t ${where} order by ${columns} limit ${PAGE}`,
      values,
    ),
  );
  return rows.map(({ row }) => row);
}

/** Deletes it. */
export async function purgeTenant({ db }: TenantContext): Promise<void> {
  await db(async (trx) => {
    for (const table of Object.keys(TABLES)) await trx.run(`delete from ${table}`);
  });
}
