import { escapeTelegramHtml, type UpdateContext } from "@promostack/core";
import { uuidv7 } from "uuidv7";
import type { End } from "../engine/session.ts";
import type { Desk } from "./desk.ts";
import type { Person } from "./people.ts";
import type { StoredSession } from "./sessionRows.ts";
import { DELIVERY_REPORT, writeEnd } from "./writing.ts";

const STOPPED: End = { state: "stopped", outcome: "stopped by the person" };

/** Somebody wants to hear no more: their walk ends, nothing waits for them, and they are told so once, as the inbox shows. */
export async function stop(
  { desk, context }: { desk: Desk; context: UpdateContext },
  person: Person,
  live: StoredSession | undefined,
): Promise<void> {
  const { trx, now } = desk;
  const { tenantId } = context;
  if (live !== undefined) await writeEnd(desk, live, person, STOPPED);
  await trx.run("delete from waiting_entry where tenant_id = $1 and person_id = $2", [tenantId, person.id]);
  await trx.run("update person set stopped_at = coalesce(stopped_at, $3) where tenant_id = $1 and id = $2", [
    tenantId,
    person.id,
    now,
  ]);
  const text = desk.facts(tenantId)?.stopReply.trim() ?? "";
  if (text === "") return;
  const html = escapeTelegramHtml(text);
  const dedupeKey = `journey:stopped:${context.update.update_id}:${person.id}`;
  await context.send(trx, {
    role: "message_bot",
    chat: person.telegramId ?? "",
    method: "sendMessage",
    payload: { text: html, parse_mode: "HTML" },
    dedupeKey,
    report: DELIVERY_REPORT,
  });
  await trx.run(
    `insert into chat_message (tenant_id, person_id, id, at, author, kind, text, dedupe_key)
     values ($1, $2, $3, $4, 'journey', 'sendMessage', $5, $6)`,
    [tenantId, person.id, uuidv7(), now, html, dedupeKey],
  );
}
