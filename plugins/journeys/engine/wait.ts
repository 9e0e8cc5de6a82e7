import { clockMinutes, quietEnd, zoneOf } from "@promostack/core";
import type { Zone } from "@promostack/core/strategy";
import { milliseconds } from "../graph/parts.ts";
import type { StepOf } from "../graph/step.ts";
import { chance } from "./chance.ts";
import type { Session } from "./session.ts";
import type { World } from "./world.ts";

const MINUTE = 60_000;
const DAY = 86_400_000;

/** When a delay that begins now is over. */
export function delayEnd({ wait, quiet, id }: StepOf<"delay">, session: Session, world: World): number {
  const end = waitEnd(wait, session, world, id);
  return quiet ? afterQuietHours(end, world) : end;
}

function waitEnd(wait: StepOf<"delay">["wait"], session: Session, world: World, step: string): number {
  switch (wait.mode) {
    case "fixed":
      return world.now + milliseconds(wait.time);
    case "random": {
      const from = milliseconds(wait.from);
      const to = Math.max(from, milliseconds(wait.to));
      return world.now + from + Math.round(chance(session.id, step, session.visits) * (to - from));
    }
    case "until": {
      const zone = wait.zone === "person" ? personZone(world) : world.timezone;
      return nextTimeOfDay(zone, clockMinutes(wait.time), wait.weekdays ?? [], world.now);
    }
  }
}

/** The instant itself, or the end of the quiet hours that it lies in. */
export function afterQuietHours(instant: number, world: World): number {
  if (world.quietHours === undefined) return instant;
  return quietEnd(world.quietHours, personZone(world), instant) ?? instant;
}

function personZone({ person, timezone }: World): string {
  return person.timezone ?? timezone;
}

/**
 * The next instant after `now` at which the wall clock shows that minute of the day, on one of the weekdays (1 Monday to 7 Sunday;
 * any when empty). A time that the clocks leave out counts as the instant they jump; one that they show twice, the first time.
 */
export function nextTimeOfDay(
  timezone: string,
  minute: number,
  weekdays: readonly number[],
  now: number,
): number {
  const zone = zoneOf(timezone);
  const local = now + zone.offset(now);
  const midnight = Math.floor(local / DAY) * DAY;
  for (let day = 0; day <= 8; day += 1) {
    const wall = midnight + day * DAY + minute * MINUTE;
    const instant = wallInstant(zone, wall);
    if (instant <= now) continue;
    if (weekdays.length === 0 || weekdays.includes(zone.weekday(instant))) return instant;
  }
  return now + DAY;
}

/** The first instant whose wall clock shows `wall`; where none does, the one at which the clocks jump over it. */
function wallInstant(zone: Zone, wall: number): number {
  const before = wall - zone.offset(wall - DAY);
  const after = wall - zone.offset(wall + DAY);
  const fits = [before, after].filter((each) => each + zone.offset(each) === wall);
  if (fits.length > 0) return Math.min(...fits);
  // In the gap the old offset, which shows a later wall time, gives an instant just behind it: go back to the change itself.
  let low = Math.min(before, after) - 3 * 3_600_000;
  let high = Math.max(before, after);
  const old = zone.offset(low);
  while (high - low > MINUTE) {
    const middle = low + Math.floor((high - low) / 2 / MINUTE) * MINUTE;
    if (zone.offset(middle) === old) low = middle;
    else high = middle;
  }
  return high;
}
