import type { TenantContext } from "@promostack/core";
import { deletePictures } from "../pictures/pictureFiles.ts";

/** Tables of a tenant's rows, what refers to others first. */
const TABLES = [
  "message_template",
  "bulletin",
  "phrasing",
  "post",
  "fill",
  "refusal",
  "picture",
  "signal",
  "tenant_state",
  "setting_term",
  "comparison",
  "logo",
] as const;
const PAGE = 1_000;

/** Everything that the plugin holds for a tenant, a row a line. */
export async function* exportTenant(context: TenantContext): AsyncIterable<Record<string, unknown>> {
  for (const table of TABLES) {
    for (let offset = 0; ; offset += PAGE) {
      const rows = await context.db((trx) =>
        trx.many<{ row: Record<string, unknown> }>(
          `select to_jsonb(t) as row from ${table} t order by t limit ${PAGE} offset $1`,
          [offset],
        ),
      );
      for (const { row } of rows) yield { table, ...row };
      if (rows.length < PAGE) break;
    }
  }
}

/** Deletes it. */
export async function purgeTenant(context: TenantContext): Promise<void> {
  await deletePictures(context);
  await context.db(async (trx) => {
    for (const table of TABLES) await trx.run(`delete from ${table}`);
  });
}
