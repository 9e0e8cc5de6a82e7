import { escapeTelegramHtml, type SentMessage, type TenantContext, type Transaction } from "@promostack/core";
import type { ChatMessage } from "./api.ts";
import { buttonsOf } from "./buttons.ts";

/** Reads what the tenant's other plugins said through the message bot. */
export type Reader = Pick<TenantContext, "sentByOthers">;

interface Asked {
  chats: readonly string[];
  /** Older than this message. */
  before?: string;
  /** Of each chat. */
  limit: number;
}

/** What other plugins said in people's chats, the newest first, each with its chat. */
export async function saidByOthers(
  { sentByOthers }: Reader,
  trx: Transaction,
  asked: Asked,
): Promise<{ chat: string; message: ChatMessage }[]> {
  if (asked.chats.length === 0) return [];
  const sent = await sentByOthers(trx, { role: "message_bot", ...asked });
  return sent.map((each) => ({ chat: each.chat, message: shown(each) }));
}

function shown({ id, at, by, method, payload, outcome }: SentMessage): ChatMessage {
  return {
    id,
    at: at.toISOString(),
    author: "plugin",
    kind: method,
    text: htmlOf(payload),
    buttons: buttonsOf(payload),
    by,
    outcome,
    journey: null,
    step: null,
  };
}

/** Text that is not HTML is shown as it was written. */
function htmlOf({ text, caption, parse_mode: mode }: Record<string, unknown>): string {
  const words = String(text ?? caption ?? "");
  return mode === "HTML" ? words : escapeTelegramHtml(words);
}
