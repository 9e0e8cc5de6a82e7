import type { PlatformContext, TenantMessage, Transaction } from "@promostack/core";

export type BulletinKind = "briefing" | "daily-recap" | "weekly-recap";

/** Name under which the host tells how a bulletin's message ended. */
export const BULLETIN_REPORT = "bulletin";

/** Why nothing was said. */
export type Skipped = "nothing-closed" | "no-prices" | "stale-prices" | "no-channel" | "paused";

/** A briefing or a recap for one chat of a tenant; or, with `skipped`, for none. */
export interface Bulletin {
  tenantId: string;
  kind: BulletinKind;
  /** A briefing's symbol; empty for recaps. */
  subject: string;
  /** The UTC day on which it is due. */
  day: Date;
  /** Empty where it was skipped. */
  chat: string;
  chatTitle: string;
  text: string;
  writer: "template" | "ai";
  refused?: string;
  skipped?: Skipped | undefined;
  /** Later, and without a sound: as the chat's rules want it. */
  dueAt?: Date;
  silent?: boolean;
}

/** Writes bulletins and their messages, set-based, in one transaction. What was written before is not written again. */
export async function writeBulletins(
  context: Pick<PlatformContext, "sendMany" | "clock">,
  trx: Transaction,
  bulletins: readonly Bulletin[],
): Promise<number> {
  if (bulletins.length === 0) return 0;
  const keyed = bulletins.map((bulletin) => ({ ...bulletin, key: keyOf(bulletin) }));
  // Many tenants hear the same words: each text travels once.
  const texts = [...new Set(bulletins.map(({ text }) => text))];
  const numbers = new Map(texts.map((text, index) => [text, index + 1]));
  const rows = keyed.map(({ day, text, ...row }) => ({
    ...row,
    day: isoDay(day),
    text: numbers.get(text),
  }));
  const fresh = await trx.many<{ key: string; tenantId: string }>(
    `insert into bulletin (tenant_id, kind, subject, day, chat, chat_title, dedupe_key, text, writer, refused, skipped, time)
     select "tenantId", kind, subject, day, chat, "chatTitle", key, ($2::text[])[text], writer, refused, skipped, $3
     from json_to_recordset($1::json) as b("tenantId" uuid, kind text, subject text, day date, chat text, "chatTitle" text,
       key text, text int, writer text, refused text, skipped text)
     on conflict do nothing returning dedupe_key as key, tenant_id as "tenantId"`,
    [JSON.stringify(rows), texts, context.clock.now()],
  );
  const written = new Set(fresh.map(({ tenantId, key }) => `${tenantId} ${key}`));
  const sent = keyed.filter(
    ({ tenantId, key, skipped }) => skipped === undefined && written.has(`${tenantId} ${key}`),
  );
  return context.sendMany(trx, sent.map(messageOf));
}

export function isoDay(day: Date): string {
  return day.toISOString().slice(0, 10);
}

function keyOf({ kind, subject, day, chat }: Bulletin): string {
  return `bulletin:${kind}:${subject}:${isoDay(day)}:${chat}`;
}

function messageOf({
  tenantId,
  chat,
  text,
  dueAt,
  silent,
  day,
  key,
}: Bulletin & { key: string }): TenantMessage {
  return {
    tenantId,
    role: "signal_bot",
    chat,
    method: "sendMessage",
    payload: {
      text,
      parse_mode: "HTML",
      link_preview_options: { is_disabled: true },
      ...(silent && { disable_notification: true }),
    },
    dedupeKey: key,
    ...(dueAt && { dueAt }),
    // A morning's words are no news the day after.
    expiresAt: new Date(day.getTime() + 2 * 86_400_000),
    priority: 6,
    // Twice is worse than not at all: the signals themselves have been told.
    afterCrash: "skip",
    report: BULLETIN_REPORT,
  };
}
