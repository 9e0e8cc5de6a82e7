import type { TelegramUpdate } from "@promostack/core";

/** An update, read as far as the kernel must. */
export interface ReadUpdate {
  /** Key of Update: `message`, `callback_query`. */
  kind: string;
  chat: string | undefined;
  command: { name: string; bot: string | undefined; argument: string } | undefined;
}

/** Finds kind, chat and command of an update; undefined where it carries nothing that is known. */
export function readUpdate(update: TelegramUpdate): ReadUpdate | undefined {
  const kind = Object.keys(update).find((key) => key !== "update_id" && isRecord(update[key]));
  if (kind === undefined) return undefined;
  const body = update[kind];
  return { kind, chat: chatOf(body), command: kind === "message" ? commandOf(body) : undefined };
}

function chatOf(body: unknown): string | undefined {
  if (!isRecord(body)) return undefined;
  const chat = isRecord(body.chat) ? body.chat : isRecord(body.message) ? body.message.chat : undefined;
  return isRecord(chat) && typeof chat.id === "number" ? String(chat.id) : undefined;
}

/** `/start@some_bot abc` as Telegram marks it: a bot_command entity at the very beginning. */
function commandOf(message: unknown): ReadUpdate["command"] {
  if (!isRecord(message)) return undefined;
  const { text, entities } = message;
  if (typeof text !== "string" || !Array.isArray(entities)) return undefined;
  const marked = entities.some(
    (entity) => isRecord(entity) && entity.type === "bot_command" && entity.offset === 0,
  );
  const found = /^\/([A-Za-z0-9_]{1,32})(?:@([A-Za-z0-9_]+))?(?:\s+([\s\S]*))?$/.exec(text);
  if (!marked || found === null) return undefined;
  const [, name = "", bot, argument = ""] = found;
  return { name: name.toLowerCase(), bot: bot?.toLowerCase(), argument: argument.trim() };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
