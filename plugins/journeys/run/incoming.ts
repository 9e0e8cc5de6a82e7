import type { TelegramUpdate } from "@promostack/core";
import type { Answer } from "../engine/session.ts";
import type { TelegramUser } from "./people.ts";

/** What an update means to journeys; undefined where it is none of their business. */
export type Incoming =
  | { kind: "message"; user: TelegramUser; answer: Answer; command?: { name: string; argument: string } }
  | Press
  /** The person blocked the bot, or came back. */
  | { kind: "blocked"; user: TelegramUser; blocked: boolean }
  | { kind: "membership"; user: TelegramUser; chat: string; inside: boolean; joined: boolean }
  | { kind: "join_request"; user: TelegramUser; chat: string };

export interface Press {
  kind: "press";
  user: TelegramUser;
  query: string;
  data: string;
  /** What stands on the button. */
  label: string;
  /** On a message of the bot's own chat with the person. */
  isPrivate: boolean;
  at: number;
}

/** Reads an update without trusting its shape: it came over the network. */
export function readIncoming(update: TelegramUpdate, now: number): Incoming | undefined {
  const message = record(update.message);
  if (message) return readMessage(message, now);
  const query = record(update.callback_query);
  if (query) {
    const user = userOf(query.from);
    const { id, data } = query;
    if (user === undefined || typeof id !== "string" || typeof data !== "string") return undefined;
    const isPrivate = record(record(query.message)?.chat)?.type === "private";
    return { kind: "press", user, query: id, data, label: labelOf(query, data), isPrivate, at: now };
  }
  const own = record(update.my_chat_member);
  if (own) {
    const user = userOf(own.from);
    if (user === undefined || record(own.chat)?.type !== "private") return undefined;
    return { kind: "blocked", user, blocked: !isInside(own.new_chat_member) };
  }
  const member = record(update.chat_member);
  if (member) return readMembership(member);
  const request = record(update.chat_join_request);
  if (request) {
    const user = userOf(request.from);
    const chat = chatId(request.chat);
    return user && chat !== undefined ? { kind: "join_request", user, chat } : undefined;
  }
  return undefined;
}

function readMessage(message: Fields, now: number): Incoming | undefined {
  const user = userOf(message.from);
  if (user === undefined || record(message.chat)?.type !== "private") return undefined;
  const answer = answerOf(message, now);
  const found = /^\/([A-Za-z0-9_]{1,32})(?:@[A-Za-z0-9_]+)?(?:\s+([\s\S]*))?$/.exec(answer.text);
  if (found === null || answer.kind !== "text") return { kind: "message", user, answer };
  const [, name = "", argument = ""] = found;
  return { kind: "message", user, answer, command: { name: name.toLowerCase(), argument: argument.trim() } };
}

/** Telegram sends the message with its keyboard back, not which key it was. */
function labelOf(query: Fields, data: string): string {
  const rows = record(record(query.message)?.reply_markup)?.inline_keyboard;
  const keys = Array.isArray(rows) ? rows.flat().map(record) : [];
  const text = keys.find((key) => key?.callback_data === data)?.text;
  return typeof text === "string" ? text : "";
}

const FILES = ["video", "voice", "document", "animation", "sticker"] as const;

function answerOf(message: Fields, at: number): Answer {
  const { text, caption } = message;
  if (typeof text === "string") return { at, kind: "text", text };
  const words = typeof caption === "string" ? caption : "";
  const photos = message.photo;
  // Sizes come in ascending order.
  const photo = Array.isArray(photos) ? fileId(photos.at(-1)) : undefined;
  if (photo !== undefined) return { at, kind: "photo", text: words, file: photo };
  // An animation comes with a document of the same file.
  const kind = message.animation ? "animation" : FILES.find((each) => record(message[each]));
  const file = kind === undefined ? undefined : fileId(message[kind]);
  if (kind !== undefined && file !== undefined) return { at, kind, text: words, file };
  const contact = record(message.contact);
  const number = contact?.phone_number;
  if (typeof number === "string") return { at, kind: "contact", text: number };
  const place = record(message.location);
  if (place) return { at, kind: "location", text: `${place.latitude}, ${place.longitude}` };
  return { at, kind: "other", text: words };
}

function readMembership(member: Fields): Incoming | undefined {
  const changed = record(member.new_chat_member);
  const user = userOf(changed?.user);
  const chat = chatId(member.chat);
  if (user === undefined || chat === undefined) return undefined;
  const inside = isInside(changed);
  const joined = inside && !isInside(member.old_chat_member);
  return { kind: "membership", user, chat, inside, joined };
}

function isInside(member: unknown): boolean {
  const fields = record(member);
  const status = fields?.status;
  return status === "restricted" ? fields?.is_member === true : status !== "left" && status !== "kicked";
}

type Fields = Readonly<Record<string, unknown>>;

function record(value: unknown): Fields | undefined {
  return typeof value === "object" && value !== null ? Object.fromEntries(Object.entries(value)) : undefined;
}

function userOf(value: unknown): TelegramUser | undefined {
  const user = record(value);
  const id = user?.id;
  if (user === undefined || typeof id !== "number" || user.is_bot === true) return undefined;
  const text = (name: string) => {
    const found = user[name];
    return typeof found === "string" ? { [name]: found } : {};
  };
  return { id, ...text("first_name"), ...text("last_name"), ...text("username"), ...text("language_code") };
}

function chatId(value: unknown): string | undefined {
  const id = record(value)?.id;
  return typeof id === "number" ? String(id) : undefined;
}

function fileId(value: unknown): string | undefined {
  const id = record(value)?.file_id;
  return typeof id === "string" ? id : undefined;
}
