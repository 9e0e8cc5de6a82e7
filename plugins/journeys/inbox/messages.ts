import type { Transaction } from "@promostack/core";
import type { Journey } from "../graph/journey.ts";
import { stepTitle } from "../graph/stepName.ts";
import type { ChatMessage } from "./api.ts";
import { buttonsOf } from "./buttons.ts";
import { type Reader, saidByOthers } from "./otherPlugins.ts";

interface Row extends Omit<ChatMessage, "at" | "buttons" | "by"> {
  at: Date;
  more: Record<string, unknown>;
  versionId: string | null;
}

/**
 * A page of what was said both ways, whichever plugin said it, the newest first. `after` is the oldest message of the page before. Ids
 * count up with the time of writing, in our rows as in the outbox, so that both are one line of messages.
 */
export async function messagesPage(
  reader: Reader,
  trx: Transaction,
  personId: string,
  { after, limit }: { after?: string; limit: number },
): Promise<{ items: ChatMessage[]; next?: string }> {
  const asked = { ...(after !== undefined && { before: after }), limit: limit + 1 };
  const others = await saidByOthers(reader, trx, { ...asked, chats: await chatOf(trx, personId) });
  const own = await ownMessages(trx, personId, asked);
  const all = [...own, ...others.map(({ message }) => message)].sort(newestFirst);
  const items = all.slice(0, limit);
  const next = all.length > limit ? items.at(-1)?.id : undefined;
  return { items, ...(next !== undefined && { next }) };
}

function newestFirst(one: ChatMessage, other: ChatMessage): number {
  return one.id < other.id ? 1 : -1;
}

/** The person's private chat with the bot; none for somebody who has never written, or who is another tenant's. */
async function chatOf(trx: Transaction, personId: string): Promise<string[]> {
  const row = await trx.one<{ chat: string | null }>(
    "select telegram_id::text as chat from person where id = $1",
    [personId],
  );
  return row === undefined || row.chat === null ? [] : [row.chat];
}

async function ownMessages(
  trx: Transaction,
  personId: string,
  { before, limit }: { before?: string; limit: number },
): Promise<ChatMessage[]> {
  const rows = await trx.many<Row>(
    `select m.id, m.at, m.author, m.kind, m.text, m.more, m.outcome, j.name as journey, m.step, s.version_id as "versionId"
     from chat_message m
       left join session s on s.tenant_id = m.tenant_id and s.id = m.session_id
       left join journey j on j.tenant_id = s.tenant_id and j.id = s.journey_id
     where m.person_id = $1 and ($2::uuid is null or m.id < $2) order by m.id desc limit $3`,
    [personId, before ?? null, limit],
  );
  const versions = await documents(trx, rows);
  return rows.map((row) => shown(row, versions));
}

async function documents(trx: Transaction, rows: readonly Row[]): Promise<ReadonlyMap<string, Journey>> {
  const ids = [...new Set(rows.map(({ versionId }) => versionId).filter((id) => id !== null))];
  if (ids.length === 0) return new Map();
  const found = await trx.many<{ id: string; document: Journey }>(
    "select id, document from version where id = any($1::uuid[])",
    [ids],
  );
  return new Map(found.map(({ id, document }) => [id, document]));
}

function shown(
  { at, more, versionId, step, ...row }: Row,
  versions: ReadonlyMap<string, Journey>,
): ChatMessage {
  const version = versionId === null ? undefined : versions.get(versionId);
  const of = version?.steps.find(({ id }) => id === step);
  return {
    ...row,
    at: at.toISOString(),
    step: of === undefined ? step : stepTitle(of),
    buttons: buttonsOf(more),
    by: typeof more.by === "string" ? more.by : null,
  };
}
