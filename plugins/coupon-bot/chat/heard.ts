import type { TelegramUpdate } from "@promostack/core";

/** Somebody in their private chat with the bot. */
export interface Speaker {
  /** Numeric id as text: also the chat's. */
  person: string;
  firstName: string;
  language: string;
}

/** What an update of the chat says; undefined where it is none of the bot's business: groups, other bots, what is no text. */
export type Heard =
  | { kind: "text"; speaker: Speaker; text: string }
  | { kind: "press"; speaker: Speaker; query: string; data: string };

/** Reads an update without trusting its shape: it came over the network. */
export function readHeard(update: TelegramUpdate): Heard | undefined {
  const message = record(update.message);
  if (message) {
    const speaker = speakerOf(message.from);
    if (speaker === undefined || record(message.chat)?.type !== "private") return undefined;
    return typeof message.text === "string" ? { kind: "text", speaker, text: message.text } : undefined;
  }
  const query = record(update.callback_query);
  const speaker = speakerOf(query?.from);
  const { id, data } = query ?? {};
  if (speaker === undefined || typeof id !== "string" || typeof data !== "string") return undefined;
  return { kind: "press", speaker, query: id, data };
}

function speakerOf(value: unknown): Speaker | undefined {
  const user = record(value);
  if (typeof user?.id !== "number" || user.is_bot === true) return undefined;
  return {
    person: String(user.id),
    firstName: typeof user.first_name === "string" ? user.first_name : "",
    language: typeof user.language_code === "string" ? user.language_code : "",
  };
}

function record(value: unknown): Readonly<Record<string, unknown>> | undefined {
  return typeof value === "object" && value !== null ? Object.fromEntries(Object.entries(value)) : undefined;
}
