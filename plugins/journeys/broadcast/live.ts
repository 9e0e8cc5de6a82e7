import type { Transaction } from "@promostack/core";

/** Tells the tenant's open pages that a broadcast changed, when the transaction commits. Its progress is asked for by the page itself. */
export async function tellBroadcasts(trx: Transaction, tenantId: string): Promise<void> {
  await trx.run("select pg_notify('live', $1 || ':broadcasts')", [tenantId]);
}
