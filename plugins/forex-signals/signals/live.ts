import type { Transaction } from "@promostack/core";

/** Tells open pages of these tenants that their signals changed, when the transaction commits. */
export async function tellLive(trx: Transaction, tenantIds: readonly string[]): Promise<void> {
  if (tenantIds.length === 0) return;
  await trx.run(`select pg_notify('live', t || ':signals') from unnest($1::text[]) as t`, [
    [...new Set(tenantIds)],
  ]);
}
