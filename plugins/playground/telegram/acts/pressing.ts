import { randomInt } from "node:crypto";
import type { Transaction } from "@promostack/core";
import { isRecord } from "../domain/parameters.ts";
import { badRequest } from "../domain/refusal.ts";
import { botById, botUser } from "../store/bots.ts";
import { administrators } from "../store/membershipChange.ts";
import { findMessage, messageObject } from "../store/messages.ts";
import { type Person, personUser } from "../store/people.ts";
import type { Room } from "../store/rooms.ts";
import { addUpdate } from "../store/updates.ts";

export interface ButtonPlace {
  messageId: number;
  row: number;
  column: number;
}

export type Press = { kind: "url"; url: string } | { kind: "callback"; id: string };

/** A person presses an inline button: an address opens, or the bot gets a callback query. */
export async function press(
  trx: Transaction,
  room: Room,
  person: Person,
  place: ButtonPlace,
): Promise<Press> {
  const message = await findMessage(trx, room.room, place.messageId);
  if (!message) throw badRequest("MESSAGE_ID_INVALID");
  const button = buttonAt(message.content.reply_markup, place);
  if (typeof button.url === "string") return { kind: "url", url: button.url };
  const data = button.callback_data;
  if (typeof data !== "string") throw badRequest("this kind of button does nothing in the playground");
  // The bot that sent it; a channel's posts carry no sender, so its first bot hears.
  const botId = message.from_id ?? room.bot_id ?? (await administrators(trx, room.room))[0];
  const bot = botId === undefined ? undefined : await botById(trx, botId);
  if (!bot) throw badRequest("BOT_INVALID");
  const id = `${BigInt(bot.id) * 1_000_000n + BigInt(randomInt(1_000_000))}${randomInt(1_000_000)}`;
  await trx.run(
    "insert into callback_query (id, bot_id, person_id, room, message_id, data) values ($1, $2, $3, $4, $5, $6)",
    [id, bot.id, person.id, room.room, message.id, data],
  );
  await addUpdate(trx, bot.id, "callback_query", person.id, {
    id,
    from: personUser(person),
    message: messageObject(message, room, botUser(bot)),
    chat_instance: String(-room.room * 7919),
    data,
  });
  return { kind: "callback", id };
}

export interface CallbackAnswer {
  text?: string;
  url?: string;
  show_alert: boolean;
}

/** What the bot answered; undefined while it has not. */
export async function callbackAnswer(trx: Transaction, id: string): Promise<CallbackAnswer | undefined> {
  const row = await trx.one<{ answer: CallbackAnswer | null }>(
    "select answer from callback_query where id = $1",
    [id],
  );
  return row?.answer ?? undefined;
}

function buttonAt(markup: unknown, { row, column }: ButtonPlace): Record<string, unknown> {
  const rows: unknown = isRecord(markup) ? markup.inline_keyboard : undefined;
  const line: unknown = Array.isArray(rows) ? rows[row] : undefined;
  const button: unknown = Array.isArray(line) ? line[column] : undefined;
  if (!isRecord(button)) throw badRequest("there is no such button");
  return button;
}
