import type { TenantContext } from "@promostack/core";

/** Every table of campaigns, what refers to others first, with the columns that no export has: they are keys, not data. */
const TABLES = {
  draw: [],
  entry: ["address_key", "form_nonce"],
  upload: [],
  campaign: ["form_key", "seed"],
} as const;
const PAGE = 1_000;

/** Everything that is held for a tenant, a row a line. */
export async function* exportTenant({ db }: TenantContext): AsyncIterable<Record<string, unknown>> {
  for (const [table, hidden] of Object.entries(TABLES)) {
    for (let at = 0, rows = PAGE; rows === PAGE; at += PAGE) {
      const page = await db((trx) =>
        trx.many<{ row: Record<string, unknown> }>(
          `select to_jsonb(t) - $1::text[] as row from ${table} t order by ${table === "draw" ? "campaign_id, number" : "id"} limit ${PAGE} offset $2`,
          [hidden, at],
        ),
      );
      for (const { row } of page) yield { table, ...row };
      rows = page.length;
    }
  }
}

/** Deletes it, with the files of uploads. */
export async function purgeTenant({ db, storage }: TenantContext): Promise<void> {
  const files = await db(async (trx) => {
    const found = await trx.many<{ fileKey: string }>(`select distinct file_key as "fileKey" from upload`);
    for (const table of Object.keys(TABLES)) await trx.run(`delete from ${table}`);
    return found;
  });
  for (const { fileKey } of files) await storage.delete(fileKey);
}
