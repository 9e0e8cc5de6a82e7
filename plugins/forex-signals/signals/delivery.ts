import type { Delivery, TenantContext } from "@promostack/core";

/**
 * Hears how an opening post ended. A signal that reached none of its channels is `failed`: nobody could follow it, so it
 * counts nowhere.
 */
export async function openingDelivered(context: TenantContext, delivery: Delivery): Promise<void> {
  const { dedupeKey, outcome, error, messageId } = delivery;
  await context.db(async (trx) => {
    const post = await trx.one<{ signalId: string }>(
      `update post set outcome = $2, error = $3, message_id = $4 where dedupe_key = $1 returning signal_id as "signalId"`,
      [dedupeKey, outcome, error ?? null, messageId ?? null],
    );
    if (post === undefined || outcome === "sent" || outcome === "unknown") return;
    const failed = await trx.run(
      `update signal set status = 'failed', failure = $2 where id = $1 and status in ('open', 'closed') and not exists (
         select from post p where p.signal_id = $1 and p.kind = 'open' and coalesce(p.outcome, 'sent') in ('sent', 'unknown'))`,
      [post.signalId, error ?? `The post ended as ${outcome}.`],
    );
    if (failed > 0) {
      context.log.warn("A signal could not be posted and does not count", {
        signalId: post.signalId,
        outcome,
      });
      await trx.run("select pg_notify('live', $1)", [`${context.tenantId}:signals`]);
    }
  });
}
