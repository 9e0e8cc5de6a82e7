import { PlatformError, type Transaction } from "@promostack/core";
import type { Language } from "./language.ts";
import type { TextKey } from "./text.ts";
import { WORDS } from "./words/words.ts";

/** The tenant's own words in a language, by their keys. */
export async function ownTexts(trx: Transaction, language: Language): Promise<ReadonlyMap<string, string>> {
  const rows = await trx.many<{ key: string; text: string }>(
    "select key, text from own_text where language = $1 and text is not null",
    [language],
  );
  return new Map(rows.map(({ key, text }) => [key, text]));
}

/** How many texts of each language are the tenant's own. */
export async function ownCounts(trx: Transaction): Promise<ReadonlyMap<string, number>> {
  const rows = await trx.many<{ language: string; count: number }>(
    "select language, count(*)::int as count from own_text where text is not null group by language",
  );
  return new Map(rows.map(({ language, count }) => [language, count]));
}

/** A text as it stands for a tenant: its own, or the platform's. */
export interface StandingText {
  key: string;
  text: string;
  own: boolean;
  /** Grows with every change, also when the platform's text is put back. */
  revision: number;
  changedAt: Date | null;
  changedBy: string | null;
}

type Row = Omit<StandingText, "own" | "text"> & { text: string | null };

/** Every text of a language that a colleague has ever changed. */
export function changedTexts(trx: Transaction, language: Language): Promise<Row[]> {
  return trx.many<Row>(
    `select key, text, revision, changed_at as "changedAt", changed_by as "changedBy" from own_text where language = $1`,
    [language],
  );
}

export async function readText(trx: Transaction, language: Language, key: TextKey): Promise<StandingText> {
  return standing(
    language,
    key,
    (await changedTexts(trx, language)).find((row) => row.key === key),
  );
}

export function standing(language: Language, key: TextKey, row: Row | undefined): StandingText {
  const { text = null, revision = 0, changedAt = null, changedBy = null } = row ?? {};
  return { key, text: text ?? WORDS[language][key], own: text !== null, revision, changedAt, changedBy };
}

/**
 * Writes a text, or with null puts the platform's back, if nobody has changed it since `revision`. Answers what stood there before.
 * @throws PlatformError `edit.conflict` (412) with both versions.
 */
export async function writeText(
  trx: Transaction,
  { tenantId, language, key }: { tenantId: string; language: Language; key: TextKey },
  change: { text: string | null; revision: number; by: string; at: Date },
): Promise<StandingText> {
  const before = await readText(trx, language, key);
  const { text, revision, at, by } = change;
  const written =
    revision === 0
      ? await trx.run(
          `insert into own_text (tenant_id, language, key, text, revision, changed_at, changed_by) values ($1, $2, $3, $4, 1, $5, $6)
           on conflict (tenant_id, language, key) do nothing`,
          [tenantId, language, key, text, at, by],
        )
      : await trx.run(
          `update own_text set text = $3, revision = revision + 1, changed_at = $5, changed_by = $6
           where language = $1 and key = $2 and revision = $4`,
          [language, key, text, revision, at, by],
        );
  if (written === 1) return before;
  const theirs = await readText(trx, language, key);
  throw new PlatformError("Somebody else has changed this text since you opened it.", {
    code: "edit.conflict",
    status: 412,
    hint: "Compare the two versions and save again.",
    details: { yours: { text }, theirs: { text: theirs.text }, etag: `"${theirs.revision}"` },
  });
}
