import { PlatformError } from "@promostack/core";
import type { Fleet } from "./fleet.ts";
import { telegramRefusal } from "./telegramRefusal.ts";

const TOKEN = /^([0-9]{3,15}):[A-Za-z0-9_-]{20,100}$/;

/** The bot that a token belongs to, as Telegram says. Raises `connection.token_invalid`, `connection.token_rejected`, `connection.telegram_unreachable`. */
export async function lookUpBot(fleet: Fleet, token: string) {
  const id = Number(TOKEN.exec(token)?.[1]);
  if (!Number.isSafeInteger(id)) {
    throw new PlatformError("This is not a bot token.", {
      code: "connection.token_invalid",
      status: 422,
      hint: "Copy the whole token from @BotFather: digits, a colon, then about 35 letters and digits.",
    });
  }
  try {
    const me = await fleet.api(token, 15).getMe();
    if (me.is_bot && me.id === id) return me;
    throw new PlatformError("Telegram answers for another bot than the token names.", {
      code: "connection.token_rejected",
      status: 422,
      hint: "Copy the token anew from @BotFather.",
    });
  } catch (error) {
    throw telegramRefusal(error, "a look at the bot");
  }
}
