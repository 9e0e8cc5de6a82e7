import { slice, withAnotherFuture } from "./candles.ts";
import { compare, type Difference, worded } from "./comparison.ts";
import { type Finding, isoTime } from "./finding.ts";
import type { Checked } from "./subject.ts";

/** Places where the series is cut. */
const CUTS = 6;

/**
 * Truncation: the series that ends earlier must give the same candidates up to its end. Another future: where the candles
 * after a point are others, those up to the point must not change.
 */
export async function checkLookAhead(checked: Checked): Promise<Finding[]> {
  const { subject, series, whole, closeOf } = checked;
  const findings: Finding[] = [];
  for (const index of cutsOf(checked)) {
    const until = closeOf(index - 1);
    const truncated = await subject.evaluate(slice(series, 0, index));
    const [cut] = compare(whole.candidates, truncated.candidates, { until }).differences;
    if (cut) findings.push(cutFinding(cut, until));
    const other = await subject.evaluate(withAnotherFuture(series, index, index));
    const reference = series.hourly ? await subject.evaluate({ candles: series.candles }) : whole;
    const [changed] = compare(reference.candidates, other.candidates, { until }).differences;
    if (changed) findings.push(futureFinding(changed, until));
    // One cut tells the author what to mend; five more would say the same.
    if (findings.length > 0) break;
  }
  return findings;
}

/** Spread over the series, and right after candidates, where something is at stake. */
function cutsOf({ series: { candles }, whole: { candidates } }: Checked): number[] {
  const even = Array.from({ length: CUTS / 2 }, (_, index) =>
    Math.floor((candles.length * (index + 1)) / (CUTS / 2 + 1)),
  );
  const atCandidates = Array.from({ length: CUTS / 2 }, (_, index) => {
    const candidate = candidates[Math.floor((candidates.length * (index + 0.5)) / (CUTS / 2))];
    // The candle that opens at the candidate's close is the first of the future.
    return candidate ? candles.findIndex(({ time }) => time >= candidate.time) : -1;
  });
  return [...new Set([...even, ...atCandidates])].filter((index) => index > 1 && index < candles.length);
}

function cutFinding({ time, first, second }: Difference, until: number): Finding {
  return {
    check: "look-ahead",
    severity: "error",
    what: `Without the candles after ${isoTime(until)} it proposes ${worded(second)}; with them it had proposed ${worded(first)}.`,
    at: isoTime(time),
    ...LESSON,
  };
}

function futureFinding({ time, first, second }: Difference, until: number): Finding {
  return {
    check: "look-ahead",
    severity: "error",
    what: `With other candles after ${isoTime(until)} it proposes ${worded(second)} instead of ${worded(first)}: it knows the future.`,
    at: isoTime(time),
    ...LESSON,
  };
}

const LESSON = {
  why: "Live there are no later candles: the backtest shows profits that nobody can have.",
  fix: "Use only candles that had closed by then: candles.close(0) is the newest one, and nothing comes after it.",
};
