import { Conditions, type ListPage, listPage, type Transaction } from "@promostack/core";
import type { ConversationCounts, ConversationRow, ConversationsQuery } from "./api.ts";
import type { InboxFilter } from "./filters.ts";
import { CONVERSATIONS } from "./listShapes.ts";
import { type Reader, saidByOthers } from "./otherPlugins.ts";

export const NAME = `coalesce(nullif(concat_ws(' ', nullif(p.first_name, ''), nullif(p.last_name, '')), ''),
  nullif(p.username, ''), p.telegram_id::text, '')`;

const FROM = "conversation c join person p on p.tenant_id = c.tenant_id and p.id = c.person_id";

const FAILED = `(select s.state = 'failed' from session s where s.tenant_id = c.tenant_id and s.person_id = c.person_id
  order by s.entered_at desc limit 1)`;

/** Colleagues who have the conversation open, as JSON. */
const PRESENT = `coalesce((select jsonb_agg(jsonb_build_object('id', o.colleague_id, 'name', o.name)) from presence o
  where o.tenant_id = c.tenant_id and o.person_id = c.person_id and o.until > clock_timestamp()), '[]')`;

const LAST = `(select jsonb_build_object('id', m.id, 'author', m.author, 'kind', m.kind, 'text', left(m.text, 200), 'at', m.at,
    'by', m.more->>'by')
  from chat_message m where m.tenant_id = c.tenant_id and m.person_id = c.person_id and m.author <> 'system'
  order by m.id desc limit 1)`;

const COLUMNS = `c.person_id as id, ${NAME} as name, p.username, p.telegram_id::text as chat, c.at, c.unread, c.waits_since as "waitsSince",
  case when p.taken_over_at is not null then jsonb_build_object('id', p.taken_over_by, 'name', c.holder_name) end as holder,
  case when c.assigned_to is not null then jsonb_build_object('id', c.assigned_to, 'name', c.assigned_name) end as assigned,
  p.blocked_at is not null as blocked, coalesce(${FAILED}, false) as failed, ${LAST} as last, ${PRESENT} as present`;

interface Row extends Omit<ConversationRow, "at" | "waitsSince" | "last"> {
  at: Date;
  waitsSince: Date | null;
  /** With the bot; null for somebody who has never written. */
  chat: string | null;
  last: Last | null;
}

type Last = NonNullable<ConversationRow["last"]> & { id: string };

/** Which conversations a filter shows; `me` is a place for the colleague's id. */
const ONLY: Record<InboxFilter, (me: string) => string> = {
  waiting: () => "c.waits_since is not null",
  takenOver: () => "p.taken_over_at is not null",
  mine: (me) => `(c.assigned_to = ${me} or (p.taken_over_at is not null and p.taken_over_by = ${me}))`,
  unread: () => "c.unread > 0",
  failed:
    () => `exists (select from session f where f.tenant_id = c.tenant_id and f.person_id = c.person_id and f.state = 'failed')
    and ${FAILED}`,
};

/** A page of conversations, the newest first. */
export async function conversationsPage(
  reader: Reader,
  trx: Transaction,
  query: ConversationsQuery,
  me: string,
): Promise<ListPage<ConversationRow>> {
  const conditions = new Conditions();
  if (query.only !== undefined) {
    const filter = ONLY[query.only];
    if (query.only === "mine") conditions.add(me, filter);
    else conditions.always(filter(""));
  }
  const page = await listPage<Row>(trx, CONVERSATIONS, { select: COLUMNS, from: FROM, conditions }, query);
  const chats = page.items.flatMap(({ chat }) => chat ?? []);
  const others = new Map<string | null, Last>(
    (await saidByOthers(reader, trx, { chats, limit: 1 })).map(({ chat, message }) => [chat, message]),
  );
  return { ...page, items: page.items.map((row) => shown(row, others.get(row.chat))) };
}

function shown({ chat: _chat, ...row }: Row, byOther: Last | undefined): ConversationRow {
  const own = row.last ?? undefined;
  return {
    ...row,
    last: lastOf(own === undefined || (byOther !== undefined && byOther.id > own.id) ? byOther : own),
    at: row.at.toISOString(),
    waitsSince: row.waitsSince?.toISOString() ?? null,
  };
}

function lastOf(last: Last | undefined): ConversationRow["last"] {
  if (last === undefined) return null;
  const { author, kind, text, at, by } = last;
  return { author, kind, text: text.slice(0, 200), at: new Date(at).toISOString(), by };
}

const COUNTS = `select
  (select count(*) from conversation where waits_since is not null) as waiting,
  (select count(*) from person where taken_over_at is not null) as "takenOver",
  (select count(*) from ${FROM} where ${ONLY.mine("$1")}) as mine,
  (select count(distinct c.person_id) from ${FROM} where ${ONLY.failed("")}) as failed`;

/** How many conversations a filter shows. */
export async function conversationCounts(trx: Transaction, me: string): Promise<ConversationCounts> {
  const row = await trx.one<ConversationCounts>(COUNTS, [me]);
  return row ?? { waiting: 0, takenOver: 0, mine: 0, failed: 0 };
}
