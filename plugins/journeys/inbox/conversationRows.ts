import type { Transaction } from "@promostack/core";

/** Nobody answers what a person wrote: a colleague must. `since` is the first of it. */
export async function noteWaiting(
  trx: Transaction,
  { tenantId, id }: { tenantId: string; id: string },
  since: Date,
): Promise<void> {
  await trx.run("update conversation set waits_since = $3 where tenant_id = $1 and person_id = $2", [
    tenantId,
    id,
    since,
  ]);
}

/** Somebody waits for an answer since `since`, or since before. */
export async function noteStillWaiting(
  trx: Transaction,
  { tenantId, id }: { tenantId: string; id: string },
  since: Date,
): Promise<void> {
  await trx.run(
    "update conversation set waits_since = coalesce(waits_since, $3) where tenant_id = $1 and person_id = $2",
    [tenantId, id, since],
  );
}

/** Tells the open pages of tenants that conversations changed, when the transaction commits. */
export async function tellInbox(trx: Transaction, tenantIds: readonly string[]): Promise<void> {
  await trx.run("select pg_notify('live', t || ':inbox') from unnest($1::text[]) as t", [
    [...new Set(tenantIds)],
  ]);
}
