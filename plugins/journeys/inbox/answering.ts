import { escapeTelegramHtml, PlatformError, type TenantContext, type Transaction } from "@promostack/core";
import { uuidv7 } from "uuidv7";
import { readPeople } from "../run/people.ts";
import { DELIVERY_REPORT } from "../run/writing.ts";
import type { Colleague, Reply } from "./api.ts";
import { conversationNotFound } from "./conversation.ts";
import { tellInbox } from "./conversationRows.ts";
import { takeOver } from "./takeover.ts";

/**
 * A colleague answers by hand: the message, its place in the conversation and the takeover commit together. Raises
 * `conversation.answered` where another colleague was faster, `conversation.held` where one has taken it over, and
 * `person.unreachable`.
 */
export async function answerByHand(
  context: TenantContext,
  trx: Transaction,
  personId: string,
  { text, seen, takeOver: takes }: Reply,
  by: Colleague,
): Promise<string> {
  const { tenantId, clock } = context;
  if (takes) await takeOver(context, trx, personId, by);
  // The row is the queue of colleagues: whoever comes second sees what the first has written.
  await trx.run(
    `insert into conversation (tenant_id, person_id, at) select $1, id, $3 from person where id = $2
     on conflict (tenant_id, person_id) do update set at = conversation.at`,
    [tenantId, personId, clock.now()],
  );
  const person = (await readPeople(trx, [{ tenantId, personId }])).get(personId);
  if (person === undefined) throw conversationNotFound();
  if (person.telegramId === undefined || person.blocked) throw unreachable(person.blocked);
  if (seen !== undefined) await refuseSecond(trx, personId, seen, by);
  const id = uuidv7();
  const key = `inbox:${id}`;
  const html = escapeTelegramHtml(text.trim());
  await context.send(trx, {
    role: "message_bot",
    chat: person.telegramId,
    method: "sendMessage",
    payload: { text: html, parse_mode: "HTML" },
    dedupeKey: key,
    priority: 1,
    report: DELIVERY_REPORT,
  });
  await trx.run(
    `insert into chat_message (tenant_id, person_id, id, at, author, kind, text, more, dedupe_key)
     values ($1, $2, $3, $4, 'colleague', 'sendMessage', $5, $6, $7)`,
    [tenantId, personId, id, clock.now(), html, JSON.stringify({ by: by.name, byId: by.id }), key],
  );
  await trx.run(
    `update conversation set at = $3, unread = 0, waits_since = null, assigned_to = coalesce(assigned_to, $4),
       assigned_name = case when assigned_to is null then $5 else assigned_name end
     where tenant_id = $1 and person_id = $2`,
    [tenantId, personId, clock.now(), by.id, by.name],
  );
  await tellInbox(trx, [tenantId]);
  return id;
}

async function refuseSecond(trx: Transaction, personId: string, seen: string, by: Colleague): Promise<void> {
  const other = await trx.one<{ name: string; text: string }>(
    `select more->>'by' as name, text from chat_message
     where person_id = $1 and id > $2 and author = 'colleague' and more->>'byId' <> $3 order by id desc limit 1`,
    [personId, seen, by.id],
  );
  if (other === undefined) return;
  throw new PlatformError(`${other.name} has answered meanwhile.`, {
    code: "conversation.answered",
    status: 409,
    hint: "Read their answer; send yours again if it still adds something.",
    details: { by: other.name, text: other.text },
  });
}

function unreachable(blocked: boolean): PlatformError {
  return new PlatformError(
    blocked ? "The person has blocked the bot." : "The person has never written to the bot.",
    {
      code: "person.unreachable",
      status: 409,
      hint: "Telegram lets a bot write only to people who have started it: wait until they write.",
    },
  );
}
