import { LANGUAGES } from "@promostack/core";
import countries from "i18n-iso-countries";

/** What people write, and the standard does not know. */
const OTHER_CODES: Readonly<Record<string, string>> = { UK: "GB" };
const OTHER_NAMES: ReadonlyMap<string, string> = new Map([
  ["england", "GB"],
  ["scotland", "GB"],
  ["wales", "GB"],
  ["holland", "NL"],
]);

/**
 * The two-letter code of a country as somebody names it: by its two or three letters, its flag, or its name in their language (a
 * BCP 47 tag), in English, or else in one of the languages that the bots speak. A name that several countries have is none.
 */
export function readCountry(text: string, language: string): string | undefined {
  const byCode = ofCode(text.normalize("NFKC").trim());
  if (byCode !== undefined) return byCode;
  const name = folded(text);
  if (name === "") return undefined;
  for (const each of [languageOf(language), "en", ...Object.keys(LANGUAGES)]) {
    const code = namesIn(each).get(name);
    if (code !== undefined) return code ?? undefined;
  }
  return OTHER_NAMES.get(name);
}

function ofCode(text: string): string | undefined {
  const letters = [...text].map((letter) => FLAG_LETTERS.get(letter) ?? letter).join("");
  if (!/^[A-Za-z]{2,3}$/.test(letters)) return undefined;
  const written = letters.toUpperCase();
  const code = OTHER_CODES[written] ?? (written.length === 3 ? countries.alpha3ToAlpha2(written) : written);
  return code !== undefined && countries.isValid(code) ? code : undefined;
}

/** A flag is two of these letters. */
const FLAG_LETTERS: ReadonlyMap<string, string> = new Map(
  [..."ABCDEFGHIJKLMNOPQRSTUVWXYZ"].map((letter, index) => [String.fromCodePoint(0x1f1e6 + index), letter]),
);

const NAMES = new Map<string, ReadonlyMap<string, string | null>>();
/** Telegram's clients tell some hundred languages; what a client makes up is not kept. */
const MOST_LANGUAGES = 200;

/** Codes by folded name; null where countries share it. */
function namesIn(language: string): ReadonlyMap<string, string | null> {
  const known = NAMES.get(language);
  if (known !== undefined) return known;
  const names = new Map<string, string | null>();
  const put = (name: string, code: string) => {
    const key = folded(name);
    const taken = names.get(key);
    names.set(key, taken === undefined || taken === code ? code : null);
  };
  for (const [code, all] of Object.entries(countries.getNames(language, { select: "all" })))
    for (const name of all) put(name, code);
  const shown = new Intl.DisplayNames(language, { type: "region", fallback: "none" });
  for (const code of Object.keys(countries.getAlpha2Codes())) {
    const name = shown.of(code);
    // The list's own names come first: `Congo` is the one that it says.
    if (name !== undefined && !names.has(folded(name))) put(name, code);
  }
  if (NAMES.size < MOST_LANGUAGES) NAMES.set(language, names);
  return names;
}

/** The language of a tag, where there is such a language. */
function languageOf(tag: string): string {
  const first = tag.toLowerCase().split(/[-_]/)[0] ?? "";
  return /^[a-z]{2,3}$/.test(first) ? first : "en";
}

/** A name without case, accents, article and marks: `the Côte-d’Ivoire` is `cote d ivoire`. */
function folded(name: string): string {
  return name
    .normalize("NFKD")
    .toLowerCase()
    .replace(/[\u0300-\u036f]/g, "")
    .replaceAll("ı", "i")
    .replaceAll("ß", "ss")
    .replaceAll("&", " and ")
    .replace(/[^\p{L}\p{M}\p{N}]+/gu, " ")
    .trim()
    .replace(/^the /, "");
}
