import type { Transaction } from "@promostack/core";
import type { ReplyKey, ReplyKeyboard } from "../telegram/domain/replyKeyboard.ts";
import type { MessageRow } from "../telegram/store/messages.ts";
import { usersById } from "../telegram/store/people.ts";
import { type ChatView, type MessageView, messageView } from "./views.ts";

interface ChatRow {
  room: number;
  id: number;
  bot_id: number | null;
  type: string;
  title: string;
  username: string | null;
  started: boolean;
  blocked: boolean;
  members: number;
  pinned: number[];
  revision: number;
  keyboard: ReplyKeyboard | null;
  last_content: Record<string, unknown> | null;
  last_date: Date | null;
  last_from: string | null;
}

const SELECT = `select c.room, c.id, c.bot_id, c.type, coalesce(c.title, b.name) as title, coalesce(c.username, b.username) as username,
    c.started, c.blocked, c.pinned, c.revision, c.keyboard,
    case when c.type = 'private' then 2 else
      (select count(*)::int from member m where m.room = c.room and m.status not in ('left', 'kicked')) end as members,
    l.content as last_content, l.date as last_date,
    coalesce(lp.first_name, lb.name, c.title) as last_from
  from chat c left join bot b on b.id = c.bot_id
  left join lateral (select content, date, from_id from message where room = c.room and deleted_at is null order by id desc limit 1) l on true
  left join person lp on lp.id = l.from_id left join bot lb on lb.id = l.from_id`;

export interface ChatFilter {
  /** Chats that this person is in or has with bots. */
  personId?: number;
  botId?: number;
  type?: string;
}

/** The busiest first. */
export async function listChats(
  trx: Transaction,
  { personId, botId, type }: ChatFilter,
): Promise<ChatView[]> {
  const rows = await trx.many<ChatRow>(
    `${SELECT}
     where ($1::bigint is null or (c.type = 'private' and c.id = $1)
         or exists (select 1 from member m where m.room = c.room and m.user_id = $1 and m.status not in ('left', 'kicked')))
       and ($2::bigint is null or c.bot_id = $2
         or exists (select 1 from member m where m.room = c.room and m.user_id = $2 and m.status not in ('left', 'kicked')))
       and ($3::text is null or c.type = $3) and c.migrated_to is null
     order by c.last_message_at desc nulls last, c.room limit 500`,
    [personId ?? null, botId ?? null, type ?? null],
  );
  return rows.map(chatView);
}

export async function readChat(trx: Transaction, room: number): Promise<ChatView | undefined> {
  const row = await trx.one<ChatRow>(`${SELECT} where c.room = $1`, [room]);
  return row && chatView(row);
}

/** Newest first, older than message `before`. */
export async function pageOfMessages(
  trx: Transaction,
  room: number,
  { before, limit }: { before?: number; limit: number },
): Promise<MessageView[]> {
  const rows = await trx.many<MessageRow>(
    `select room, id, date, edited_at, deleted_at, from_id, content, revision from message
     where room = $1 and deleted_at is null and ($2::int is null or id < $2) order by id desc limit $3`,
    [room, before ?? null, limit],
  );
  return withSenders(trx, rows);
}

/** What changed after a revision, deletions among it, in order of change. */
export async function changesSince(trx: Transaction, room: number, revision: number): Promise<MessageView[]> {
  const rows = await trx.many<MessageRow>(
    `select room, id, date, edited_at, deleted_at, from_id, content, revision from message
     where room = $1 and revision > $2 order by revision limit 200`,
    [room, revision],
  );
  return withSenders(trx, rows);
}

async function withSenders(trx: Transaction, rows: readonly MessageRow[]): Promise<MessageView[]> {
  const ids = [...new Set(rows.flatMap(({ from_id }) => (from_id === null ? [] : [from_id])))];
  const users = await usersById(trx, ids);
  return rows.map((row) => messageView(row, users.get(row.from_id ?? 0)));
}

function chatView(row: ChatRow): ChatView {
  const isPrivate = row.type === "private";
  return {
    room: String(row.room),
    id: row.id,
    type: row.type,
    title: row.title,
    username: row.username,
    botId: row.bot_id,
    personId: isPrivate ? row.id : null,
    started: row.started,
    blocked: row.blocked,
    members: row.members,
    pinned: row.pinned,
    revision: row.revision,
    keyboard: (row.keyboard?.keyboard ?? []).map((keys) => keys.map(keyView)),
    last:
      row.last_content === null || row.last_date === null
        ? null
        : {
            text: summary(row.last_content),
            date: row.last_date.toISOString(),
            fromName: row.last_from ?? "",
          },
  };
}

function keyView({ text, request_contact, request_location }: ReplyKey) {
  if (request_contact === true) return { text, shares: "contact" as const };
  return { text, ...(request_location === true && { shares: "location" as const }) };
}

/** One line of a message. */
function summary(content: Record<string, unknown>): string {
  const words = content.text ?? content.caption;
  if (typeof words === "string") return words.replace(/\s+/g, " ").slice(0, 120);
  const kind = [
    "photo",
    "video",
    "animation",
    "voice",
    "audio",
    "document",
    "contact",
    "location",
    "pinned_message",
  ].find((each) => each in content);
  return kind === undefined ? "" : `[${kind.replace("_message", "")}]`;
}
