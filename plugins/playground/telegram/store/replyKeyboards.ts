import type { Transaction } from "@promostack/core";
import type { ReplyKey, ReplyKeyboard } from "../domain/replyKeyboard.ts";
import type { Content } from "../domain/shapes.ts";

/** Puts a keyboard in place of the person's own in a private chat; null takes it away. */
export async function keepKeyboard(
  trx: Transaction,
  room: number,
  keyboard: ReplyKeyboard | null,
): Promise<void> {
  await trx.run("update chat set keyboard = $2::jsonb where room = $1 and type = 'private'", [
    room,
    keyboard === null ? null : JSON.stringify(keyboard),
  ]);
}

/** A keyboard for one use hides once one of its keys has sent something, as the apps do it. */
export async function hideWhenUsed(trx: Transaction, room: number, sent: Content): Promise<void> {
  const row = await trx.one<{ keyboard: ReplyKeyboard | null }>("select keyboard from chat where room = $1", [
    room,
  ]);
  const keyboard = row?.keyboard;
  if (keyboard?.one_time_keyboard !== true) return;
  if (keyboard.keyboard.flat().some((key) => sends(key, sent))) await keepKeyboard(trx, room, null);
}

function sends({ text, request_contact, request_location }: ReplyKey, sent: Content): boolean {
  if (request_contact === true) return "contact" in sent;
  if (request_location === true) return "location" in sent;
  return sent.text === text;
}
