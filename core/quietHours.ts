import { Zone } from "./strategy/zone.ts";

/** Minutes of the day on the wall clock of a zone; over midnight where `until` comes before `from`. */
export interface QuietHours {
  from: number;
  until: number;
}

const MINUTE = 60_000;
const DAY = 86_400_000;

/** When the quiet hours end that an instant lies in; undefined where it lies in none. By the wall clock, so right on days that change it. */
export function quietEnd({ from, until }: QuietHours, timezone: string, instant: number): number | undefined {
  const zone = zoneOf(timezone);
  const minute = zone.minuteOfDay(instant);
  const quiet = from < until ? minute >= from && minute < until : minute >= from || minute < until;
  if (!quiet) return undefined;
  const local = instant + zone.offset(instant);
  const midnight = Math.floor(local / DAY) * DAY;
  const wall = midnight + until * MINUTE + (minute < until ? 0 : DAY);
  const guess = wall - zone.offset(instant);
  const end = wall - zone.offset(guess);
  // A time that the clocks leave out counts at the instant that the old offset gives.
  return zone.minuteOfDay(end) === until ? end : guess;
}

/** "22:30" in minutes. */
export function clockMinutes(text: string): number {
  const [hours = 0, minutes = 0] = text.split(":").map(Number);
  return hours * 60 + minutes;
}

const zones = new Map<string, Zone>();

/** A zone by its IANA name; it remembers the offset it found last, so all tenants in it share one. */
export function zoneOf(name: string): Zone {
  const known = zones.get(name) ?? new Zone(name);
  zones.set(name, known);
  return known;
}
