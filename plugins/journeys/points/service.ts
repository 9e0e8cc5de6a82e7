import type { TenantContext } from "@promostack/core";
import { answerCall } from "../calls/callRows.ts";
import { readCallKey } from "../calls/resolve.ts";
import type { Conversations } from "../run/conversations.ts";
import type { ActionResult, ConversationsService } from "./api.ts";

/** What other plugins may tell journeys: `journeys.conversations@1`. */
export function conversationsService(
  context: TenantContext,
  conversations: () => Conversations,
): ConversationsService {
  return {
    async happened({ plugin, event, telegramId, key, variables = {} }) {
      const person = await context.db((trx) =>
        trx.one<{ id: string }>("select id from person where tenant_id = $1 and telegram_id = $2::bigint", [
          context.tenantId,
          telegramId,
        ]),
      );
      if (person === undefined) return false;
      await conversations().happened(context, { plugin, event, personId: person.id, key, variables });
      return true;
    },
    answered: (key, result) => answered(context, conversations(), key, result),
  };
}

/** Keeps the answer, and has the walk moved by it. */
export async function answered(
  context: TenantContext,
  conversations: Conversations,
  key: string,
  result: ActionResult,
): Promise<boolean> {
  const { tenantId, clock } = context;
  const call = readCallKey(key);
  if (call === undefined) return false;
  const kept = await context.db((trx) => answerCall(trx, { tenantId, ...call }, result, clock.now()));
  if (kept) conversations.called();
  return kept;
}
