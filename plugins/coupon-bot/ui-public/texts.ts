import { type Language, spoken } from "../texts/language.ts";
import { ar } from "./words/ar.ts";
import { de } from "./words/de.ts";
import { en } from "./words/en.ts";
import { es } from "./words/es.ts";
import { fr } from "./words/fr.ts";
import { hi } from "./words/hi.ts";
import { id } from "./words/id.ts";
import { it } from "./words/it.ts";
import { pt } from "./words/pt.ts";
import { ru } from "./words/ru.ts";
import { tr } from "./words/tr.ts";
import { uk } from "./words/uk.ts";

export type PublicWords = typeof en;

/** Words of the public pages, in the languages that the bot speaks. */
export const WORDS: Readonly<Record<Language, PublicWords>> = {
  ar,
  de,
  en,
  es,
  fr,
  hi,
  id,
  it,
  pt,
  ru,
  tr,
  uk,
};

/** The first language of what the reader asks for that there is; `otherwise` where there is none. */
export function languageFor(asked: string | null | undefined, otherwise: string): Language {
  const wishes = (asked ?? "")
    .split(",")
    .map((each) => each.trim().split(";q="))
    .sort(([, one = "1"], [, other = "1"]) => Number(other) - Number(one));
  for (const [tag] of [...wishes, [otherwise]]) {
    const language = spoken(tag);
    if (language !== undefined) return language;
  }
  return "en";
}

/** A text with its blanks filled in. */
export function filled(text: string, values: Readonly<Record<string, string | number>>): string {
  return text.replace(/\{(\w+)\}/g, (blank, name: string) => String(values[name] ?? blank));
}
