import { isRecord } from "./parameters.ts";
import { badRequest } from "./refusal.ts";

/** A key of a keyboard in place of the person's own: it writes its text, or shares something. */
export interface ReplyKey {
  text: string;
  request_contact?: boolean;
  request_location?: boolean;
  [other: string]: unknown;
}

export interface ReplyKeyboard {
  keyboard: ReplyKey[][];
  one_time_keyboard?: boolean;
  [other: string]: unknown;
}

const MOST_KEYS = 300;

/**
 * The keyboard that a markup puts in place of the person's own; null where it takes one away, undefined where it leaves what is there.
 * Raises Telegram's refusals.
 */
export function readReplyKeyboard(
  markup: Record<string, unknown> | undefined,
  isPrivate: boolean,
): ReplyKeyboard | null | undefined {
  if (markup?.remove_keyboard === true) return null;
  if (markup?.keyboard === undefined) return undefined;
  const { keyboard: rows, ...options } = markup;
  if (!Array.isArray(rows)) throw badRequest('field "keyboard" of the ReplyKeyboardMarkup must be an Array');
  const keyboard = rows.map(readRow).filter((row) => row.length > 0);
  const keys = keyboard.flat();
  if (keys.length > MOST_KEYS) throw badRequest("reply markup is too long");
  for (const [asks, what] of [
    ["request_contact", "phone number"],
    ["request_location", "location"],
  ] as const)
    if (!isPrivate && keys.some((key) => key[asks] === true))
      throw badRequest(`${what} can be requested in private chats only`);
  return { ...options, keyboard };
}

function readRow(row: unknown): ReplyKey[] {
  if (!Array.isArray(row))
    throw badRequest("can't parse keyboard button: KeyboardButton rows must be Arrays");
  return row.map((key: unknown) => {
    if (typeof key === "string") return { text: key };
    if (!isRecord(key)) throw badRequest("can't parse keyboard button: KeyboardButton must be an Object");
    const { text } = key;
    if (typeof text !== "string") throw badRequest("can't parse keyboard button: Can't find field \"text\"");
    if (text.trim() === "") throw badRequest("keyboard button text must be non-empty");
    return { ...key, text };
  });
}
