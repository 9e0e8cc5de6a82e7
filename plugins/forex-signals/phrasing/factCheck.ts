import { type Numeral, normalized, numeralsOf, oddCharacters } from "@promostack/core";
import type { BulletinKind } from "../briefings/bulletin.ts";
import type { Language } from "../messages/language.ts";
import { vocabulary } from "../messages/vocabulary.ts";
import { type Claim, claimIn } from "./claims.ts";
import { hasWrongWeekday, withoutDates } from "./dates.ts";
import type { KnownFact } from "./knownFacts.ts";
import { countedOf, labelsOf } from "./labels.ts";
import { hasVagueAmount, withDigits } from "./numberWords.ts";

/** Why an answer is not taken. */
export type Refusal =
  | "empty"
  | "too-short"
  | "too-long"
  | "markup"
  | "link"
  | "characters"
  | "language"
  | "number"
  | "label"
  | "date"
  | "left-out"
  | Claim;

/** Characters of an answer. */
export const LENGTHS: Readonly<Record<BulletinKind, { least: number; most: number }>> = {
  briefing: { least: 80, most: 900 },
  "daily-recap": { least: 40, most: 700 },
  "weekly-recap": { least: 60, most: 900 },
};

/** What an answer must not leave out: a loss is told like a win. */
const NEEDED: Readonly<Record<BulletinKind, readonly string[]>> = {
  briefing: ["pivot"],
  "daily-recap": ["totalR", "losses"],
  "weekly-recap": ["totalR", "losses"],
};

