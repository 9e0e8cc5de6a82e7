/** `signal_bot` posts to channels; `message_bot` talks with users. */
export type BotRole = "signal_bot" | "message_bot";

/** Bot API methods that the outbox can carry. */
export type OutboxMethod =
  | "sendMessage"
  | "sendPhoto"
  | "sendDocument"
  | "sendVideo"
  | "sendVoice"
  | "sendAnimation"
  | "editMessageText"
  | "editMessageCaption"
  | "editMessageReplyMarkup"
  | "deleteMessage"
  | "copyMessage"
  | "forwardMessage"
  | "answerCallbackQuery"
  | "approveChatJoinRequest"
  | "declineChatJoinRequest"
  | "createChatInviteLink"
  | "banChatMember"
  | "unbanChatMember"
  | "sendChatAction"
  | "pinChatMessage";

/** One Telegram message, as a row of the outbox. Written in the transaction that caused it. */
export interface OutgoingMessage {
  role: BotRole;
  /** Numeric chat id as text, or `@channel`. */
  chat: string;
  method: OutboxMethod;
  /** The method's parameters but `chat_id`, in the Bot API's own names. Files: `{ "$storage": "<key>" }`. */
  payload: Record<string, unknown>;
  /** Unique for the tenant: the same key twice is one message. */
  dedupeKey: string;
  /** Not before this time. Now when absent. */
  dueAt?: Date;
  /** Dropped, and reported as `expired`, when still unsent by then. */
  expiresAt?: Date;
  /**
   * After a crash between send and answer nobody knows whether Telegram has it.
   * `skip` marks it sent-unknown (broadcasts); `repeat` sends once more (an access link). Default `skip`.
   */
  afterCrash?: "skip" | "repeat";
  /** Dedupe key of an earlier message in this chat to reply to, or to edit: its message id is filled in on sending. */
  refersTo?: { dedupeKey: string; as: "reply" | "edit" };
  /** Smaller goes first within a bot when several chats are due: 0 urgent, 5 normal (default), 9 bulk. */
  priority?: number;
  /** Name given to `p.onDelivery`: that handler hears how it ended. */
  report?: string;
}

/** How an outbox row ended. */
export interface Delivery {
  tenantId: string;
  dedupeKey: string;
  outcome: "sent" | "unknown" | "expired" | "blocked" | "dead";
  messageId?: number;
  /** What the method answered where that is not a message: the ChatInviteLink of `createChatInviteLink`. */
  result?: Record<string, unknown>;
  /** Telegram's own description when it did not go out. */
  error?: string;
  at: Date;
}

/** A message that another plugin of the tenant sent, or is about to. */
export interface SentMessage {
  /** UUIDv7: counts up with the time of writing. */
  id: string;
  /** What the plugin is called. */
  by: string;
  chat: string;
  method: OutboxMethod;
  /** As its plugin wrote it. */
  payload: Record<string, unknown>;
  /** When it was written. */
  at: Date;
  /** How it ended; null while it waits. */
  outcome: Delivery["outcome"] | null;
}

/** A Telegram update as the Bot API gives it. Plugins read it; the host never changes it. */
export interface TelegramUpdate {
  update_id: number;
  [kind: string]: unknown;
}

/** Keys of Update in the Bot API 10.1. */
export const UPDATE_KINDS: ReadonlySet<string> = new Set([
  "message",
  "edited_message",
  "channel_post",
  "edited_channel_post",
  "business_connection",
  "business_message",
  "edited_business_message",
  "deleted_business_messages",
  "message_reaction",
  "message_reaction_count",
  "inline_query",
  "chosen_inline_result",
  "callback_query",
  "shipping_query",
  "pre_checkout_query",
  "purchased_paid_media",
  "poll",
  "poll_answer",
  "my_chat_member",
  "chat_member",
  "chat_join_request",
  "chat_boost",
  "removed_chat_boost",
]);
