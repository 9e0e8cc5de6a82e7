import type { Delivery, TenantContext } from "@promostack/core";

/** Hears how a bulletin's message ended, so that the dash can show it. */
export async function bulletinDelivered(
  context: TenantContext,
  { dedupeKey, outcome, error }: Delivery,
): Promise<void> {
  await context.db((trx) =>
    trx.run("update bulletin set outcome = $2, error = $3 where dedupe_key = $1", [
      dedupeKey,
      outcome,
      error ?? null,
    ]),
  );
}
