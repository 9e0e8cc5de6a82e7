import { isDeepStrictEqual } from "node:util";
import { captionFields, messageText } from "../domain/formatting.ts";
import { readMarkup } from "../domain/keyboard.ts";
import { isAdministrator, may } from "../domain/membership.ts";
import { badRequest } from "../domain/refusal.ts";
import type { Content } from "../domain/shapes.ts";
import { announcePost } from "../store/announcement.ts";
import { botUser } from "../store/bots.ts";
import { memberOf } from "../store/members.ts";
import {
  deleteMessages,
  findMessage,
  type MessageRow,
  messageObject,
  replaceContent,
} from "../store/messages.ts";
import type { Room } from "../store/rooms.ts";
import { chatOf, ownMembership, writableChat } from "./access.ts";
import type { Call, Handler } from "./call.ts";
import { inputMedia } from "./media.ts";

const UNCHANGED =
  "message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message";
const MEDIA = ["photo", "video", "animation", "audio", "document", "voice"];
/** A bot can delete messages for two days. */
const DELETABLE_MS = 48 * 3600 * 1000;

export const editMessageText: Handler = (call) =>
  edit(call, (content) => {
    if (!("text" in content)) throw badRequest("there is no text in the message to edit");
    const { text, entities } = messageText(call.parameters);
    const preview = call.parameters.object("link_preview_options");
    return {
      ...without(content, "text", "entities", "link_preview_options"),
      text,
      ...(entities.length > 0 && { entities }),
      ...(preview && { link_preview_options: preview }),
    };
  });

export const editMessageCaption: Handler = (call) =>
  edit(call, (content) => {
    if (!MEDIA.some((kind) => kind in content))
      throw badRequest("there is no caption in the message to edit");
    const { parameters } = call;
    return {
      ...without(content, "caption", "caption_entities"),
      ...captionFields(
        parameters.text("caption"),
        parameters.text("parse_mode"),
        parameters.list("caption_entities"),
      ),
    };
  });

export const editMessageReplyMarkup: Handler = (call) => edit(call, (content) => content);

export const editMessageMedia: Handler = (call) =>
  edit(call, async (content) => {
    if ("text" in content) throw badRequest("there is no media in the message to edit");
    return {
      ...without(content, ...MEDIA, "caption", "caption_entities"),
      ...(await inputMedia(call, call.parameters.value("media"))),
    };
  });

export const deleteMessage: Handler = async (call) => {
  const room = await chatOf(call);
  const row = await findMessage(call.trx, room.room, call.parameters.integer("message_id") ?? 0);
  if (!row) throw badRequest("message to delete not found");
  await checkDeletable(call, room, row);
  await deleteMessages(call.trx, room.room, [row.id], call.now);
  return true;
};

/** Ids that are not there are passed over. */
export const deleteMessagesOf: Handler = async (call) => {
  const room = await chatOf(call);
  const ids = (call.parameters.list("message_ids") ?? []).map(Number);
  if (ids.length < 1 || ids.length > 100 || ids.some((id) => !Number.isInteger(id))) {
    throw badRequest("there must be 1-100 message identifiers");
  }
  for (const id of ids) {
    const row = await findMessage(call.trx, room.room, id);
    if (row) await checkDeletable(call, room, row);
  }
  await deleteMessages(call.trx, room.room, ids, call.now);
  return true;
};

/** Changes a message of the bot's own; the reply markup is always replaced, as Telegram does. */
async function edit(call: Call, change: (content: Content) => Content | Promise<Content>): Promise<unknown> {
  const { trx, bot, parameters, now } = call;
  if (parameters.has("inline_message_id")) throw badRequest("MESSAGE_ID_INVALID");
  if (!parameters.has("chat_id")) throw badRequest("chat_id is empty");
  if (!parameters.has("message_id")) throw badRequest("message identifier is not specified");
  const room = await writableChat(call);
  const row = await findMessage(trx, room.room, parameters.integer("message_id") ?? 0);
  if (!row) throw badRequest("message to edit not found");
  await checkEditable(call, room, row);
  const markup = readMarkup(parameters.object("reply_markup"));
  const content: Content = {
    ...without(await change(row.content), "reply_markup"),
    ...(markup && { reply_markup: markup }),
  };
  if (isDeepStrictEqual(normal(content), normal(row.content))) throw badRequest(UNCHANGED);
  const edited = await replaceContent(trx, row, content, now);
  const message = messageObject(edited, room, botUser(bot));
  await announcePost(trx, room, message, { by: bot.id, edited: true, now });
  return message;
}

async function checkEditable(call: Call, room: Room, row: MessageRow): Promise<void> {
  if (room.type === "channel") {
    const member = await ownMembership(call, room);
    if (!may(member, "can_edit_messages") && !may(member, "can_post_messages")) {
      throw badRequest("not enough rights to edit the message");
    }
  } else if (row.from_id !== call.bot.id) {
    throw badRequest("message can't be edited");
  }
}

async function checkDeletable(call: Call, room: Room, row: MessageRow): Promise<void> {
  const tooOld = call.now.getTime() - row.date.getTime() > DELETABLE_MS;
  const member = await memberOf(call.trx, room.room, call.bot.id, call.now);
  const allowed =
    room.type === "private" ||
    row.from_id === call.bot.id ||
    (isAdministrator(member.status) && (may(member, "can_delete_messages") || room.type === "channel"));
  if (!allowed || (tooOld && !may(member, "can_delete_messages")))
    throw badRequest("message can't be deleted");
}

function without(content: Content, ...names: string[]): Content {
  return Object.fromEntries(Object.entries(content).filter(([name]) => !names.includes(name)));
}

/** As it looks after a trip through JSON. */
function normal(content: Content): unknown {
  return JSON.parse(JSON.stringify(content));
}
