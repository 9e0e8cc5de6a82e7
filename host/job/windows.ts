import { PlatformError } from "@promostack/core";
import { type CronExpression, CronExpressionParser } from "cron-parser";
import { WallClock } from "./wallClock.ts";

/** A cron schedule and the zone in which its hours are read. */
export interface Schedule {
  /** Five fields. */
  schedule: string;
  /** IANA zone; UTC when absent. */
  timezone?: string;
}

export interface WindowQuery extends Schedule {
  /** Newest window that is accounted for; for a job never run, the time it was first seen. */
  after: Date;
  now: Date;
  /** latest: only the newest due window. each: all of them, oldest first. */
  catchUp: "latest" | "each";
  /** Most windows to answer for `each`. */
  limit?: number;
}

/** More than any zone's clocks are ever put forward or back. */
const RUN_UP_MS = 3 * 60 * 60 * 1000;

/**
 * Starts of the windows that fell due in (after, now], oldest first. A local time that does not exist (clocks forward)
 * counts once, as late as the gap is long; one that exists twice (clocks back) counts once, the first time; schedules of
 * every hour follow real time through both.
 */
export function dueWindows(query: WindowQuery): Date[] {
  const { after, now } = query;
  if (query.catchUp === "latest") {
    const latest = latestWindow(query, now);
    return latest > after ? [latest] : [];
  }
  const windows: Date[] = [];
  const limit = query.limit ?? Number.POSITIVE_INFINITY;
  for (const window of windowsAfter(query, after)) {
    if (window > now || windows.length >= limit) break;
    windows.push(window);
  }
  return windows;
}

/** Start of the first window after `after`. */
export function nextWindow(schedule: Schedule, after: Date): Date {
  return windowsAfter(schedule, after).next().value;
}

/** Raises `job.invalid_schedule` where the schedule is not a cron expression of five fields in a known zone. */
export function checkSchedule(schedule: Schedule): void {
  read(schedule, new Date(0));
}

function latestWindow(schedule: Schedule, now: Date): Date {
  // prev() leaves out the instant at which it begins, hence the millisecond.
  const { walls, wallClock } = read(schedule, new Date(now.getTime() + 1));
  let latest = earliest(wallClock.instants(walls.prev().toDate()));
  while (latest > now) latest = earliest(wallClock.instants(walls.prev().toDate()));
  if (wallClock.isUtc) return latest;
  // Where clocks were put back, a later instant may stand earlier on the wall.
  for (const window of windowsAfter(schedule, new Date(latest.getTime() - RUN_UP_MS))) {
    if (window > now) break;
    latest = window;
  }
  return latest;
}

/** Endless: what never comes (30 February) is refused when the expression is read. */
function* windowsAfter(schedule: Schedule, after: Date): Generator<Date, never> {
  const { walls, wallClock, everyHour } = read(schedule, after, RUN_UP_MS);
  let repeated: Date[] = [];
  let previous = after.getTime();
  for (;;) {
    const [first = after, second] = wallClock.instants(walls.next().toDate());
    const due = [...repeated.filter((each) => each <= first), first];
    repeated = repeated.filter((each) => each > first);
    if (everyHour && second) repeated.push(second);
    for (const window of due) {
      if (window.getTime() <= previous) continue;
      previous = window.getTime();
      yield window;
    }
  }
}

const earliest = (instants: Date[]) => new Date(Math.min(...instants.map(Number)));

interface Reading {
  /** Counts in wall times, in a calendar without changes of clocks. */
  walls: CronExpression;
  wallClock: WallClock;
  everyHour: boolean;
}

function read({ schedule, timezone }: Schedule, from: Date, runUpMs = 0): Reading {
  try {
    if (schedule.trim().split(/\s+/).length !== 5)
      throw new Error("it must have five fields: minute hour day month weekday");
    const wallClock = new WallClock(timezone);
    const currentDate = new Date(wallClock.at(from).getTime() - (wallClock.isUtc ? 0 : runUpMs));
    const walls = CronExpressionParser.parse(schedule, { currentDate, tz: "UTC" });
    return { walls, wallClock, everyHour: walls.fields.hour.values.length === 24 };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new PlatformError(`The schedule "${schedule}" in ${timezone ?? "UTC"} cannot be read: ${reason}.`, {
      code: "job.invalid_schedule",
      status: 400,
      cause: error,
      phase: "job",
    });
  }
}
