import type { Fact, Format } from "./facts.ts";
import { LANGUAGES, type Language } from "./language.ts";
import { vocabulary } from "./vocabulary.ts";

const MINUS = "−";
/** First-strong isolates of a right-to-left text: without them "−1.00 R" would read backwards. */
const [ISOLATE, POP] = ["\u2066", "\u2069"];

/** A fact in a language, not escaped. Dates are UTC. */
export function formatFact(fact: Fact, format: Format, language: Language): string {
  const text = plain(fact, format, language);
  const isolated = LANGUAGES[language].direction === "rtl" && format !== "word" && format !== "list";
  return isolated && text !== "" ? `${ISOLATE}${text}${POP}` : text;
}

function plain(fact: Fact, format: Format, language: Language): string {
  if (fact === null || fact === undefined || typeof fact === "boolean") return "";
  if (typeof fact === "string") return format === "word" ? (vocabulary(language)[fact] ?? fact) : fact;
  if (fact instanceof Date) return formatsOf(language)[format === "date" ? "date" : "time"].format(fact);
  if (typeof fact !== "number") return "";
  const formats = formatsOf(language);
  switch (format) {
    case "pips":
      return formats.one.format(fact);
    case "signedPips":
      return signed(fact, formats.one);
    case "r":
      return signed(fact, formats.two);
    case "percent":
      return formats.percent.format(fact);
    case "price":
      return fact.toFixed(2);
    default:
      return formats.number.format(fact);
  }
}

function signed(value: number, format: Intl.NumberFormat): string {
  const text = format.format(Math.abs(value));
  return `${value < 0 ? MINUS : "+"}${text}`;
}

interface Formats {
  one: Intl.NumberFormat;
  two: Intl.NumberFormat;
  number: Intl.NumberFormat;
  percent: Intl.NumberFormat;
  time: Intl.DateTimeFormat;
  date: Intl.DateTimeFormat;
}

const known = new Map<Language, Formats>();

/** Made once a language: making one takes a thousand times as long as using it. */
function formatsOf(language: Language): Formats {
  const found = known.get(language);
  if (found !== undefined) return found;
  const { locale } = LANGUAGES[language];
  const decimals = (digits: number) =>
    new Intl.NumberFormat(locale, { minimumFractionDigits: digits, maximumFractionDigits: digits });
  const formats: Formats = {
    one: decimals(1),
    two: decimals(2),
    number: new Intl.NumberFormat(locale, { maximumFractionDigits: 2 }),
    percent: new Intl.NumberFormat(locale, { style: "percent", maximumFractionDigits: 1 }),
    time: new Intl.DateTimeFormat(locale, {
      hour: "2-digit",
      minute: "2-digit",
      hourCycle: "h23",
      timeZone: "UTC",
    }),
    date: new Intl.DateTimeFormat(locale, {
      day: "numeric",
      month: "long",
      year: "numeric",
      timeZone: "UTC",
    }),
  };
  known.set(language, formats);
  return formats;
}
