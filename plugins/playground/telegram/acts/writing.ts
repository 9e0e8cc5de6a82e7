import type { Transaction } from "@promostack/core";
import { captionFields, format } from "../domain/formatting.ts";
import { isIn, may } from "../domain/membership.ts";
import { pictureSize } from "../domain/picture.ts";
import { badRequest } from "../domain/refusal.ts";
import type { Content } from "../domain/shapes.ts";
import { announcePost } from "../store/announcement.ts";
import { botById, botUser } from "../store/bots.ts";
import { fileId, storeFile } from "../store/files.ts";
import { memberOf } from "../store/members.ts";
import { changePrivate } from "../store/membershipChange.ts";
import {
  addMessage,
  deleteMessages,
  findMessage,
  type MessageRow,
  messageObject,
  replaceContent,
} from "../store/messages.ts";
import { type Person, personUser, usersById } from "../store/people.ts";
import { hideWhenUsed } from "../store/replyKeyboards.ts";
import { type Room, roomByNumber } from "../store/rooms.ts";

export interface Writing {
  text?: string;
  photo?: Bytes;
  /** Any other file. */
  document?: Bytes;
  caption?: string;
  /** The person's own number. */
  contact?: true;
  location?: { latitude: number; longitude: number };
  replyTo?: number;
}

interface Bytes {
  bytes: Uint8Array;
  name: string;
}

/** A person writes into a chat. In a private chat the first message starts the bot, and writing again unblocks it. */
export async function writeAsPerson(
  trx: Transaction,
  room: Room,
  person: Person,
  writing: Writing,
  now: Date,
): Promise<MessageRow> {
  if (room.type !== "private") await checkMayWrite(trx, room, person, now);
  const place = room.type === "private" ? await opened(trx, room, person, now) : room;
  const user = personUser(person);
  const sender = room.type === "channel" ? null : user;
  const content = await contentOf(trx, place, person, writing, now);
  const row = await addMessage(trx, place, sender, content, now);
  await hideWhenUsed(trx, place.room, content);
  await announcePost(trx, place, messageObject(row, place, user), { by: person.id, edited: false, now });
  return row;
}

/** A person changes a text of their own; bots hear of it. */
export async function editAsPerson(
  trx: Transaction,
  room: Room,
  person: Person,
  { id, text }: { id: number; text: string },
  now: Date,
): Promise<MessageRow> {
  const row = await ownMessage(trx, room, person, id, now);
  if (!("text" in row.content)) throw badRequest("there is no text in the message to edit");
  const { entities: _before, ...rest } = row.content;
  const { text: plain, entities } = format(text, undefined, undefined);
  if (plain === "") throw badRequest("message text is empty");
  const content = { ...rest, text: plain, ...(entities.length > 0 && { entities }) };
  const edited = await replaceContent(trx, row, content, now);
  const message = messageObject(edited, room, personUser(person));
  await announcePost(trx, room, message, { by: person.id, edited: true, now });
  return edited;
}

/** A person deletes a message of their own; Telegram tells bots nothing of it. */
export async function deleteAsPerson(
  trx: Transaction,
  room: Room,
  person: Person,
  id: number,
  now: Date,
): Promise<void> {
  await ownMessage(trx, room, person, id, now);
  await deleteMessages(trx, room.room, [id], now);
}

async function ownMessage(
  trx: Transaction,
  room: Room,
  person: Person,
  id: number,
  now: Date,
): Promise<MessageRow> {
  const row = await findMessage(trx, room.room, id);
  if (!row) throw badRequest("MESSAGE_ID_INVALID");
  if (room.type === "channel") await checkMayWrite(trx, room, person, now);
  else if (row.from_id !== person.id) throw badRequest("message can't be edited");
  return row;
}

