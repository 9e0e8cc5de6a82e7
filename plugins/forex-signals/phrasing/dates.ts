import { LANGUAGES, type Language } from "../messages/language.ts";

const STYLES: readonly Intl.DateTimeFormatOptions[] = [
  { day: "numeric", month: "long", year: "numeric" },
  { day: "numeric", month: "short", year: "numeric" },
  { day: "numeric", month: "long" },
  { day: "numeric", month: "short" },
  { day: "2-digit", month: "2-digit", year: "numeric" },
];

/** The text without those dates that are facts, however they are written: what is left of a date is a number that is none. */
export function withoutDates(text: string, dates: readonly Date[], language: Language): string {
  const { locale } = LANGUAGES[language];
  const written = dates.flatMap((date) => [
    date.toISOString().slice(0, 10),
    ...STYLES.flatMap((style) =>
      [locale, ...(language === "en" ? ["en-US"] : [])].map((each) =>
        new Intl.DateTimeFormat(each, { ...style, timeZone: "UTC" })
          .format(date)
          .replace(/[\u200e\u200f\u2066-\u2069]/g, "")
          .replace(/[\u00a0\u202f]/g, " ")
          .replaceAll("،", ","),
      ),
    ),
  ]);
  let left = text;
  for (const each of [...new Set(written)].sort((a, b) => b.length - a.length)) {
    const pattern = each.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
    left = left.replace(new RegExp(`(?<![\\p{L}\\d])${pattern}(?:st|nd|rd|th)?(?![\\p{L}\\d])`, "giu"), " ");
  }
  return left;
}

/** A day of the week that none of the dates falls on. */
export function hasWrongWeekday(text: string, dates: readonly Date[], language: Language): boolean {
  const named = (date: Date) =>
    new Intl.DateTimeFormat(LANGUAGES[language].locale, { weekday: "long", timeZone: "UTC" })
      .format(date)
      .toLowerCase();
  const allowed = new Set(dates.map(named));
  const lower = text.toLowerCase();
  // 1 January 2024 was a Monday.
  for (let day = 1; day <= 7; day++) {
    const name = named(new Date(Date.UTC(2024, 0, day)));
    if (!allowed.has(name) && new RegExp(`(?<![\\p{L}])${name}(?![\\p{L}])`, "u").test(lower)) return true;
  }
  return false;
}
