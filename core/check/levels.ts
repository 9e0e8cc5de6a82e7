import type { TimedCandidate } from "../sandbox.ts";
import type { Candle } from "../strategy/candle.ts";
import { worded } from "./comparison.ts";
import { type Finding, isoTime } from "./finding.ts";
import type { Checked } from "./subject.ts";

/** Part of the risk by which an entry may be better than the close: rounding, not profit. */
const FREE = 0.02;

/** Prices that make sense: an entry that can be had at the close, a stop behind it, targets ahead in order, fractions that total 1. */
export function checkLevels({ series, whole: { candidates }, closeOf }: Checked): Finding[] {
  const byClose = new Map(series.candles.map((candle, index) => [closeOf(index), candle]));
  return RULES.flatMap(({ broken, what, ...lesson }): Finding[] => {
    const bad = candidates.filter((each) => broken(each, byClose.get(each.time)));
    const [first] = bad;
    if (first === undefined) return [];
    return [
      {
        check: "levels",
        severity: "error",
        what: `${what}: ${worded(first)}${closing(byClose.get(first.time))}; ${bad.length} of ${candidates.length} candidates.`,
        at: isoTime(first.time),
        ...lesson,
      },
    ];
  });
}

const side = ({ direction }: TimedCandidate) => (direction === "buy" ? 1 : -1);

const RULES: {
  broken(candidate: TimedCandidate, candle: Candle | undefined): boolean;
  what: string;
  why: string;
  fix: string;
}[] = [
  {
    broken: (each) => (each.entry - each.stop) * side(each) <= 0,
    what: "The stop is not behind the entry",
    why: "Such a candidate is refused: it has no risk to measure a result by.",
    fix: "A buy has its stop below the entry, a sell above it.",
  },
  {
    broken: (each) => {
      const distances = each.targets.map((target) => (target - each.entry) * side(each));
      return distances.some((distance, index) => distance <= (distances[index - 1] ?? 0));
    },
    what: "A target is not beyond the one before it",
    why: "Such a candidate is refused.",
    fix: "Name targets nearest first, each farther from the entry than the one before.",
  },
  {
    broken: ({ fractions, targets }) =>
      fractions !== undefined &&
      (fractions.length !== targets.length ||
        Math.abs(fractions.reduce((total, each) => total + each, 0) - 1) > 1e-6),
    what: "The fractions do not total 1, one for each target",
    why: "The last target takes whatever is left, which is not what was written.",
    fix: "Give as many fractions as targets, and let them total 1.",
  },
  {
    broken: (each, candle) =>
      candle !== undefined &&
      (candle.close - each.entry) * side(each) > FREE * Math.abs(each.entry - each.stop) + 1e-9,
    what: "The entry is better than the price that can be had",
    why: "A signal opens at the close of its candle. An entry at an earlier price books a profit that nobody can have.",
    fix: "Write entry: candles.close(0).",
  },
];

function closing(candle: Candle | undefined): string {
  return candle ? ` at a close of ${candle.close}` : "";
}
