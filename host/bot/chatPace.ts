import type { OutboxMethod } from "@promostack/core";

/** How fast a bot may talk. Times in milliseconds of the platform's clock. */
interface Pace {
  /** Between two messages in the long run. */
  intervalMs: number;
  /** How many may go out at once after a silence. */
  burst: number;
}

export interface Paces {
  bot: Pace;
  privateChat: Pace;
  /** Groups and channels. */
  group: Pace;
}

/**
 * Telegram's limits: 30 a second a bot, 1 a second a chat with short bursts, 20 a minute a group or channel. Interval and
 * burst together stay below them in every window: 3 + 27 in any second, 3 + 17 in any minute.
 */
export const TELEGRAM_PACES: Paces = {
  bot: { intervalMs: 36, burst: 3 },
  privateChat: { intervalMs: 1_000, burst: 3 },
  group: { intervalMs: 3_400, burst: 3 },
};

/** Numeric ids of groups and channels are negative; `@name` is always public, so never a person. */
export function isGroup(chat: string): boolean {
  return chat.startsWith("-") || chat.startsWith("@");
}

const MESSAGES: ReadonlySet<OutboxMethod> = new Set<OutboxMethod>([
  "sendMessage",
  "sendPhoto",
  "sendDocument",
  "sendVideo",
  "sendVoice",
  "sendAnimation",
  "editMessageText",
  "editMessageCaption",
  "editMessageReplyMarkup",
  "copyMessage",
  "forwardMessage",
  "pinChatMessage",
]);
const BESIDE_MESSAGES: ReadonlySet<OutboxMethod> = new Set<OutboxMethod>(["deleteMessage", "sendChatAction"]);

/** True for what Telegram counts as a message of the chat. */
export function isPaced(method: OutboxMethod): boolean {
  return MESSAGES.has(method);
}

/**
 * The line that a message waits in. What is not a message (a callback's answer, a join request) has a line of its own
 * in each chat, or it would wait behind the chat's pace until it is too late.
 */
export function queueOf(method: OutboxMethod, chat: string): string {
  return MESSAGES.has(method) || BESIDE_MESSAGES.has(method) ? chat : `${chat}!`;
}
