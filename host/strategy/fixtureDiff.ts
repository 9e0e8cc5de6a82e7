import type { TimedCandidate } from "@promostack/core";
import { type Expected, expectedOf } from "./fixture.ts";

/** Expected prices may be rounded to a tick: half of one is a fortieth of this at $2,000. */
const TOLERANCE = 5e-6;

/** One close at which a fixture and the strategy disagree. */
export interface FixtureChange {
  time: string;
  expected?: Expected;
  proposed?: Expected;
}

/** Closes that differ, in order of time. */
export function fixtureDiff(
  expected: readonly Expected[],
  candidates: readonly TimedCandidate[],
): FixtureChange[] {
  const before = new Map(expected.map((each) => [each.time, each]));
  const after = new Map(candidates.map((each) => [expectedOf(each).time, expectedOf(each)]));
  const times = [...new Set([...before.keys(), ...after.keys()])].sort();
  return times.flatMap((time): FixtureChange[] => {
    const [was, is] = [before.get(time), after.get(time)];
    if (was && is) return alike(was, is) ? [] : [{ time, expected: was, proposed: is }];
    return [{ time, ...(was && { expected: was }), ...(is && { proposed: is }) }];
  });
}

/** `- time BUY …` for what is missing, `+` for what nobody expected, `~` with the values that moved. */
export function changeLine({ time, expected, proposed }: FixtureChange): string {
  if (expected && proposed) return `~ ${time}  ${moved(expected, proposed)}`;
  if (expected) return `- ${time}  ${worded(expected)}`;
  return proposed ? `+ ${time}  ${worded(proposed)}` : time;
}

function moved(was: Expected, is: Expected): string {
  const parts: string[] = [];
  if (was.direction !== is.direction) parts.push(`${was.direction} → ${is.direction}`);
  if (!near(was.entry, is.entry)) parts.push(`entry ${was.entry} → ${is.entry}`);
  if (!near(was.stop, is.stop)) parts.push(`stop ${was.stop} → ${is.stop}`);
  if (!allNear(was.targets, is.targets))
    parts.push(`targets ${was.targets.join(", ")} → ${is.targets.join(", ")}`);
  return parts.join("; ");
}

function worded({ direction, entry, stop, targets }: Expected): string {
  return `${direction} ${entry}, stop ${stop}, targets ${targets.join(", ")}`;
}

function alike(a: Expected, b: Expected): boolean {
  return (
    a.direction === b.direction &&
    near(a.entry, b.entry) &&
    near(a.stop, b.stop) &&
    allNear(a.targets, b.targets)
  );
}

function allNear(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((each, index) => near(each, b[index] ?? Number.NaN));
}

function near(a: number, b: number): boolean {
  return Math.abs(a - b) <= TOLERANCE * Math.abs(a);
}
