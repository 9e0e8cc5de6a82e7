import { PlatformError, type Transaction } from "@promostack/core";

/** Raises `template.in_campaign` where a campaign that is not over lays this template over people's pictures. */
export async function refuseInCampaign(trx: Transaction, id: string, now: Date): Promise<void> {
  const campaign = await trx.one<{ id: string; title: string }>(
    `select id, plan->>'title' as title from campaign
     where plan->>'overlay' = $1 and state = 'open' and (ends_at is null or ends_at > $2) order by id limit 1`,
    [id, now],
  );
  if (campaign === undefined) return;
  throw new PlatformError(`The campaign “${campaign.title}” lays this template over people's pictures.`, {
    code: "template.in_campaign",
    status: 409,
    hint: "Choose another frame in the campaign, or wait until it is over.",
    details: { campaign },
  });
}