/** Channels are written to by their administrators, groups by their members. */
async function checkMayWrite(trx: Transaction, room: Room, person: Person, now: Date): Promise<void> {
  const member = await memberOf(trx, room.room, person.id, now);
  if (!isIn(member.status)) throw badRequest("USER_NOT_PARTICIPANT");
  if (room.type === "channel" && !may(member, "can_post_messages")) throw badRequest("CHAT_WRITE_FORBIDDEN");
}

/** Blocks the bot of a private chat, or unblocks it. */
export async function setBlocked(
  trx: Transaction,
  room: Room,
  person: Person,
  blocked: boolean,
  now: Date,
): Promise<void> {
  const bot = room.bot_id === null ? undefined : await botById(trx, room.bot_id);
  if (!bot) throw badRequest("only a bot can be blocked");
  if (room.blocked === blocked) return;
  await changePrivate(trx, room, botUser(bot), personUser(person), blocked, now);
}

async function opened(trx: Transaction, room: Room, person: Person, now: Date): Promise<Room> {
  if (room.blocked) await setBlocked(trx, room, person, false, now);
  else if (!room.started) await trx.run("update chat set started = true where room = $1", [room.room]);
  return (await roomByNumber(trx, room.room)) ?? room;
}

async function contentOf(
  trx: Transaction,
  room: Room,
  person: Person,
  writing: Writing,
  now: Date,
): Promise<Content> {
  const reply = writing.replyTo === undefined ? {} : await replied(trx, room, writing.replyTo);
  const { photo, document, contact, location } = writing;
  if (photo) return { ...reply, ...(await photoContent(trx, room, writing, photo, now)) };
  if (document) return { ...reply, ...(await documentContent(trx, room, writing, document, now)) };
  if (contact) return { ...reply, contact: ownContact(person) };
  if (location) return { ...reply, location };
  const { text, entities } = format(writing.text ?? "", undefined, undefined);
  if (text === "") throw badRequest("message text is empty");
  return { ...reply, text, ...(entities.length > 0 && { entities }) };
}

async function photoContent(
  trx: Transaction,
  room: Room,
  { caption }: Writing,
  photo: Bytes,
  now: Date,
): Promise<Content> {
  const picture = pictureSize(photo.bytes);
  if (!picture) throw badRequest("IMAGE_PROCESS_FAILED");
  const file = await storeFile(trx, { ...photo, ...picture }, now);
  return {
    photo: [
      {
        // In groups and channels each bot would see an id of its own; the private chat's bot is the usual reader.
        file_id: fileId("photo", room.bot_id ?? 0, file.unique_id),
        file_unique_id: file.unique_id,
        file_size: file.size,
        width: picture.width,
        height: picture.height,
      },
    ],
    ...captionFields(caption, undefined, undefined),
  };
}

async function documentContent(
  trx: Transaction,
  room: Room,
  { caption }: Writing,
  document: Bytes,
  now: Date,
): Promise<Content> {
  if (document.bytes.length === 0) throw badRequest("file must be non-empty");
  const file = await storeFile(trx, { ...document, mime: "application/octet-stream" }, now);
  return {
    document: {
      file_id: fileId("document", room.bot_id ?? 0, file.unique_id),
      file_unique_id: file.unique_id,
      file_name: document.name,
      mime_type: file.mime,
      file_size: file.size,
    },
    ...captionFields(caption, undefined, undefined),
  };
}

/** Made-up people have the numbers that Ofcom keeps for films. */
function ownContact({ id, first_name, last_name }: Person): Content {
  return {
    phone_number: `+447700900${String(id % 1_000).padStart(3, "0")}`,
    first_name,
    ...(last_name !== null && { last_name }),
    user_id: id,
  };
}

async function replied(trx: Transaction, room: Room, id: number): Promise<Content> {
  const row = await findMessage(trx, room.room, id);
  if (!row) throw badRequest("message to be replied not found");
  const users = await usersById(trx, row.from_id === null ? [] : [row.from_id]);
  const { reply_to_message: _nested, ...message } = messageObject(row, room, users.get(row.from_id ?? 0));
  return { reply_to_message: message };
}
