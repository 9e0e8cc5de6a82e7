import type { Transaction } from "@promostack/core";
import type { ChatObject, ChatType } from "../domain/shapes.ts";

/** A chat as the stand-in keeps it. `room` is its own id; `id` is Telegram's, which for private chats is the person's. */
export interface Room {
  room: number;
  id: number;
  bot_id: number | null;
  type: ChatType;
  title: string | null;
  username: string | null;
  description: string | null;
  started: boolean;
  blocked: boolean;
  writable_until: Date | null;
  migrated_to: number | null;
  pinned: number[];
  revision: number;
  /** Private chats: the person's names. */
  first_name: string | null;
  last_name: string | null;
  deactivated: boolean | null;
}

const SELECT = `select c.room, c.id, c.bot_id, c.type, c.title, coalesce(c.username, p.username) as username,
  coalesce(c.description, p.bio) as description, c.started, c.blocked, c.writable_until, c.migrated_to, c.pinned, c.revision,
  p.first_name, p.last_name, p.deactivated
  from chat c left join person p on c.type = 'private' and p.id = c.id`;

export function roomByNumber(trx: Transaction, room: number): Promise<Room | undefined> {
  return trx.one<Room>(`${SELECT} where c.room = $1`, [room]);
}

/** The chat that a bot means by `chat_id`: a number, its text, or `@username` of a channel or supergroup. */
export function roomFor(trx: Transaction, botId: number, chat: number | string): Promise<Room | undefined> {
  const text = String(chat).trim();
  if (/^-?\d{1,15}$/.test(text)) {
    return trx.one<Room>(`${SELECT} where c.id = $1 and coalesce(c.bot_id, 0) = $2`, [
      Number(text),
      text.startsWith("-") ? 0 : botId,
    ]);
  }
  const name = /^@([a-z][a-z0-9_]{3,31})$/i.exec(text)?.[1];
  if (name === undefined) return Promise.resolve(undefined);
  return trx.one<Room>(`${SELECT} where lower(c.username) = lower($1)`, [name]);
}

function privateRoom(trx: Transaction, botId: number, personId: number): Promise<Room | undefined> {
  return trx.one<Room>(`${SELECT} where c.id = $1 and c.bot_id = $2`, [personId, botId]);
}

/** Opens the private chat of a person with a bot; nothing is started by it. */
export async function openPrivateRoom(
  trx: Transaction,
  botId: number,
  personId: number,
  now: Date,
): Promise<Room> {
  await trx.run(
    `insert into chat (id, bot_id, type, created_at) values ($1, $2, 'private', $3)
     on conflict (id, coalesce(bot_id, 0)) do nothing`,
    [personId, botId, now],
  );
  return found(await privateRoom(trx, botId, personId));
}

export interface NewRoom {
  type: "group" | "supergroup" | "channel";
  title: string;
  username?: string;
  description?: string;
}

/** Telegram's ids: groups are small negatives, supergroups and channels begin with -100. */
export async function createRoom(trx: Transaction, chat: NewRoom, now: Date): Promise<Room> {
  const made = await trx.one<{ room: number }>(
    `with place as (select nextval(pg_get_serial_sequence('chat', 'room')) as room)
     insert into chat (room, id, type, title, username, description, created_at) overriding system value
     select room, case when $1 = 'group' then -4000000000 else -1002000000000 end - room, $1, $2, $3, $4, $5 from place
     returning room`,
    [chat.type, chat.title, chat.username ?? null, chat.description ?? null, now],
  );
  return found(await roomByNumber(trx, made?.room ?? 0));
}

export function chatObject(room: Room): ChatObject {
  return {
    id: room.id,
    type: room.type,
    ...(room.title !== null && { title: room.title }),
    ...(room.username !== null && { username: room.username }),
    ...(room.first_name !== null && { first_name: room.first_name }),
    ...(room.last_name !== null && { last_name: room.last_name }),
  };
}

function found(room: Room | undefined): Room {
  if (!room) throw new Error("A chat that was just written is not there.");
  return room;
}
