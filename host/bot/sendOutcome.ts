import type { OutboxMethod } from "@promostack/core";
import { GrammyError, HttpError } from "grammy";
import type { MessageMark } from "./outboxQueue.ts";

/** What an answer of Telegram means for the message. */
export type SendOutcome =
  | { kind: "sent"; brought: Pick<MessageMark, "messageId" | "result"> }
  | { kind: "throttled"; retryAfterMs: number; error: string }
  | { kind: "blocked"; error: string }
  | { kind: "migrated"; chat: string; error: string }
  /** Nobody's fault for good: try again later. `token` when Telegram does not know the token. */
  | { kind: "retry"; error: string; token: boolean }
  | { kind: "dead"; error: string };

/** 400s that say that what was wanted is so already, or cannot matter any more. */
const FINE = [
  "message is not modified",
  "query is too old",
  "query id is invalid",
  "message to delete not found",
  "user_already_participant",
  "user is already a participant",
  "hide_requester_missing",
];

/** What a successful answer brought: the id of the message, or what else there is to know. */
export function outcomeOf(answer: unknown): SendOutcome {
  if (typeof answer !== "object" || answer === null) return { kind: "sent", brought: {} };
  if ("message_id" in answer && typeof answer.message_id === "number")
    return { kind: "sent", brought: { messageId: answer.message_id } };
  return { kind: "sent", brought: { result: { ...answer } } };
}

/** What a refusal or a failure on the way means. Errors that are not Telegram's or the network's are thrown again. */
export function outcomeOfError(error: unknown, method: OutboxMethod): SendOutcome {
  if (error instanceof HttpError) return { kind: "retry", error: networkReason(error, method), token: false };
  if (!(error instanceof GrammyError)) throw error;
  const { error_code: code, description, parameters } = error;
  if (parameters.migrate_to_chat_id !== undefined) {
    return { kind: "migrated", chat: String(parameters.migrate_to_chat_id), error: description };
  }
  if (code === 429) {
    return { kind: "throttled", retryAfterMs: (parameters.retry_after ?? 5) * 1000, error: description };
  }
  if (code === 403) return { kind: "blocked", error: description };
  if (code === 401 || code === 404) return { kind: "retry", error: description, token: true };
  if (code >= 500) return { kind: "retry", error: description, token: false };
  const said = description.toLowerCase();
  if (FINE.some((text) => said.includes(text))) return { kind: "sent", brought: {} };
  return { kind: "dead", error: description };
}

/** grammY's message without the address, which would carry the token. */
function networkReason(error: HttpError, method: string): string {
  const cause = error.error;
  const code =
    typeof cause === "object" && cause !== null && "code" in cause ? String(cause.code) : undefined;
  if (code !== undefined) return `No answer to ${method}: ${code}`;
  if (cause instanceof Error && /timed out/.test(cause.message)) return `No answer to ${method} in time`;
  return `No usable answer to ${method}`;
}

/** Milliseconds before attempt `attempts + 1`: 1 s doubled each time, at most 5 minutes, give or take a quarter. */
export function backOff(attempts: number, random = Math.random()): number {
  return Math.min(2 ** (attempts - 1) * 1_000, 300_000) * (0.75 + random / 2);
}
