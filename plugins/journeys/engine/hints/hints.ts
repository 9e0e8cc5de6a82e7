import { LANGUAGES, type Language, spoken } from "@promostack/core";
import { ar } from "./ar.ts";
import { de } from "./de.ts";
import { en } from "./en.ts";
import { es } from "./es.ts";
import { fr } from "./fr.ts";
import { hi } from "./hi.ts";
import { id } from "./id.ts";
import { it } from "./it.ts";
import { pt } from "./pt.ts";
import { ru } from "./ru.ts";
import { tr } from "./tr.ts";
import { uk } from "./uk.ts";

/** What can be wrong with an answer; each says what would be right. */
export type HintName =
  | "words"
  | "number"
  | "money"
  | "email"
  | "phone"
  | "country"
  | "unknownCountry"
  | "date"
  | "from"
  | "upTo"
  | "choice"
  | "pattern"
  | "file"
  | "short"
  | "long"
  | "atLeast"
  | "atMost";

export type Hints = Readonly<Record<HintName, string>>;

const HINTS: Readonly<Record<Language, Hints>> = { ar, de, en, es, fr, hi, id, it, pt, ru, tr, uk };

/** A bound that was missed: a number, or a date as `YYYY-MM-DD`. */
export interface Bounds {
  least?: number | string;
  most?: number | string;
}

/** What is wrong with an answer, in the person's language (a BCP 47 tag; English where the bots do not speak it). */
export function hint(name: HintName, language: string, { least, most }: Bounds = {}): string {
  const own = spoken(language) ?? "en";
  const values: Record<string, string> = {
    example: name === "date" ? said("2027-03-31", own) : exampleCountry(own),
    least: said(least, own),
    most: said(most, own),
  };
  return HINTS[own][name].replace(/\{(\w+)\}/g, (_, key: string) => values[key] ?? "");
}

/** A bound as the language writes it. */
function said(bound: number | string | undefined, language: Language): string {
  const { locale } = LANGUAGES[language];
  if (typeof bound === "number")
    return new Intl.NumberFormat(locale, { maximumFractionDigits: 20 }).format(bound);
  const at = Date.parse(bound ?? "");
  if (Number.isNaN(at)) return bound ?? "";
  return new Intl.DateTimeFormat(locale, { dateStyle: "long", timeZone: "UTC", calendar: "gregory" }).format(
    at,
  );
}

function exampleCountry(language: Language): string {
  return new Intl.DisplayNames(LANGUAGES[language].locale, { type: "region" }).of("ES") ?? "Spain";
}
