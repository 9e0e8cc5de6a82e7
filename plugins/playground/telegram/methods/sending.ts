import { captionFields, messageText } from "../domain/formatting.ts";
import { readMarkup } from "../domain/keyboard.ts";
import { isRecord, type Parameters } from "../domain/parameters.ts";
import { badRequest } from "../domain/refusal.ts";
import { readReplyKeyboard } from "../domain/replyKeyboard.ts";
import type { Content, MessageObject } from "../domain/shapes.ts";
import { announcePost } from "../store/announcement.ts";
import { botUser } from "../store/bots.ts";
import { addMessage, findMessage, messageObject } from "../store/messages.ts";
import { usersById } from "../store/people.ts";
import { keepKeyboard } from "../store/replyKeyboards.ts";
import type { Room } from "../store/rooms.ts";
import { readableChat, senderIn, writableChat } from "./access.ts";
import type { Call, Handler } from "./call.ts";
import { attachment, mediaContent, mediaGroup } from "./media.ts";

const ACTIONS = new Set([
  "typing",
  "upload_photo",
  "record_video",
  "upload_video",
  "record_voice",
  "upload_voice",
  "upload_document",
  "choose_sticker",
  "find_location",
  "record_video_note",
  "upload_video_note",
]);

export const sendMessage: Handler = async (call) => {
  const room = await writableChat(call);
  const { text, entities } = messageText(call.parameters);
  const preview = call.parameters.object("link_preview_options");
  return post(call, room, {
    text,
    ...(entities.length > 0 && { entities }),
    ...(preview && { link_preview_options: preview }),
  });
};

/** sendPhoto, sendVideo and the like: one file with a caption. */
export const sendFile: Handler = async (call) => {
  const room = await writableChat(call);
  const { parameters } = call;
  const caption = captionFields(
    parameters.text("caption"),
    parameters.text("parse_mode"),
    parameters.list("caption_entities"),
  );
  return post(call, room, {
    ...(await attachment(call)),
    ...caption,
    ...("caption" in caption && aboveMedia(parameters)),
    ...(parameters.boolean("has_spoiler") && { has_media_spoiler: true }),
  });
};

export const sendMediaGroup: Handler = async (call) => {
  const room = await writableChat(call);
  const contents = await mediaGroup(call);
  const sent: MessageObject[] = [];
  for (const content of contents) sent.push(await post(call, room, content));
  return sent;
};

export const copyMessage: Handler = async (call) => {
  const source = await original(call, "message to copy not found");
  const room = await writableChat(call);
  const { parameters } = call;
  const content = withoutState(source.content);
  if (parameters.has("caption") && !("text" in content)) {
    delete content.caption;
    delete content.caption_entities;
    Object.assign(
      content,
      captionFields(
        parameters.text("caption"),
        parameters.text("parse_mode"),
        parameters.list("caption_entities"),
      ),
    );
  }
  const { message_id } = await post(call, room, mediaContent(content, call.bot.id));
  return { message_id };
};

export const forwardMessage: Handler = async (call) => {
  const source = await original(call, "message to forward not found");
  const room = await writableChat(call);
  const { message_id, date, chat, from, sender_chat } = source.message;
  const origin = sender_chat
    ? { type: "channel", date, chat, message_id }
    : { type: "user", date, sender_user: from };
  return post(call, room, {
    forward_origin: origin,
    ...mediaContent(withoutState(source.content), call.bot.id),
  });
};

export const sendChatAction: Handler = async (call) => {
  await writableChat(call);
  if (!ACTIONS.has(call.parameters.text("action") ?? ""))
    throw badRequest("wrong parameter action in request");
  return true;
};

/** Stores a message of the bot, with what every sending method takes, and tells other bots of the chat. */
async function post(call: Call, room: Room, content: Content): Promise<MessageObject> {
  const { trx, bot, parameters, now } = call;
  const sender = senderIn(room, call);
  const given = parameters.object("reply_markup");
  const markup = readMarkup(given);
  const keyboard = readReplyKeyboard(given, room.type === "private");
  const whole: Content = {
    ...(await replied(call, room)),
    ...content,
    ...(parameters.boolean("protect_content") && { has_protected_content: true }),
    ...(parameters.text("message_effect_id") && { effect_id: parameters.text("message_effect_id") }),
    ...(markup && { reply_markup: markup }),
  };
  const row = await addMessage(trx, room, sender, whole, now);
  if (keyboard !== undefined) await keepKeyboard(trx, room.room, keyboard);
  const message = messageObject(row, room, botUser(bot));
  await announcePost(trx, room, message, { by: bot.id, edited: false, now });
  return message;
}

function aboveMedia(parameters: Parameters): Content {
  return parameters.boolean("show_caption_above_media") ? { show_caption_above_media: true } : {};
}

async function replied(call: Call, room: Room): Promise<Content> {
  const options = call.parameters.object("reply_parameters");
  if (!options) return {};
  const id = options.message_id;
  if (typeof id !== "number") throw badRequest("message identifier is not specified");
  const row = await findMessage(call.trx, room.room, id);
  if (!row) {
    if (options.allow_sending_without_reply === true) return {};
    throw badRequest("message to be replied not found");
  }
  const users = await usersById(call.trx, row.from_id === null ? [] : [row.from_id]);
  const { reply_to_message: _nested, ...message } = messageObject(row, room, users.get(row.from_id ?? 0));
  return { reply_to_message: message };
}

async function original(call: Call, missing: string) {
  const source = await readableChat(call, "from_chat_id");
  const row = await findMessage(call.trx, source.room, call.parameters.integer("message_id") ?? 0);
  if (!row) throw badRequest(missing);
  const users = await usersById(call.trx, row.from_id === null ? [] : [row.from_id]);
  const message = messageObject(row, source, users.get(row.from_id ?? 0));
  if (isRecord(message.pinned_message)) throw badRequest("message can't be copied");
  return { content: row.content, message };
}

/** What belongs to a message in its chat does not travel. */
function withoutState(content: Content): Content {
  const { reply_to_message: _reply, reply_markup: _markup, media_group_id: _group, ...rest } = content;
  return rest;
}
