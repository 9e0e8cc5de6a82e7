import type { TimedCandidate } from "../sandbox.ts";

/** Prices that differ by less than this part of themselves count as equal: $0.02 at $2,000. */
export const TOLERANCE = 1e-5;

/** Where two evaluations of the same closes disagree. */
export interface Difference {
  time: number;
  /** The candidate of the first evaluation, of the second. */
  first: TimedCandidate | undefined;
  second: TimedCandidate | undefined;
}

export interface Comparison {
  /** Closes at which at least one of the two proposed something. */
  compared: number;
  differences: Difference[];
}

/** Compares candidates whose close lies from `from` to `until`, both included. `exact` allows no tolerance and reads every field. */
export function compare(
  first: readonly TimedCandidate[],
  second: readonly TimedCandidate[],
  { from = -Infinity, until = Infinity, exact = false } = {},
): Comparison {
  const within = ({ time }: TimedCandidate) => time >= from && time <= until;
  const ofFirst = new Map(first.filter(within).map((each) => [each.time, each]));
  const ofSecond = new Map(second.filter(within).map((each) => [each.time, each]));
  const times = [...new Set([...ofFirst.keys(), ...ofSecond.keys()])].sort((a, b) => a - b);
  const equal = exact ? identical : alike;
  const differences = times.flatMap((time): Difference[] => {
    const [a, b] = [ofFirst.get(time), ofSecond.get(time)];
    return a !== undefined && b !== undefined && equal(a, b) ? [] : [{ time, first: a, second: b }];
  });
  return { compared: times.length, differences };
}

/** `BUY 2012.30 stop 2009.10 targets 2015.50, 2018.70`, or `nothing`. */
export function worded(candidate: TimedCandidate | undefined): string {
  if (candidate === undefined) return "nothing";
  const { direction, entry, stop, targets } = candidate;
  const price = (value: number) => value.toFixed(value < 20 ? 5 : 2);
  const levels = `stop ${price(stop)} target${targets.length > 1 ? "s" : ""} ${targets.map(price).join(", ")}`;
  return `${direction.toUpperCase()} ${price(entry)} ${levels}`;
}

function alike(a: TimedCandidate, b: TimedCandidate): boolean {
  return (
    a.direction === b.direction &&
    near(a.entry, b.entry) &&
    near(a.stop, b.stop) &&
    a.targets.length === b.targets.length &&
    a.targets.every((target, index) => near(target, b.targets[index] ?? Number.NaN)) &&
    JSON.stringify(a.fractions) === JSON.stringify(b.fractions)
  );
}

function near(a: number, b: number): boolean {
  return Math.abs(a - b) <= TOLERANCE * Math.abs(a);
}

function identical(a: TimedCandidate, b: TimedCandidate): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
