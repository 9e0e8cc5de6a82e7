import type { Transaction } from "@promostack/core";
import { allRights, isIn, type Rights, type Status } from "../domain/membership.ts";
import { badRequest } from "../domain/refusal.ts";
import type { User } from "../domain/shapes.ts";
import { countIn, findLink, linkObject } from "../store/inviteLinks.ts";
import { askToJoin, deleteJoinRequest } from "../store/joinRequests.ts";
import { memberOf, setMember } from "../store/members.ts";
import { changeMembership } from "../store/membershipChange.ts";
import { createRoom, type NewRoom, type Room } from "../store/rooms.ts";

export type Joined = "joined" | "requested" | "already";

/** A person opens an invite link, or a public chat: in, or waiting for an administrator's word. */
export async function join(
  trx: Transaction,
  room: Room,
  person: User,
  address: string | undefined,
  now: Date,
): Promise<Joined> {
  const member = await memberOf(trx, room.room, person.id, now);
  if (isIn(member.status)) return "already";
  if (member.status === "kicked") throw badRequest("USER_BANNED_IN_CHANNEL");
  if (address === undefined) {
    if (room.username === null) throw badRequest("the chat is private: join it through an invite link");
    await changeMembership(trx, room, { userId: person.id, status: "member", by: person }, now);
    return "joined";
  }
  const link = await findLink(trx, address);
  const expired = link?.expire_at !== null && (link?.expire_at ?? now) <= now;
  if (!link || link.room !== room.room || link.is_revoked || expired) throw badRequest("INVITE_HASH_EXPIRED");
  if (link.creates_join_request) {
    return (await askToJoin(trx, room, person, link, now)) ? "requested" : "already";
  }
  if (!(await countIn(trx, link.link, now))) throw badRequest("INVITE_HASH_EXPIRED");
  const inviteLink = await linkObject(trx, link);
  await changeMembership(trx, room, { userId: person.id, status: "member", by: person, inviteLink }, now);
  return "joined";
}

/** A person leaves, or takes the request to join back. */
export async function leave(trx: Transaction, room: Room, person: User, now: Date): Promise<void> {
  if (await deleteJoinRequest(trx, room.room, person.id)) return;
  const member = await memberOf(trx, room.room, person.id, now);
  if (!isIn(member.status)) throw badRequest("USER_NOT_PARTICIPANT");
  await changeMembership(trx, room, { userId: person.id, status: "left", by: person }, now);
}

/** A group or channel with its owner and, as administrators with every right, its bots. */
export async function foundRoom(
  trx: Transaction,
  chat: NewRoom,
  owner: User,
  bots: readonly User[],
  now: Date,
): Promise<Room> {
  const room = await createRoom(trx, chat, now);
  await setMember(trx, { room: room.room, user_id: owner.id, status: "creator" }, now);
  for (const bot of bots) {
    await changeMembership(
      trx,
      room,
      { userId: bot.id, status: "administrator", rights: allRights(), by: owner },
      now,
    );
  }
  return room;
}

/** What the owner does to a member: promote, take rights away, remove. */
export function setStatus(
  trx: Transaction,
  room: Room,
  change: { userId: number; status: Exclude<Status, "creator" | "restricted">; rights?: Rights; by: User },
  now: Date,
) {
  const rights = change.status === "administrator" ? (change.rights ?? allRights()) : {};
  return changeMembership(trx, room, { ...change, rights }, now);
}
