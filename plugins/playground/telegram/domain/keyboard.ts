import { isRecord } from "./parameters.ts";
import { badRequest } from "./refusal.ts";
import type { InlineButton, InlineKeyboard } from "./shapes.ts";
import { asUrl } from "./textBuilder.ts";

/** Exactly one of these makes an inline button do something. */
const ACTIONS = [
  "url",
  "callback_data",
  "web_app",
  "login_url",
  "switch_inline_query",
  "switch_inline_query_current_chat",
  "switch_inline_query_chosen_chat",
  "copy_text",
  "callback_game",
  "pay",
];
const OTHER_MARKUPS = ["keyboard", "remove_keyboard", "force_reply"];

/** Checks a reply markup; answers the inline keyboard that stands in the message, or undefined for the other kinds. */
export function readMarkup(markup: Record<string, unknown> | undefined): InlineKeyboard | undefined {
  if (markup === undefined) return undefined;
  const rows = markup.inline_keyboard;
  if (rows === undefined) {
    if (Object.keys(markup).length === 0 || OTHER_MARKUPS.some((each) => each in markup)) return undefined;
    throw badRequest("object expected as reply markup");
  }
  if (!Array.isArray(rows))
    throw badRequest('field "inline_keyboard" of the InlineKeyboardMarkup must be an Array');
  const keyboard = rows.map(readRow).filter((row) => row.length > 0);
  const count = keyboard.flat().length;
  if (count > 100) throw badRequest("reply markup is too long");
  return count === 0 ? undefined : { inline_keyboard: keyboard };
}

function readRow(row: unknown): InlineButton[] {
  if (!Array.isArray(row)) {
    throw badRequest("can't parse inline keyboard button: InlineKeyboardButton rows must be Arrays");
  }
  return row.map(readButton);
}

function readButton(button: unknown): InlineButton {
  if (!isRecord(button)) {
    throw badRequest("can't parse inline keyboard button: InlineKeyboardButton must be an Object");
  }
  const { text, url, callback_data: data } = button;
  if (typeof text !== "string") {
    throw badRequest("can't parse inline keyboard button: Can't find field \"text\"");
  }
  if (text.trim() === "") throw badRequest("BUTTON_TEXT_INVALID");
  if (!ACTIONS.some((action) => action in button)) {
    throw badRequest("can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard");
  }
  if (data !== undefined) checkData(data);
  if (url !== undefined && (typeof url !== "string" || asUrl(url) === undefined)) {
    throw badRequest(`inline keyboard button URL '${String(url)}' is invalid: Wrong HTTP URL`);
  }
  return { ...button, text, ...(typeof url === "string" && { url: asUrl(url) ?? url }) };
}

/** 1 to 64 *bytes*. */
function checkData(data: unknown): void {
  if (typeof data !== "string") {
    throw badRequest('can\'t parse inline keyboard button: Field "callback_data" must be of type String');
  }
  const bytes = Buffer.byteLength(data);
  if (bytes < 1 || bytes > 64) throw badRequest("BUTTON_DATA_INVALID");
}
