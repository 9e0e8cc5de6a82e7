import { may } from "../domain/membership.ts";
import { badRequest } from "../domain/refusal.ts";
import { botUser } from "../store/bots.ts";
import { memberOf } from "../store/members.ts";
import { addMessage, findMessage, messageObject } from "../store/messages.ts";
import type { Room } from "../store/rooms.ts";
import { senderIn, writableChat } from "./access.ts";
import type { Call, Handler } from "./call.ts";

const NO_RIGHT = "not enough rights to manage pinned messages in the chat";

/** Pins on top, and leaves the service message that Telegram leaves. */
export const pinChatMessage: Handler = async (call) => {
  const room = await pinnableChat(call);
  const { trx, bot, now } = call;
  const row = await findMessage(trx, room.room, call.parameters.integer("message_id") ?? 0);
  if (!row) throw badRequest("message to pin not found");
  await setPinned(call, room, [row.id, ...room.pinned.filter((id) => id !== row.id)]);
  const { reply_to_message: _reply, ...pinned } = messageObject(row, room, botUser(bot));
  await addMessage(trx, room, senderIn(room, call), { pinned_message: pinned }, now);
  return true;
};

/** Without an id: the newest pinned message. */
export const unpinChatMessage: Handler = async (call) => {
  const room = await pinnableChat(call);
  const id = call.parameters.integer("message_id") ?? room.pinned[0];
  if (id === undefined || !room.pinned.includes(id)) throw badRequest("message to unpin not found");
  await setPinned(
    call,
    room,
    room.pinned.filter((each) => each !== id),
  );
  return true;
};

export const unpinAllChatMessages: Handler = async (call) => {
  await setPinned(call, await pinnableChat(call), []);
  return true;
};

async function pinnableChat(call: Call): Promise<Room> {
  const room = await writableChat(call);
  if (room.type === "private") return room;
  const member = await memberOf(call.trx, room.room, call.bot.id, call.now);
  const right = room.type === "channel" ? "can_edit_messages" : "can_pin_messages";
  if (!may(member, right)) throw badRequest(NO_RIGHT);
  return room;
}

async function setPinned({ trx }: Call, room: Room, pinned: number[]): Promise<void> {
  await trx.run("update chat set pinned = $2, revision = revision + 1 where room = $1", [room.room, pinned]);
}
