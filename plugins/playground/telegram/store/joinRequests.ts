import type { Transaction } from "@promostack/core";
import { type User, unixTime } from "../domain/shapes.ts";
import { type LinkRow, linkObject } from "./inviteLinks.ts";
import { administrators } from "./membershipChange.ts";
import { chatObject, openPrivateRoom, type Room } from "./rooms.ts";
import { addUpdate } from "./updates.ts";

/** How long a bot may write to somebody who asked to join: `user_chat_id` lives five minutes. */
const WRITABLE_MS = 5 * 60_000;

export interface JoinRequestRow {
  room: number;
  user_id: number;
  link: string | null;
  date: Date;
}

/** A person asks to join through a link: every administrator bot that may invite hears it, and may write to them for a while. */
export async function askToJoin(
  trx: Transaction,
  room: Room,
  person: User,
  link: LinkRow,
  now: Date,
): Promise<boolean> {
  const added = await trx.run(
    `insert into join_request (room, user_id, link, date) values ($1, $2, $3, $4) on conflict (room, user_id) do nothing`,
    [room.room, person.id, link.link, now],
  );
  if (added === 0) return false;
  const inviteLink = await linkObject(trx, link);
  for (const bot of await administrators(trx, room.room)) {
    const chat = await openPrivateRoom(trx, bot, person.id, now);
    await trx.run("update chat set writable_until = $2 where room = $1", [
      chat.room,
      new Date(now.getTime() + WRITABLE_MS),
    ]);
    await addUpdate(trx, bot, "chat_join_request", room.id, {
      chat: chatObject(room),
      from: person,
      user_chat_id: person.id,
      date: unixTime(now),
      invite_link: inviteLink,
    });
  }
  return true;
}

/** Takes the request away; answers it, or undefined where there was none. */
export function deleteJoinRequest(trx: Transaction, room: number, userId: number) {
  return trx.one<JoinRequestRow>(
    "delete from join_request where room = $1 and user_id = $2 returning room, user_id, link, date",
    [room, userId],
  );
}

export function joinRequestsOf(trx: Transaction, room: number): Promise<JoinRequestRow[]> {
  return trx.many<JoinRequestRow>(
    "select room, user_id, link, date from join_request where room = $1 order by date",
    [room],
  );
}
