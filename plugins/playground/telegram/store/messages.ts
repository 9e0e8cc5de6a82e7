import type { Transaction } from "@promostack/core";
import { type Content, type MessageObject, type User, unixTime } from "../domain/shapes.ts";
import { chatObject, type Room } from "./rooms.ts";

export interface MessageRow {
  room: number;
  id: number;
  date: Date;
  edited_at: Date | null;
  deleted_at: Date | null;
  from_id: number | null;
  content: Content;
  revision: number;
}

const COLUMNS = "room, id, date, edited_at, deleted_at, from_id, content, revision";

/** Adds a message at the end of a chat. `from` is null for channel posts. */
export async function addMessage(
  trx: Transaction,
  room: Room,
  from: User | null,
  content: Content,
  now: Date,
): Promise<MessageRow> {
  const row = await trx.one<MessageRow>(
    `with place as (
       update chat set next_message_id = next_message_id + 1, revision = revision + 1, last_message_at = $2
       where room = $1 returning next_message_id - 1 as id, revision
     )
     insert into message (room, id, date, from_id, content, revision)
     select $1, id, $2, $3, $4::jsonb, revision from place returning ${COLUMNS}`,
    [room.room, now, from?.id ?? null, JSON.stringify(content)],
  );
  if (!row) throw new Error("A message was not stored.");
  return row;
}

/** A message that is there and not deleted. */
export function findMessage(trx: Transaction, room: number, id: number): Promise<MessageRow | undefined> {
  return trx.one<MessageRow>(
    `select ${COLUMNS} from message where room = $1 and id = $2 and deleted_at is null`,
    [room, id],
  );
}

/** Replaces the content; `edited` false for changes that Telegram does not call an edit. */
export async function replaceContent(
  trx: Transaction,
  { room, id }: Pick<MessageRow, "room" | "id">,
  content: Content,
  editedAt: Date | null,
): Promise<MessageRow> {
  const row = await trx.one<MessageRow>(
    `with place as (update chat set revision = revision + 1 where room = $1 returning revision)
     update message set content = $3::jsonb, edited_at = coalesce($4, edited_at), revision = place.revision
     from place where room = $1 and id = $2
     returning message.room, id, date, edited_at, deleted_at, from_id, content, message.revision`,
    [room, id, JSON.stringify(content), editedAt],
  );
  if (!row) throw new Error("A message vanished while it was edited.");
  return row;
}

/** Answers how many were there to delete. */
export function deleteMessages(
  trx: Transaction,
  room: number,
  ids: readonly number[],
  now: Date,
): Promise<number> {
  return trx.run(
    `with place as (update chat set revision = revision + 1, pinned = (
       select coalesce(array_agg(each), '{}') from unnest(pinned) each where each <> all($2)) where room = $1 returning revision)
     update message set deleted_at = $3, revision = place.revision
     from place where room = $1 and id = any($2) and deleted_at is null`,
    [room, ids, now],
  );
}

/** The Bot API's Message. `reply` and `pinned` are messages it refers to, already made. */
export function messageObject(row: MessageRow, room: Room, from: User | undefined): MessageObject {
  const chat = chatObject(room);
  return {
    message_id: row.id,
    ...(room.type === "channel" ? { sender_chat: chat } : from && { from }),
    chat,
    date: unixTime(row.date),
    ...(row.edited_at !== null && { edit_date: unixTime(row.edited_at) }),
    ...row.content,
  };
}
