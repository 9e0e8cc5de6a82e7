/** The Bot API's own objects, as far as the stand-in makes them. Names and meanings are the Bot API's. */

export interface User {
  id: number;
  is_bot: boolean;
  first_name: string;
  last_name?: string;
  username?: string;
  language_code?: string;
}

export type ChatType = "private" | "group" | "supergroup" | "channel";

export interface ChatObject {
  id: number;
  type: ChatType;
  title?: string;
  username?: string;
  first_name?: string;
  last_name?: string;
}

export interface Entity {
  type: string;
  /** In UTF-16 code units, like `length`. */
  offset: number;
  length: number;
  url?: string;
  user?: User;
  language?: string;
  custom_emoji_id?: string;
}

export interface FormattedText {
  text: string;
  entities: Entity[];
}

export interface InlineButton {
  text: string;
  url?: string;
  callback_data?: string;
  [other: string]: unknown;
}

export interface InlineKeyboard {
  inline_keyboard: InlineButton[][];
}

export interface InviteLink {
  invite_link: string;
  creator: User;
  creates_join_request: boolean;
  is_primary: boolean;
  is_revoked: boolean;
  name?: string;
  expire_date?: number;
  member_limit?: number;
  pending_join_request_count?: number;
}

/** A message's own fields, without id, date, chat and sender. */
export type Content = Record<string, unknown>;

export type MessageObject = Content & { message_id: number; date: number; chat: ChatObject };

/** Kinds of updates that the stand-in makes: keys of Update. */
export type UpdateKind =
  | "message"
  | "edited_message"
  | "channel_post"
  | "edited_channel_post"
  | "callback_query"
  | "pre_checkout_query"
  | "my_chat_member"
  | "chat_member"
  | "chat_join_request";

/** Unix seconds, as every date of the Bot API. */
export function unixTime(at: Date): number {
  return Math.floor(at.getTime() / 1000);
}
