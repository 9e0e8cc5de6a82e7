import type { TenantContext } from "@promostack/core";
import type { Conversations } from "../run/conversations.ts";
import type { ConversationsService } from "./api.ts";

/** What other plugins may tell journeys: `journeys.conversations@1`. */
export function conversationsService(
  context: TenantContext,
  conversations: () => Conversations,
): ConversationsService {
  return {
    async happened({ plugin, event, telegramId, variables = {} }) {
      const person = await context.db((trx) =>
        trx.one<{ id: string }>("select id from person where tenant_id = $1 and telegram_id = $2::bigint", [
          context.tenantId,
          telegramId,
        ]),
      );
      if (person === undefined) return false;
      await conversations().happened(context, { plugin, event, personId: person.id, variables });
      return true;
    },
  };
}
