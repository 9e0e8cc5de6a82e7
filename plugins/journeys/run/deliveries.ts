import type { Delivery, TenantContext } from "@promostack/core";
import { tellInbox } from "../inbox/conversationRows.ts";
import type { Conversations } from "./conversations.ts";

/** How a message ended stands in the conversation; whoever blocked the bot walks no further. */
export async function messageDelivered(
  context: TenantContext,
  { dedupeKey, outcome }: Delivery,
  conversations: Conversations,
): Promise<void> {
  const { tenantId } = context;
  const row = await context.db(async (trx) => {
    const message = await trx.one<{ personId: string; sessionId: string | null }>(
      `update chat_message set outcome = $3 where tenant_id = $1 and dedupe_key = $2
       returning person_id as "personId", session_id as "sessionId"`,
      [tenantId, dedupeKey, outcome],
    );
    if (message !== undefined && outcome === "blocked") {
      await trx.run(
        "update person set blocked_at = coalesce(blocked_at, $3) where tenant_id = $1 and id = $2",
        [tenantId, message.personId, context.clock.now()],
      );
    }
    if (message !== undefined) await tellInbox(trx, [tenantId]);
    return message;
  });
  if (outcome === "blocked" && row?.sessionId)
    await conversations.stop(context, row.sessionId, "blocked the bot");
}
