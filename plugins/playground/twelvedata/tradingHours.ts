import { MINUTE_MS } from "./intervals.ts";

const DAY = 1440;
const WEEK = 7 * DAY;
/** The epoch was a Thursday; weeks here begin on Sunday 23:00 UTC, when the market opens. */
const FIRST_OPEN = 3 * DAY + 23 * 60;
const SESSION = 23 * 60;
const SESSIONS = 5;

/**
 * Gold's week: open from Sunday 23:00 to Friday 22:00 UTC with an hour's break at 22:00. So a week is five sessions of 23
 * hours, each from 23:00 to 22:00.
 */
export function isOpen(at: number): boolean {
  return placeOf(Math.floor(at / MINUTE_MS)).minute < SESSION;
}

export interface Place {
  /** Trading sessions since the epoch. */
  session: number;
  /** Minute of the session; 1,380 and above is the pause after it. */
  minute: number;
}

/** Where a minute since the epoch lies in the trading week. */
export function placeOf(epochMinute: number): Place {
  const since = epochMinute - FIRST_OPEN;
  const week = Math.floor(since / WEEK);
  const inWeek = since - week * WEEK;
  const day = Math.min(SESSIONS - 1, Math.floor(inWeek / DAY));
  return { session: week * SESSIONS + day, minute: Math.min(SESSION, inWeek - day * DAY) };
}

export const SESSION_MINUTES = SESSION;
