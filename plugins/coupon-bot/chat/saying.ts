import type { OutboxMethod, OutgoingMessage, TenantContext, Transaction } from "@promostack/core";
import { uuidv7 } from "uuidv7";
import type { Key } from "./buttons.ts";

type Keyboard = { inline_keyboard: Key[][] };

/** How long Telegram shows that the bot is at work. */
const ACTION_MS = 5_000;
/** Telegram forgets a query after 150 seconds. */
const QUERY_MS = 150_000;

/** A text of the bot. `key`: the same twice is one message; new each time where absent. */
export function message(person: string, text: string, keys?: Keyboard, key?: string): OutgoingMessage {
  const payload = {
    text,
    parse_mode: "HTML",
    link_preview_options: { is_disabled: true },
    ...(keys !== undefined && { reply_markup: keys }),
  };
  // An answer that is sent again is better than one that is missing.
  return { ...envelope(person, "sendMessage", payload, key), afterCrash: "repeat" };
}

/** A stored picture. After a crash nobody knows whether it arrived, and the person can press again: it does not come twice. */
export function photo(
  person: string,
  file: string,
  { caption, keys, key, report }: { caption: string; keys: Keyboard; key: string; report?: string },
): OutgoingMessage {
  const payload = { photo: { $storage: file }, caption, parse_mode: "HTML", reply_markup: keys };
  return {
    ...envelope(person, "sendPhoto", payload, key),
    afterCrash: "skip",
    ...(report !== undefined && { report }),
  };
}

/** That the bot is at work, as the chat shows it for five seconds. */
export function atWork(person: string, action: "typing" | "upload_photo", now: Date): OutgoingMessage {
  return {
    ...envelope(person, "sendChatAction", { action }),
    expiresAt: new Date(now.getTime() + ACTION_MS),
  };
}

/** What the press of a button is answered with: nothing, or a notice over the chat. */
export function pressAnswer(person: string, query: string, notice: string, now: Date): OutgoingMessage {
  const payload = { callback_query_id: query, ...(notice !== "" && { text: notice }) };
  return {
    ...envelope(person, "answerCallbackQuery", payload, `coupon:answer:${query}`),
    priority: 0,
    expiresAt: new Date(now.getTime() + QUERY_MS),
    afterCrash: "repeat",
  };
}

function envelope(
  person: string,
  method: OutboxMethod,
  payload: Record<string, unknown>,
  key = `coupon:${uuidv7()}`,
): OutgoingMessage {
  return { role: "message_bot", chat: person, method, payload, dedupeKey: key };
}

const BEAT_MS = 4_000;

/** Shows that the bot is at work for as long as it is. The first sign goes out with what began the work. */
export async function showingWork<Result>(
  context: TenantContext,
  person: string,
  action: "typing" | "upload_photo",
  work: () => Promise<Result>,
): Promise<Result> {
  const beat = setInterval(() => {
    context
      .db((trx: Transaction) => context.send(trx, atWork(person, action, context.clock.now())))
      .catch((error) => context.log.warn("That the bot is at work could not be shown", { error }));
  }, BEAT_MS);
  try {
    return await work();
  } finally {
    clearInterval(beat);
  }
}
