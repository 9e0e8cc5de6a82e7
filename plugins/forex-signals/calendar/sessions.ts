import type { CalendarName } from "../domain/instrument.ts";

/** The week of a market: one session for each trading day, in the market's own zone. */
export interface Sessions {
  zone: string;
  /** Minutes before the trading day's midnight at which its session opens. */
  opensBefore: number;
  /** Length of a session in minutes. */
  minutes: number;
  /** Trading days, 1 Monday to 7 Sunday. */
  days: readonly number[];
  /** In words, for people. */
  text: string;
}

const WORKDAYS = [1, 2, 3, 4, 5];

/**
 * Gold and silver keep the hours of CME Globex, currencies those of the interbank market (five in the afternoon in New York is
 * the end of their day), coins never rest.
 */
export const SESSIONS: Readonly<Record<CalendarName, Sessions>> = {
  metals: {
    zone: "America/New_York",
    opensBefore: 6 * 60,
    minutes: 23 * 60,
    days: WORKDAYS,
    text: "Sunday 18:00 to Friday 17:00 in New York, with an hour's break at 17:00",
  },
  forex: {
    zone: "America/New_York",
    opensBefore: 7 * 60,
    minutes: 24 * 60,
    days: WORKDAYS,
    text: "Sunday 17:00 to Friday 17:00 in New York",
  },
  crypto: {
    zone: "UTC",
    opensBefore: 0,
    minutes: 24 * 60,
    days: [1, 2, 3, 4, 5, 6, 7],
    text: "always",
  },
};
