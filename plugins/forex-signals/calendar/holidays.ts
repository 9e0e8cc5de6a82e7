import type { CalendarName } from "../domain/instrument.ts";

/** What a holiday does to a trading day: no session, an end at a local time, or nothing but thin trading. */
export type DayOff = "closed" | "thin" | { closesAt: string };

export interface Holiday {
  /** The trading day, `2026-12-25`. */
  date: string;
  name: string;
  /** Calendars that it concerns. */
  effects: Partial<Record<CalendarName, DayOff>>;
}

/** Where the rules below are published; an installation's own days are added on the market data page. */
export const SOURCES = [
  "CME Group, Globex holiday calendar (metals): cmegroup.com/tools-information/holiday-calendar.html",
  "US Office of Personnel Management, federal holidays: opm.gov/policy-data-oversight/pay-leave/federal-holidays",
  "UK bank holidays: gov.uk/bank-holidays",
] as const;

const CLOSED = { metals: "closed", forex: "closed" } as const;
const EARLY = { metals: { closesAt: "14:30" }, forex: "thin" } as const;
const EVE = { metals: { closesAt: "13:45" }, forex: "thin" } as const;
const THIN = { metals: "thin", forex: "thin" } as const;

/** The year's main holidays of the United States and the United Kingdom, by date. */
export function holidaysOf(year: number): Holiday[] {
  const easter = easterOf(year);
  const thanksgiving = nthWeekday(year, 11, 4, 4);
  const christmas = day(year, 12, 25);
  const found: Holiday[] = [
    { date: observed(day(year, 1, 1)), name: "New Year's Day", effects: CLOSED },
    { date: nthWeekday(year, 1, 1, 3), name: "Martin Luther King Day (US)", effects: EARLY },
    { date: nthWeekday(year, 2, 1, 3), name: "Presidents' Day (US)", effects: EARLY },
    { date: plus(easter, -2), name: "Good Friday", effects: { metals: "closed", forex: "thin" } },
    { date: plus(easter, 1), name: "Easter Monday (UK)", effects: THIN },
    { date: nthWeekday(year, 5, 1, 1), name: "Early May bank holiday (UK)", effects: THIN },
    { date: lastMonday(year, 5), name: "Memorial Day (US), spring bank holiday (UK)", effects: EARLY },
    { date: nearestWorkday(day(year, 6, 19)), name: "Juneteenth (US)", effects: EARLY },
    { date: nearestWorkday(day(year, 7, 4)), name: "Independence Day (US)", effects: EARLY },
    { date: lastMonday(year, 8), name: "Summer bank holiday (UK)", effects: THIN },
    { date: nthWeekday(year, 9, 1, 1), name: "Labor Day (US)", effects: EARLY },
    { date: thanksgiving, name: "Thanksgiving (US)", effects: EARLY },
    { date: plus(thanksgiving, 1), name: "The day after Thanksgiving (US)", effects: EVE },
    { date: plus(observed(christmas), -1), name: "Christmas Eve", effects: EVE },
    { date: observed(christmas), name: "Christmas Day", effects: CLOSED },
    { date: observed(plus(observed(christmas), 1)), name: "Boxing Day (UK)", effects: THIN },
  ];
  return found.filter(({ date }) => isWorkday(date)).sort((a, b) => (a.date < b.date ? -1 : 1));
}

/** Easter Sunday of the Gregorian calendar, by the anonymous algorithm (Meeus, Jones, Butcher). */
function easterOf(year: number): string {
  const a = year % 19;
  const b = Math.floor(year / 100);
  const c = year % 100;
  const d = (19 * a + b - Math.floor(b / 4) - Math.floor((b - Math.floor((b + 8) / 25) + 1) / 3) + 15) % 30;
  const e = (32 + 2 * (b % 4) + 2 * Math.floor(c / 4) - d - (c % 4)) % 7;
  const f = d + e - 7 * Math.floor((a + 11 * d + 22 * e) / 451) + 114;
  return day(year, Math.floor(f / 31), (f % 31) + 1);
}

function day(year: number, month: number, date: number): string {
  return new Date(Date.UTC(year, month - 1, date)).toISOString().slice(0, 10);
}

function plus(date: string, days: number): string {
  return new Date(Date.parse(date) + days * 86_400_000).toISOString().slice(0, 10);
}

/** 0 Sunday to 6 Saturday. */
function weekday(date: string): number {
  return new Date(Date.parse(date)).getUTCDay();
}

function isWorkday(date: string): boolean {
  return weekday(date) !== 0 && weekday(date) !== 6;
}

/** A Sunday's holiday is kept on Monday; a Saturday's needs no trading day. */
function observed(date: string): string {
  return weekday(date) === 0 ? plus(date, 1) : date;
}

/** Kept on Friday where it falls on Saturday, on Monday where on Sunday. */
function nearestWorkday(date: string): string {
  return weekday(date) === 6 ? plus(date, -1) : observed(date);
}

function nthWeekday(year: number, month: number, dayOfWeek: number, nth: number): string {
  const first = day(year, month, 1);
  return plus(first, ((dayOfWeek - weekday(first) + 7) % 7) + (nth - 1) * 7);
}

function lastMonday(year: number, month: number): string {
  const last = day(year, month + 1, 0);
  return plus(last, -((weekday(last) + 6) % 7));
}
