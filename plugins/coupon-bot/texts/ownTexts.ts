import type { Transaction } from "@promostack/core";
import type { Language } from "./language.ts";

/** The tenant's own words in a language, by their keys. */
export async function ownTexts(trx: Transaction, language: Language): Promise<ReadonlyMap<string, string>> {
  const rows = await trx.many<{ key: string; text: string }>(
    "select key, text from own_text where language = $1 and text is not null",
    [language],
  );
  return new Map(rows.map(({ key, text }) => [key, text]));
}
