import type { Delivery, OutgoingMessage, TenantContext } from "@promostack/core";
import type { ActionCall, ActionResult } from "../points/api.ts";

/** The report by which actions hear what Telegram answered. */
export const ACTION_REPORT = "action";
const PREFIX = "journey:action:";
const EXPIRES_MS = 1_800_000;

/** Asks Telegram through the outbox, once for a call however often it is tried; the answer comes with the delivery. */
export async function askTelegram(
  { db, send, clock }: TenantContext,
  { key }: ActionCall,
  message: Pick<OutgoingMessage, "chat" | "method" | "payload">,
): Promise<ActionResult> {
  await db((trx) =>
    send(trx, {
      role: "message_bot",
      ...message,
      dedupeKey: `${PREFIX}${key}`,
      priority: 0,
      expiresAt: new Date(clock.now().getTime() + EXPIRES_MS),
      // Without an answer the walk would stand still; asked twice, nothing is lost but a link.
      afterCrash: "repeat",
      report: ACTION_REPORT,
    }),
  );
  return { later: true };
}

/** The call that a delivery answers, and what it says to it. */
export function deliveredAnswer({ dedupeKey, outcome, result, error }: Delivery): {
  key: string;
  answer: ActionResult;
} {
  const key = dedupeKey.slice(PREFIX.length);
  if (outcome !== "sent" && outcome !== "unknown")
    return { key, answer: { failed: error ?? "Telegram could not be reached in time." } };
  const link = result?.invite_link;
  return { key, answer: { values: typeof link === "string" ? { link } : {} } };
}
