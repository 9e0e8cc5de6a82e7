import { PlatformError, type Transaction } from "@promostack/core";
import { defaultTemplate } from "./defaults.ts";
import type { MessageKindId } from "./kinds.ts";
import type { Place } from "./templateStore.ts";

/** A text as it stands for a tenant: its own, or the platform's. */
export interface StandingText {
  text: string;
  own: boolean;
  /** Grows with every change, also when the platform's text is put back. */
  revision: number;
  changedAt: Date | null;
  changedBy: string | null;
}

/** In the tenant's own transaction. */
export async function readText(
  trx: Transaction,
  { kind, channelKind, language }: Place,
): Promise<StandingText> {
  const row = await trx.one<Omit<StandingText, "own" | "text"> & { text: string | null }>(
    `select text, revision, changed_at as "changedAt", changed_by as "changedBy" from message_template
     where kind = $1 and channel_kind = $2 and language = $3`,
    [kind, channelKind, language],
  );
  const { text = null, revision = 0, changedAt = null, changedBy = null } = row ?? {};
  return {
    text: text ?? defaultTemplate(kind, language),
    own: text !== null,
    revision,
    changedAt,
    changedBy,
  };
}

/**
 * Writes a text, or with null puts the platform's back, if nobody has changed it since `revision`. Raises `edit.conflict` (412) with both
 * versions where somebody has. Answers what stood there before.
 */
export async function writeText(
  trx: Transaction,
  tenantId: string,
  place: Place,
  change: { text: string | null; revision: number; by: string; at: Date },
): Promise<StandingText> {
  const before = await readText(trx, place);
  const { kind, channelKind, language } = place;
  const written = await trx.run(
    `insert into message_template as m (tenant_id, kind, channel_kind, language, text, revision, changed_at, changed_by)
     select $1, $2, $3, $4, $5, 1, $7, $8 where $6 = 0
     on conflict (tenant_id, kind, channel_kind, language) do nothing`,
    [tenantId, kind, channelKind, language, change.text, change.revision, change.at, change.by],
  );
  const changed =
    written > 0 ||
    (await trx.run(
      `update message_template set text = $4, revision = revision + 1, changed_at = $6, changed_by = $7
       where kind = $1 and channel_kind = $2 and language = $3 and revision = $5`,
      [kind, channelKind, language, change.text, change.revision, change.at, change.by],
    )) > 0;
  if (changed) return before;
  const theirs = await readText(trx, place);
  throw new PlatformError("Somebody else has changed this text since you opened it.", {
    code: "edit.conflict",
    status: 412,
    hint: "Compare the two versions and save again.",
    details: { yours: { text: change.text }, theirs: { text: theirs.text }, etag: `"${theirs.revision}"` },
  });
}

/** Where the tenant has texts of its own. */
export async function ownPlaces(trx: Transaction, known: (kind: string) => kind is MessageKindId) {
  const rows = await trx.many<Omit<Place, "kind"> & { kind: string }>(
    `select kind, channel_kind as "channelKind", language from message_template where text is not null
     order by kind, channel_kind, language`,
  );
  return rows.filter(({ kind }) => known(kind));
}
