import { LANGUAGES, normalized } from "@promostack/core";

/** Longer texts are no dates. */
const LONGEST = 60;
/** A year of another calendar is no year of this one: 1406 in Tehran and 2570 in Bangkok are 2027. */
const YEARS = { first: 1800, last: 2299 };

/**
 * A day as somebody writes it, as `YYYY-MM-DD`: in figures with the year first or, as most of the world writes it, the day before the
 * month (`31.3.2027`); or with the month's name in their language (a BCP 47 tag), in English, or in one that the bots speak. Digits of
 * any script. Undefined where it is none, and where it can only be guessed.
 */
export function readDate(text: string, language: string): string | undefined {
  const plain = normalized(text).trim().toLowerCase();
  if (plain.length > LONGEST) return undefined;
  const figures = inFigures(plain);
  if (figures !== undefined) return figures;
  for (const each of [language, "en", ...Object.keys(LANGUAGES)]) {
    const found = inWords(plain, calendarOf(each));
    if (found !== undefined) return found;
  }
  return undefined;
}

const YEAR_FIRST = /^(\d{4})\s?[-./年년]\s?(\d{1,2})\s?[-./月월]\s?(\d{1,2})\s?[.日일]?$/;
const YEAR_LAST = /^(\d{1,2})\s?([-./])\s?(\d{1,2})\s?[-./]\s?(\d{4})$/;

function inFigures(text: string): string | undefined {
  const [, year, month, day] = YEAR_FIRST.exec(text) ?? [];
  if (year !== undefined) return dayOf(Number(year), Number(month), Number(day));
  const [, first, mark, second, last] = YEAR_LAST.exec(text) ?? [];
  if (last === undefined) return undefined;
  // In America the month comes first, with slashes; only what can be nothing else is read so.
  const american = mark === "/" && Number(second) > 12;
  const [dayIs, monthIs] = american ? [second, first] : [first, second];
  return dayOf(Number(last), Number(monthIs), Number(dayIs));
}

/** How a language names its months, and the words beside them in a date: `de`, `г`. */
interface Calendar {
  months: ReadonlyMap<string, number>;
  beside: ReadonlySet<string>;
}

/** Words beside a date that no calendar tells: ordinals, articles. */
const ORDINALS = ["st", "nd", "rd", "th", "the", "of", "er", "del", "º", "ª", "año", "года", "року"];

const TOKENS = /\d+|[\p{L}º][\p{L}\p{M}]*/gu;

/** A month by name, a day, and a year of four digits, in any order; nothing else but what stands beside them. */
function inWords(text: string, { months, beside }: Calendar): string | undefined {
  const tokens = text.match(TOKENS) ?? [];
  const numbers = tokens.filter((token) => /^\d/.test(token));
  const names = tokens.filter((token) => !/^\d/.test(token) && !beside.has(token));
  const [month] = names.map((name) => months.get(name));
  const year = numbers.find((number) => number.length === 4);
  const day = numbers.find((number) => number.length <= 2);
  if (names.length !== 1 || numbers.length !== 2) return undefined;
  if (month === undefined || year === undefined || day === undefined) return undefined;
  return dayOf(Number(year), month, Number(day));
}

const CALENDARS = new Map<string, Calendar>();
const MOST_CALENDARS = 200;

/** What `Intl` knows of a language; English where a tag is none. */
function calendarOf(tag: string): Calendar {
  const [language = "en"] = Intl.DateTimeFormat.supportedLocalesOf(/^[a-z]{2,3}\b/i.exec(tag)?.[0] ?? "en");
  const known = CALENDARS.get(language);
  if (known !== undefined) return known;
  const months = new Map<string, number>();
  const beside = new Set(ORDINALS);
  const wordsOf = (text: string) =>
    normalized(text)
      .toLowerCase()
      .match(/\p{L}[\p{L}\p{M}]*/gu) ?? [];
  for (const options of LOOKS) {
    const format = new Intl.DateTimeFormat(language, { ...options, calendar: "gregory", timeZone: "UTC" });
    for (let month = 1; month <= 12; month++) {
      for (const { type, value } of format.formatToParts(Date.UTC(2027, month - 1, 15))) {
        const words = wordsOf(value);
        if (type === "month" && words.length === 1 && !/\d/.test(normalized(value)))
          months.set(words.join(), month);
        if (type === "literal") for (const word of words) beside.add(word);
      }
    }
  }
  const calendar = { months, beside };
  if (CALENDARS.size < MOST_CALENDARS) CALENDARS.set(language, calendar);
  return calendar;
}

/** Within a date a month may be declined; by itself it is not. */
const LOOKS: readonly Intl.DateTimeFormatOptions[] = [
  { day: "numeric", month: "long", year: "numeric" },
  { day: "numeric", month: "short", year: "numeric" },
  { month: "long" },
  { month: "short" },
];

function dayOf(year: number, month: number, day: number): string | undefined {
  const date = new Date(Date.UTC(year, month - 1, day));
  const whole =
    date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  const ours = year >= YEARS.first && year <= YEARS.last;
  return whole && ours ? date.toISOString().slice(0, 10) : undefined;
}
