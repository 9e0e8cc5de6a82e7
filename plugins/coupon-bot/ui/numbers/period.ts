const DAY_MS = 86_400_000;
const DAYS = { "7d": 7, "30d": 30, "90d": 90 } as const;
const USUAL = "30d";

export const PERIODS = ["7d", "30d", "90d", "dates"] as const;
export type Period = (typeof PERIODS)[number];

interface Words {
  period?: string;
  from?: string;
  to?: string;
}

/** Which period an address means. */
export function periodOf({ period, from, to }: Words): Period {
  const named = PERIODS.find((each) => each === period);
  return named ?? (isDay(from) || isDay(to) ? "dates" : USUAL);
}

/** Its days in a zone, both included. Of two dates the earlier is the first. */
export function periodIn(words: Words, zone: string, now: number): { from: string; to: string } {
  const today = new Intl.DateTimeFormat("en-CA", { timeZone: zone }).format(new Date(now));
  const period = periodOf(words);
  if (period !== "dates") return { from: daysBefore(today, DAYS[period] - 1), to: today };
  const to = isDay(words.to) ? words.to : today;
  const from = isDay(words.from) ? words.from : daysBefore(to, DAYS[USUAL] - 1);
  return from <= to ? { from, to } : { from: to, to: from };
}

function daysBefore(day: string, count: number): string {
  return new Date(Date.parse(day) - count * DAY_MS).toISOString().slice(0, 10);
}

function isDay(text: string | undefined): text is string {
  return text !== undefined && /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text));
}