const MARKUP = /<[^>]*>|&[a-z#\d]+;|```|\*\*|__|\]\(|^\s*[{[]/im;
const LINK =
  /https?:|www\.|t\.me|@[\p{L}\d_]|(?<!\d)[\p{L}\d-]+\.(?:com|net|org|io|me|ru|info|xyz|app|co)(?![\p{L}\d])/iu;

/**
 * Holds an answer against the facts it was given: every number in it, in whatever script or in words, must be one of them and stand with
 * its own label; nothing may be claimed beyond them. Undefined where nothing speaks against it.
 */
export function factCheck(
  answer: string,
  kind: BulletinKind,
  language: Language,
  facts: readonly KnownFact[],
): Refusal | undefined {
  const text = answer.trim();
  const { least, most } = LENGTHS[kind];
  if (text === "") return "empty";
  if (text.length < least) return "too-short";
  if (text.length > most) return "too-long";
  if (MARKUP.test(text)) return "markup";
  if (LINK.test(text)) return "link";
  if (oddCharacters(text)) return "characters";
  if (!isWrittenIn(text, language)) return "language";
  const told = facts.map((fact) => fact.text).join("\n");
  return (
    claimIn(text, language, told) ??
    verdictProblem(text, language, facts) ??
    numberProblem(text, kind, language, facts)
  );
}

/** Most letters are of the language's script. */
function isWrittenIn(text: string, language: Language): boolean {
  const script =
    language === "ar"
      ? /\p{Script=Arabic}/gu
      : language === "ru"
        ? /\p{Script=Cyrillic}/gu
        : /\p{Script=Latin}/gu;
  const letters = text.match(/\p{L}/gu)?.length ?? 0;
  return letters > 0 && (text.match(script)?.length ?? 0) / letters > 0.6;
}

/** Tight where the fact says wide, and the like. */
function verdictProblem(text: string, language: Language, facts: readonly KnownFact[]): Refusal | undefined {
  const verdict = facts.find(({ name }) => name === "asia");
  const words = vocabulary(language);
  const wrong = ["tight", "wide"]
    .filter((each) => each !== verdict?.value)
    .map((each) => words[each] ?? each);
  const lower = text.toLowerCase();
  const said = wrong.some((each) =>
    new RegExp(`(?<!\\p{L})${each.toLowerCase()}(?!\\p{L})`, "u").test(lower),
  );
  return said ? "label" : undefined;
}

function numberProblem(
  text: string,
  kind: BulletinKind,
  language: Language,
  facts: readonly KnownFact[],
): Refusal | undefined {
  const dates = facts.flatMap(({ format, value }) =>
    format === "date" && value instanceof Date ? [value] : [],
  );
  if (hasWrongWeekday(text, dates, language)) return "date";
  const plain = withoutNames(withoutDates(normalized(text), dates, language), facts);
  if (hasVagueAmount(plain, language)) return "number";
  const digits = withDigits(plain, language, countedOf(language));
  const told = new Set<string>();
  for (const sentence of digits.split(/(?<=[.!?؟])\s+|\n+/)) {
    const problem = sentenceProblem(sentence, language, facts, told);
    if (problem !== undefined) return problem;
  }
  const missing = NEEDED[kind].some(
    (name) => facts.some((fact) => fact.name === name && fact.value !== 0) && !told.has(name),
  );
  return missing ? "left-out" : undefined;
}

/** Names with digits in them, and constants of the method, are no numbers. */
function withoutNames(text: string, facts: readonly KnownFact[]): string {
  const names = facts.filter(({ format }) => format === "text").map((fact) => fact.text);
  let left = text;
  for (const name of names) left = left.replaceAll(name, " ");
  return facts.some(({ name }) => name === "asiaMeanPips")
    ? left.replace(/(?<!\d)10(?=[\s-](?:day|jour|d[ií]a|dia|дн|أيام))/giu, " ")
    : left;
}

interface Marked {
  at: number;
  end: number;
  names: readonly string[];
}

function sentenceProblem(
  sentence: string,
  language: Language,
  facts: readonly KnownFact[],
  told: Set<string>,
): Refusal | undefined {
  const labels = marksIn(sentence, language);
  for (const numeral of numeralsOf(sentence)) {
    const matching = facts.filter((fact) => isValueOf(numeral, fact, sentence, language));
    if (matching.length === 0) return "number";
    const label = labelFor(numeral, labels, sentence);
    const meant = label === undefined ? matching : matching.filter(({ name }) => label.names.includes(name));
    if (meant.length === 0) return "label";
    for (const { name } of meant) told.add(name);
  }
  return undefined;
}

/** Labels of a sentence in order; a longer one hides those inside it. */
function marksIn(sentence: string, language: Language): Marked[] {
  const marks: Marked[] = [];
  for (const { pattern, names } of labelsOf(language)) {
    for (const match of sentence.matchAll(
      new RegExp(`(?<![\\p{L}\\d])(?:${pattern})(?![\\p{L}\\d])`, "giu"),
    )) {
      const mark = { at: match.index, end: match.index + match[0].length, names };
      if (!marks.some((other) => mark.at < other.end && mark.end > other.at)) marks.push(mark);
    }
  }
  return marks.sort((a, b) => a.at - b.at);
}

/** Between a count and what it counts: nothing, or a word that does not begin something else. */
const COUNTS = /^\s+(?:(?!(?:and|or|with|y|o|con|et|ou|avec|e|com|и|с|و)\s)[\p{L}-]+\s+)?$/u;

/**
 * The label that a number stands with: what it counts or what explains it in brackets, where that follows at once (`2 wins`, `2143.17 (R1)`); else
 * the nearest before it in the sentence; else the nearest after it.
 */
function labelFor(
  { at, end, unit, sign, text }: Numeral,
  labels: readonly Marked[],
  sentence: string,
): Marked | undefined {
  const after = labels.find((label) => label.at >= end);
  if (after !== undefined) {
    const between = sentence.slice(end, after.at);
    // Arabic writes its "and" onto the next word.
    const counts =
      unit === "" && sign === "" && /^\d+$/.test(text) && COUNTS.test(between) && sentence[after.at] !== "و";
    if (counts || /^\s*\($/.test(between)) return after;
  }
  return labels.filter((label) => label.end <= at).at(-1) ?? after;
}

/** Words that turn a number round. */
const LOST: Readonly<Record<Language, RegExp>> = {
  en: /(?:loss(?:es)?|lost|losing|minus|down|negative|worst)\W+(?:\p{L}+\W+){0,3}$/iu,
  es: /(?:pérdidas?|perdi\p{L}+|menos|negativ\p{L}+|peor)\W+(?:\p{L}+\W+){0,3}$/iu,
  fr: /(?:pertes?|perdu\p{L}*|moins|négati\p{L}+|pire)\W+(?:\p{L}+\W+){0,3}$/iu,
  pt: /(?:perdas?|perdi\p{L}+|menos|negativ\p{L}+|pior)\W+(?:\p{L}+\W+){0,3}$/iu,
  ru: /(?:убыт\p{L}+|потер\p{L}+|минус|отрицат\p{L}+|худш\p{L}+)[^\p{L}]+(?:\p{L}+[^\p{L}]+){0,3}$/iu,
  ar: /(?:\p{L}*خسارة|\p{L}*خسائر|ناقص|سالب\p{L}*|\p{L}*أسوأ)[^\p{L}]+(?:\p{L}+[^\p{L}]+){0,3}$/iu,
};

/** Whether a number in a sentence is this fact: its value exactly as it is shown, its unit, its sign. */
function isValueOf(
  numeral: Numeral,
  { format, text, value }: KnownFact,
  sentence: string,
  language: Language,
): boolean {
  const { unit, sign, values } = numeral;
  if (unit === "time" || format === "time")
    return (
      unit === "time" &&
      format === "time" &&
      normalized(text).replace(/^0/, "") === numeral.text.replace(/^0/, "")
    );
  if (format === "date" || format === "word" || format === "text" || format === "list") return false;
  if (unit === "percent" || format === "percent") {
    if (unit !== "percent" || format !== "percent") return false;
  } else if (unit === "r" ? format !== "r" : unit === "pips" && format !== "pips" && format !== "signedPips")
    return false;
  const shown = numeralsOf(normalized(text))[0];
  if (shown === undefined || !shown.values.some((each) => values.includes(each))) return false;
  if (format !== "r" && format !== "signedPips") return sign !== "-" && (sign !== "+" || unit === "");
  if (values.includes(0)) return true;
  const negative = typeof value === "number" && value < 0;
  if (sign !== "") return (sign === "-") === negative;
  return LOST[language].test(sentence.slice(0, numeral.at)) === negative;
}
