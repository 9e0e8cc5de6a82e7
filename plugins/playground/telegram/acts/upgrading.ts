import type { Transaction } from "@promostack/core";
import { badRequest } from "../domain/refusal.ts";
import { announcePost } from "../store/announcement.ts";
import { membersOf } from "../store/members.ts";
import { addMessage, messageObject } from "../store/messages.ts";
import { usersById } from "../store/people.ts";
import { createRoom, type Room } from "../store/rooms.ts";

/** A group becomes a supergroup: another id, the same members. Both chats say so, and whoever uses the old id is told. */
export async function upgrade(trx: Transaction, group: Room, now: Date): Promise<Room> {
  if (group.type !== "group" || group.migrated_to !== null) throw badRequest("the chat is no group");
  const grown = await createRoom(trx, { type: "supergroup", title: group.title ?? "" }, now);
  await trx.run(
    `insert into member (room, user_id, status, rights, until, joined_at)
     select $2, user_id, status, rights, until, joined_at from member where room = $1`,
    [group.room, grown.room],
  );
  const owner = (await membersOf(trx, group.room)).find(({ status }) => status === "creator");
  const from = (await usersById(trx, [owner?.user_id ?? 0])).get(owner?.user_id ?? 0);
  const facts = { by: owner?.user_id ?? 0, edited: false, now };
  const leaving = await addMessage(trx, group, from ?? null, { migrate_to_chat_id: grown.id }, now);
  await announcePost(trx, group, messageObject(leaving, group, from), facts);
  const arriving = await addMessage(trx, grown, from ?? null, { migrate_from_chat_id: group.id }, now);
  await announcePost(trx, grown, messageObject(arriving, grown, from), facts);
  await trx.run("update chat set migrated_to = $2, revision = revision + 1 where room = $1", [
    group.room,
    grown.id,
  ]);
  return grown;
}
