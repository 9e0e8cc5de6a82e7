import type { Delivery, TenantContext } from "@promostack/core";
import { readRecipientKey } from "./recipientKey.ts";

const STATES: Record<Delivery["outcome"], string> = {
  sent: "sent",
  unknown: "unknown",
  expired: "failed",
  blocked: "blocked",
  dead: "failed",
};

/** How one person's message ended. */
export async function broadcastDelivered(
  { tenantId, db }: Pick<TenantContext, "tenantId" | "db">,
  { dedupeKey, outcome, error = "", at }: Delivery,
): Promise<void> {
  const key = readRecipientKey(dedupeKey);
  if (key === undefined) return;
  const { broadcastId, personId, takes } = key;
  await db(async (trx) => {
    await trx.run(
      `update broadcast_recipient set state = $5, why = $6, ended_at = $7
       where tenant_id = $1 and broadcast_id = $2 and person_id = $3 and takes = $4 and state = 'queued'`,
      [
        tenantId,
        broadcastId,
        personId,
        takes,
        STATES[outcome],
        outcome === "sent" ? "" : error.slice(0, 500),
        at,
      ],
    );
    await trx.run("update chat_message set outcome = $3 where tenant_id = $1 and dedupe_key = $2", [
      tenantId,
      dedupeKey,
      outcome,
    ]);
    if (outcome === "blocked")
      await trx.run(
        "update person set blocked_at = coalesce(blocked_at, $3) where tenant_id = $1 and id = $2",
        [tenantId, personId, at],
      );
  });
}
