import { beginningOf, dayIn } from "../../calendar/localDay.ts";

const DAY_MS = 86_400_000;
const DAYS: Record<string, number> = { "7d": 7, "30d": 30, "90d": 90, "365d": 365 };

/** Names of the lengths that the address knows; "dates" takes the days `from` and `to`. */
export const PERIODS = ["all", "7d", "30d", "90d", "365d", "year", "dates"] as const;
export type Period = (typeof PERIODS)[number];

interface Words {
  period?: string;
  from?: string;
  to?: string;
}

/** Which period an address means: what it names, or its days. */
export function periodOf({ period, from, to }: Words): Period {
  const named = PERIODS.find((each) => each === period);
  return named ?? (from !== undefined || to !== undefined ? "dates" : "all");
}

/**
 * Moments between which signals were opened, as the server takes them. A period of days begins with a day of the zone, so that the same question is
 * the same address until tomorrow.
 */
export function spanOf(words: Words, timezone: string, now: number): { from?: string; to?: string } {
  const period = periodOf(words);
  const today = dayIn(now, timezone);
  const days = DAYS[period];
  if (days !== undefined)
    return { from: iso(beginningOf(dayIn(now - (days - 1) * DAY_MS, timezone), timezone)) };
  if (period === "year") return { from: iso(beginningOf(`${today.slice(0, 4)}-01-01`, timezone)) };
  if (period === "all") return {};
  const { from, to } = words;
  return {
    ...(isDay(from) && { from: iso(beginningOf(from, timezone)) }),
    ...(isDay(to) && { to: iso(beginningOf(dayAfter(to), timezone) - 1) }),
  };
}

function isDay(text: string | undefined): text is string {
  return text !== undefined && /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text));
}

function dayAfter(day: string): string {
  return new Date(Date.parse(day) + DAY_MS).toISOString().slice(0, 10);
}

function iso(time: number): string {
  return new Date(time).toISOString();
}
