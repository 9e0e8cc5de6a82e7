import { Api, GrammyError } from "grammy";
import { foundRoom } from "../telegram/acts/joining.ts";
import type { ChatType } from "../telegram/domain/shapes.ts";
import { botUser, createBot } from "../telegram/store/bots.ts";
import { createPerson, personUser } from "../telegram/store/people.ts";
import { openPrivateRoom } from "../telegram/store/rooms.ts";
import { type StandIn, startStandIn } from "./standIn.ts";

/** A stand-in with a bot, two people and a channel in which the bot is an administrator. */
export interface World extends StandIn {
  api: Api;
  token: string;
  botId: number;
  /** Has started the bot. */
  ada: number;
  /** Has not. */
  ben: number;
  adaRoom: string;
  channel: number;
  channelRoom: string;
  newChat(type: Exclude<ChatType, "private">, title: string): Promise<{ id: number; room: string }>;
}

export async function startWorld(): Promise<World> {
  const standIn = await startStandIn();
  const now = standIn.clock.now();
  const made = await standIn.db(async (trx) => {
    const bot = await createBot(trx, { name: "Aurum", username: "aurum_test_bot" }, now);
    const ada = await createPerson(trx, { firstName: "Ada", username: "ada" }, now);
    const ben = await createPerson(trx, { firstName: "Ben" }, now);
    const adaRoom = await openPrivateRoom(trx, bot.id, ada.id, now);
    await trx.run("update chat set started = true where room = $1", [adaRoom.room]);
    const channel = await foundRoom(
      trx,
      { type: "channel", title: "VIP" },
      personUser(ada),
      [botUser(bot)],
      now,
    );
    return { bot, ada, ben, adaRoom, channel };
  });
  await standIn.db((trx) => trx.run("delete from pending_update"));
  return {
    ...standIn,
    api: new Api(made.bot.token, { apiRoot: `${standIn.url}/telegram` }),
    token: made.bot.token,
    botId: made.bot.id,
    ada: made.ada.id,
    ben: made.ben.id,
    adaRoom: String(made.adaRoom.room),
    channel: made.channel.id,
    channelRoom: String(made.channel.room),
    newChat: (type, title) =>
      standIn.db(async (trx) => {
        const room = await foundRoom(trx, { type, title }, personUser(made.ada), [botUser(made.bot)], now);
        return { id: room.id, room: String(room.room) };
      }),
  };
}

/** Telegram's words for why a call failed. */
export async function refusal(call: Promise<unknown>): Promise<string> {
  try {
    await call;
  } catch (error) {
    if (error instanceof GrammyError) return `${error.error_code} ${error.description}`;
    throw error;
  }
  return "it worked";
}

/** A picture of one pixel. */
export const PIXEL = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
  "base64",
);
