export const SOURCES = ["chat", "public"] as const;
export type Source = (typeof SOURCES)[number];

/** What a check of a code came to. */
export const CHECK_OUTCOMES = ["valid", "invalid", "unsure"] as const;
export type CheckOutcome = (typeof CHECK_OUTCOMES)[number];

/** What became of a picture that was asked for: sent to a chat, made on the public page, or neither. */
export const PICTURE_OUTCOMES = ["sent", "made", "failed"] as const;
export type PictureOutcome = (typeof PICTURE_OUTCOMES)[number];

interface Event {
  tenantId: string;
  /** The Telegram user id as text; null on the public page. */
  person: string | null;
  code: string;
  source: Source;
  at: Date;
}

/** A code that somebody sent, and what it was found to be. */
export interface CheckNote extends Event {
  outcome: CheckOutcome;
  /** A short word, such as `expired` or `timeout`: figures are grouped by it. Empty for a valid code. */
  reason: string;
  /** Which validator said so; null where none did. */
  validator: string | null;
}

/** A picture that somebody asked for: one note, once it is known what became of it. Looks that nobody asked for are none. */
export interface PictureNote extends Event {
  templateId: string;
  version: number;
  size: string;
  outcome: PictureOutcome;
  /** A short word, such as `render`; empty where it reached them. */
  reason: string;
}
