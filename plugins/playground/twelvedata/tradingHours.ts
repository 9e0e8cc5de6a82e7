import { Zone } from "@promostack/core/strategy";
import { MINUTE_MS } from "./intervals.ts";

const DAY = 1440;
const WEEK = 7 * DAY;
/** The epoch was a Thursday; weeks here begin on Sunday 18:00 in New York, when the market opens. */
const FIRST_OPEN = 3 * DAY + 18 * 60;
const NEW_YORK = new Zone("America/New_York");
const SESSION = 23 * 60;
const SESSIONS = 5;

/**
 * Gold's week: open from Sunday 18:00 to Friday 17:00 in New York with an hour's break at 17:00. So a week is five sessions of
 * 23 hours, each from 18:00 to 17:00; none of them holds a change of clocks.
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
  const local = epochMinute + Math.round(NEW_YORK.offset(epochMinute * MINUTE_MS) / MINUTE_MS);
  const since = local - FIRST_OPEN;
  const week = Math.floor(since / WEEK);
  const inWeek = since - week * WEEK;
  const day = Math.min(SESSIONS - 1, Math.floor(inWeek / DAY));
  return { session: week * SESSIONS + day, minute: Math.min(SESSION, inWeek - day * DAY) };
}

export const SESSION_MINUTES = SESSION;
