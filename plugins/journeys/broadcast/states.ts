/** Apart from the schemas, for the page too. */
export const STATES = ["draft", "scheduled", "sending", "paused", "done", "cancelled"] as const;
export type BroadcastState = (typeof STATES)[number];

export const RECIPIENT_STATES = [
  "waiting",
  "queued",
  "sent",
  "unknown",
  "blocked",
  "failed",
  "skipped",
  "cancelled",
] as const;
export type RecipientState = (typeof RECIPIENT_STATES)[number];

/** Messages a second that Telegram lets one bot send to different people. */
export const BOT_PACE = 30;
