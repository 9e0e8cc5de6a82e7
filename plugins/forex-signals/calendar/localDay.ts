import { Zone } from "@promostack/core/strategy";

/** When a day (`2024-03-31`) begins in a zone, milliseconds since the epoch. */
export function beginningOf(day: string, timezone: string): number {
  const wall = Date.parse(`${day}T00:00:00Z`);
  const zone = new Zone(timezone);
  const guess = wall - zone.offset(wall);
  return wall - zone.offset(guess);
}

/** The day that a moment belongs to in a zone. */
export function dayIn(time: number, timezone: string): string {
  return new Date(time + new Zone(timezone).offset(time)).toISOString().slice(0, 10);
}
