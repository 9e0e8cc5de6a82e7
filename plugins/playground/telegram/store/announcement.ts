import type { Transaction } from "@promostack/core";
import type { MessageObject, UpdateKind } from "../domain/shapes.ts";
import type { Room } from "./rooms.ts";
import { addUpdate } from "./updates.ts";

interface Listener {
  user_id: number;
  status: string;
  username: string;
}

/**
 * Tells the bots of a chat about a message: in a private chat the bot, in channels the administrators, in groups the
 * administrators, and others only when the message speaks to them (privacy mode, as bots have it by default).
 * A bot never hears of its own messages.
 */
export async function announcePost(
  trx: Transaction,
  room: Room,
  message: MessageObject,
  { by, edited }: { by: number; edited: boolean; now: Date },
): Promise<void> {
  const kind = kindOf(room, edited);
  for (const listener of await listeners(trx, room, by)) {
    if (room.type === "private" || listener.status !== "member" || speaksTo(message, listener)) {
      await addUpdate(trx, listener.user_id, kind, room.id, message);
    }
  }
}

function kindOf(room: Room, edited: boolean): UpdateKind {
  if (room.type === "channel") return edited ? "edited_channel_post" : "channel_post";
  return edited ? "edited_message" : "message";
}

async function listeners(trx: Transaction, room: Room, by: number): Promise<Listener[]> {
  if (room.type === "private") {
    // The only bot of a private chat is the one it belongs to: when that one writes, nobody else hears.
    return room.bot_id === null || room.bot_id === by
      ? []
      : [{ user_id: room.bot_id, status: "member", username: "" }];
  }
  const statuses = room.type === "channel" ? ["administrator"] : ["administrator", "member"];
  return trx.many<Listener>(
    `select m.user_id, m.status, b.username from member m join bot b on b.id = m.user_id
     where m.room = $1 and m.user_id <> $2 and m.status = any($3) order by m.user_id`,
    [room.room, by, statuses],
  );
}

function speaksTo(message: MessageObject, { user_id, username }: Listener): boolean {
  const text = typeof message.text === "string" ? message.text : "";
  const reply = message.reply_to_message;
  const toBot =
    typeof reply === "object" &&
    reply !== null &&
    "from" in reply &&
    typeof reply.from === "object" &&
    reply.from !== null &&
    "id" in reply.from &&
    reply.from.id === user_id;
  return toBot || text.startsWith("/") || text.toLowerCase().includes(`@${username.toLowerCase()}`);
}
