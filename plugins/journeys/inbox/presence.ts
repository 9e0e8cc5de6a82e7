import type { TenantContext, Transaction } from "@promostack/core";
import type { Colleague } from "./api.ts";
import { conversationNotFound } from "./conversation.ts";
import { tellInbox } from "./conversationRows.ts";

/** A page says that it is open every 15 seconds. */
const LASTS_SECONDS = 40;

/** A colleague opens a conversation, writes in it, or leaves it. Colleagues are told where that is news. */
export async function notePresence(
  { tenantId }: Pick<TenantContext, "tenantId">,
  trx: Transaction,
  personId: string,
  { here, typing }: { here: boolean; typing: boolean },
  by: Colleague,
): Promise<void> {
  if (!here) {
    const left = await trx.run("delete from presence where person_id = $1 and colleague_id = $2", [
      personId,
      by.id,
    ]);
    if (left > 0) await tellInbox(trx, [tenantId]);
    return;
  }
  const known = await trx.one<{ id: string; typing: boolean | null }>(
    `select p.id, o.typing from person p
       left join presence o on o.tenant_id = p.tenant_id and o.person_id = p.id and o.colleague_id = $2 and o.until > clock_timestamp()
     where p.id = $1`,
    [personId, by.id],
  );
  if (known === undefined) throw conversationNotFound();
  await trx.run(
    `insert into presence (tenant_id, person_id, colleague_id, name, typing, until)
     values ($1, $2, $3, $4, $5, clock_timestamp() + interval '${LASTS_SECONDS} seconds')
     on conflict (tenant_id, person_id, colleague_id) do update set name = excluded.name, typing = excluded.typing, until = excluded.until`,
    [tenantId, personId, by.id, by.name, typing],
  );
  if (known.typing !== typing) await tellInbox(trx, [tenantId]);
}
