import { randomBytes } from "node:crypto";
import type { Transaction } from "@promostack/core";
import type { User } from "../domain/shapes.ts";

export interface Bot {
  id: number;
  token: string;
  username: string;
  name: string;
  description: string;
  short_description: string;
  webhook_url: string;
  webhook_secret: string | null;
  webhook_ip: string | null;
  has_certificate: boolean;
  max_connections: number;
  allowed_updates: string[] | null;
  last_error_at: Date | null;
  last_error: string | null;
}

export const BOT_COLUMNS = `bot.id, token, username, name, description, short_description, webhook_url, webhook_secret, webhook_ip,
  has_certificate, max_connections, allowed_updates, last_error_at, last_error`;

/** What BotFather does: a bot with a token of Telegram's form. */
export async function createBot(
  trx: Transaction,
  { name, username }: { name: string; username: string },
  now: Date,
): Promise<Bot> {
  // The token begins with the bot's id, which the database gives out: hence the second half is made here.
  const secret = randomBytes(26).toString("base64url").slice(0, 35);
  const bot = await trx.one<Bot>(
    `with made as (select nextval(pg_get_serial_sequence('bot', 'id')) as id)
     insert into bot (id, token, username, name, created_at)
     select made.id, made.id || ':' || $1, $2, $3, $4 from made returning ${BOT_COLUMNS}`,
    [secret, username, name, now],
  );
  if (!bot) throw new Error("An insert returned no row.");
  return bot;
}

export function findBot(trx: Transaction, token: string): Promise<Bot | undefined> {
  return trx.one<Bot>(`select ${BOT_COLUMNS} from bot where token = $1`, [token]);
}

export function botById(trx: Transaction, id: number): Promise<Bot | undefined> {
  return trx.one<Bot>(`select ${BOT_COLUMNS} from bot where id = $1`, [id]);
}

export function allBots(trx: Transaction): Promise<Bot[]> {
  return trx.many<Bot>(`select ${BOT_COLUMNS} from bot order by id`);
}

export function botUser({ id, name, username }: Pick<Bot, "id" | "name" | "username">): User {
  return { id, is_bot: true, first_name: name, username };
}
