import { PlatformError, type TenantContext, type Transaction } from "@promostack/core";
import { uuidv7 } from "uuidv7";
import { lockSessions } from "../run/sessionRows.ts";
import type { Colleague } from "./api.ts";
import { conversationNotFound } from "./conversation.ts";
import { tellInbox } from "./conversationRows.ts";

/**
 * The bot is silent from here on: the walk stays where it is and its timers wait. `from` names the colleague from whom it is taken.
 * True where it was not theirs already. Raises `conversation.held` where somebody else has it.
 */
export async function takeOver(
  { tenantId, clock }: Pick<TenantContext, "tenantId" | "clock">,
  trx: Transaction,
  personId: string,
  by: Colleague,
  from?: string,
): Promise<boolean> {
  // First the walk, then the person: everybody takes the locks in that order, and a move under way ends before the bot falls silent.
  await lockSessions(trx, "s.tenant_id = $1 and s.person_id = $2", [tenantId, personId]);
  const held = await trx.one<{ by: string | null; name: string | null }>(
    `select p.taken_over_by as by, c.holder_name as name from person p
       left join conversation c on c.tenant_id = p.tenant_id and c.person_id = p.id
     where p.id = $1 for update of p`,
    [personId],
  );
  if (held === undefined) throw conversationNotFound();
  if (held.by === by.id) return false;
  if (held.by !== null && held.by !== from) throw heldBy(held.by, held.name ?? "");
  const now = clock.now();
  await trx.run("update person set taken_over_at = $2, taken_over_by = $3 where id = $1", [
    personId,
    now,
    by.id,
  ]);
  await trx.run(
    `insert into conversation as c (tenant_id, person_id, at, holder_name, assigned_to, assigned_name) values ($1, $2, $3, $4, $5, $4)
     on conflict (tenant_id, person_id) do update set holder_name = excluded.holder_name,
       assigned_to = excluded.assigned_to, assigned_name = excluded.assigned_name`,
    [tenantId, personId, now, by.name, by.id],
  );
  await logSystem(trx, { tenantId, personId, at: now, kind: "taken_over", by });
  await tellInbox(trx, [tenantId]);
  return true;
}

/** A line of the conversation that nobody said. */
export async function logSystem(
  trx: Transaction,
  {
    tenantId,
    personId,
    at,
    kind,
    by,
  }: { tenantId: string; personId: string; at: Date; kind: string; by: Colleague },
): Promise<void> {
  await trx.run(
    `insert into chat_message (tenant_id, person_id, id, at, author, kind, more) values ($1, $2, $3, $4, 'system', $5, $6)`,
    [tenantId, personId, uuidv7(), at, kind, JSON.stringify({ by: by.name, byId: by.id })],
  );
}

function heldBy(id: string, name: string): PlatformError {
  return new PlatformError(`${name} has taken this conversation over.`, {
    code: "conversation.held",
    status: 409,
    hint: "Ask them, or take it over from them.",
    details: { holder: { id, name } },
  });
}
