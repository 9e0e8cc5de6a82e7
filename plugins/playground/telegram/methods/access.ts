import { isIn, may, notThere, type Right } from "../domain/membership.ts";
import { badRequest, forbidden, upgraded } from "../domain/refusal.ts";
import { botUser } from "../store/bots.ts";
import { type MemberRow, memberOf } from "../store/members.ts";
import { findPerson } from "../store/people.ts";
import { type Room, roomFor } from "../store/rooms.ts";
import type { Call } from "./call.ts";

/** The chat that a parameter names. Raises "chat not found" and the move to a supergroup. */
export async function chatOf(call: Call, field = "chat_id"): Promise<Room> {
  const value = call.parameters.value(field);
  const chat = typeof value === "number" || typeof value === "string" ? value : "";
  const room = await roomFor(call.trx, call.bot.id, chat);
  if (!room) throw await unknownChat(call, chat);
  if (room.migrated_to !== null) throw upgraded(room.migrated_to);
  return room;
}

/** A person whom the bot never met is known to Telegram, but closed to the bot. */
async function unknownChat({ trx, bot }: Call, chat: number | string) {
  const id = Number(chat);
  if (!Number.isSafeInteger(id) || id <= 0) return badRequest("chat not found");
  if (id === bot.id) return forbidden("bot can't send messages to the bot itself");
  const person = await findPerson(trx, id);
  return person ? forbidden("bot can't initiate conversation with a user") : badRequest("chat not found");
}

/** The bot's own membership of a group or channel. Raises 403 where it is not in. */
export async function ownMembership({ trx, bot, now }: Call, room: Room): Promise<MemberRow> {
  const member = await memberOf(trx, room.room, bot.id, now);
  if (!isIn(member.status)) throw notThere(member.status, room.type);
  return member;
}

/** A chat in which the bot may write. */
export async function writableChat(call: Call, field = "chat_id"): Promise<Room> {
  const { parameters } = call;
  if (parameters.has("business_connection_id")) throw badRequest("business connection not found");
  const room = await chatOf(call, field);
  // Forums and their topics are not played here.
  if (parameters.has("message_thread_id")) throw badRequest("message thread not found");
  if (room.type === "private") {
    checkPrivate(room, call.now);
    return room;
  }
  const member = await ownMembership(call, room);
  if (room.type === "channel" && !may(member, "can_post_messages")) {
    throw badRequest("need administrator rights in the channel chat");
  }
  return room;
}

function checkPrivate(room: Room, now: Date): void {
  if (room.deactivated) throw forbidden("user is deactivated");
  if (room.blocked) throw forbidden("bot was blocked by the user");
  const asked = room.writable_until !== null && room.writable_until > now;
  if (!room.started && !asked) throw forbidden("bot can't initiate conversation with a user");
}

/** A chat that the bot can read: its private ones, and those it is in. */
export async function readableChat(call: Call, field = "chat_id"): Promise<Room> {
  const room = await chatOf(call, field);
  // Public channels can be looked at from outside.
  if (room.type !== "private" && room.username === null) await ownMembership(call, room);
  return room;
}

/** A group or channel in which the bot has a right; `refusal` is Telegram's wording where it has not. */
export async function chatWithRight(call: Call, right: Right, refusal: string): Promise<Room> {
  const room = await chatOf(call);
  if (room.type === "private") throw badRequest("method is available for supergroup and channel chats only");
  const member = await ownMembership(call, room);
  if (!may(member, right)) throw badRequest(refusal);
  return room;
}

/** Who a bot's message is from: nobody in a channel. */
export function senderIn(room: Room, call: Call) {
  return room.type === "channel" ? null : botUser(call.bot);
}
