import { zoneOf } from "@promostack/core";
import type { When } from "./plan.ts";

const HOUR = 3_600_000;
/** The zone that is furthest ahead: Kiritimati. */
const FIRST_ZONE_MS = 14 * HOUR;

/**
 * The instant at which the wall clock of a zone shows a time (`2027-03-28T02:30`). One that the clocks leave out counts as so much
 * later as they jump; one that they show twice, the first time.
 */
export function wallInstant(time: string, timezone: string): number {
  const zone = zoneOf(timezone);
  const wall = Date.parse(`${time}:00Z`);
  const shows = (instant: number) => instant + zone.offset(instant) === wall;
  // Offsets on both sides of a change that may lie near.
  const before = wall - zone.offset(wall - 24 * HOUR);
  if (shows(before)) return before;
  const after = wall - zone.offset(wall + 24 * HOUR);
  return shows(after) ? after : before;
}

/** When gathering begins. */
export function beginning(when: When, timezone: string, now: Date): Date {
  if (when.kind === "now") return now;
  if (when.kind === "at") return new Date(when.at);
  const at =
    when.kind === "clock" ? wallInstant(when.time, timezone) : Date.parse(`${when.time}:00Z`) - FIRST_ZONE_MS;
  return new Date(Math.max(now.getTime(), at));
}

/** When somebody's message is due. Whose local time has passed when sending begins gets it at once. */
export function dueFor(when: When, timezone: string, begun: Date): Date {
  if (when.kind !== "local") return begun;
  return new Date(Math.max(begun.getTime(), wallInstant(when.time, timezone)));
}

/** A time that lies behind, by the tenant's own clock. */
export function isPast(when: When, timezone: string, now: Date): boolean {
  if (when.kind === "now") return false;
  const at = when.kind === "at" ? Date.parse(when.at) : wallInstant(when.time, timezone);
  return at < now.getTime() - 60_000;
}
