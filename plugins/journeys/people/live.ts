import type { Transaction } from "@promostack/core";

/** Tells the tenant's open pages that people changed, when the transaction commits. */
export async function tellPeople(trx: Transaction, tenantId: string): Promise<void> {
  await trx.run("select pg_notify('live', $1 || ':people')", [tenantId]);
}
