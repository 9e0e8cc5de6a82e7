import type { TelegramUpdate } from "@promostack/core";

/** What the host itself reads in an update; the rest is the plugins'. */
export interface UpdateFacts {
  /** Key of Update: `message`, `callback_query`. Undefined where there is none. */
  kind: string | undefined;
  /** Chat id as text, for updates that have a chat. */
  chat: string | undefined;
  isPrivate: boolean;
  /** Whose updates are handled one after the other: the chat, else the person, else the bot as a whole. */
  queue: string;
}

/** Reads an update without trusting its shape: it came over the network. */
export function updateFacts(update: TelegramUpdate): UpdateFacts {
  const kind = Object.keys(update).find((key) => key !== "update_id");
  const body = kind === undefined ? undefined : update[kind];
  const chat = field(body, "chat") ?? field(field(body, "message"), "chat");
  const chatId = idOf(chat);
  const person = idOf(field(body, "from")) ?? idOf(field(body, "user"));
  return { kind, chat: chatId, isPrivate: field(chat, "type") === "private", queue: chatId ?? person ?? "" };
}

/** True where a parsed body is an update at all. */
export function isUpdate(value: unknown): value is TelegramUpdate {
  const id = field(value, "update_id");
  return typeof id === "number" && Number.isSafeInteger(id) && id >= 0;
}

/** Reads one property of an unknown value. */
export function field(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null ? Reflect.get(value, name) : undefined;
}

function idOf(value: unknown): string | undefined {
  const id = field(value, "id");
  return typeof id === "number" && Number.isSafeInteger(id) ? String(id) : undefined;
}
