import { TIMEFRAME_MS } from "../strategy/candle.ts";
import { slice } from "./candles.ts";
import { compare, type Difference, TOLERANCE, worded } from "./comparison.ts";
import { type Finding, isoTime } from "./finding.ts";
import type { Checked, CheckSubject } from "./subject.ts";

/** The platform loads at least so many times the declared warm-up. */
const LOADED = 5;
/** Fewer candles than so many histories leave nothing longer to compare with. */
const LEAST_LONGER = 1.25;
/** Short histories that are tried, and closes that each looks at. */
const WINDOWS = 40;
const CLOSES = 48;
/** What agrees only with more than so many times the history has a memory. */
const MOST = 16;
/** So many times the history rule a short warm-up out. */
const ENOUGH = 4;
/** Windows that are looked at again with more history, to tell a short warm-up from a memory. */
const RETRIED = 8;
/** Candles dropped at the beginning of a long history: no number is a multiple of another. */
const DROPPED = [1, 7, 101];
/** Up to this part of the closes an indicator on the edge may tip over. */
const EDGE = 0.005;

/** Candles of the strategy's own timeframe that the platform has before it evaluates. */
export function loadedHistory({ description }: CheckSubject): number {
  const { timeframe, warmUp, higherTimeframes } = description;
  const needs = higherTimeframes.map(
    (each) => (each.warmUp * TIMEFRAME_MS[each.timeframe]) / TIMEFRAME_MS[timeframe],
  );
  return Math.max(1, Math.ceil(LOADED * Math.max(warmUp, ...needs)));
}

/** Fewest candles that the check can say something about. */
export function recursionNeeds(subject: CheckSubject): number {
  return Math.ceil(LEAST_LONGER * loadedHistory(subject)) + 2 * CLOSES;
}

/**
 * Longer history must not change candidates: what it proposes with the history that its warm-up asks for must be what it
 * proposes with all there is, and a history that begins a little later must end in the same candidates.
 */
export async function checkRecursion(checked: Checked): Promise<{ findings: Finding[]; compared: number }> {
  const { subject, series, whole, closeOf } = checked;
  const history = loadedHistory(subject);
  let compared = 0;
  const differences: (Difference & { index: number })[] = [];
  const look = async (from: number, first: number, until: number) => {
    const part = await subject.evaluate(slice(series, from, until));
    const found = compare(whole.candidates, part.candidates, {
      from: closeOf(first),
      until: closeOf(until - 1),
    });
    compared += found.compared;
    differences.push(...found.differences.map((each) => ({ ...each, index: first })));
  };
  for (const first of windowsOf(checked, history))
    await look(first - history, first, Math.min(first + CLOSES, series.candles.length));
  const inWindows = [...differences];
  for (const from of DROPPED) {
    const first = from + history;
    await look(from, first, series.candles.length);
  }
  const [worst] = differences;
  if (worst === undefined) return { findings: [], compared };
  const mended = await agreement(checked, inWindows, history);
  const severity = differences.length / compared > EDGE ? "error" : "warning";
  return {
    findings: [finding(subject, worst, { count: differences.length, compared, history, mended, severity })],
    compared,
  };
}

/** Indices of first closes: spread over the series, and shortly before candidates. */
function windowsOf({ series: { candles }, whole: { candidates } }: Checked, history: number): number[] {
  const first = Math.min(2 * history, candles.length - 2 * CLOSES);
  const room = candles.length - CLOSES - first;
  const even = Array.from(
    { length: WINDOWS / 2 },
    (_, index) => first + Math.floor((room * (index + 0.5)) / (WINDOWS / 2)),
  );
  const firstTime = candles[first]?.time ?? Infinity;
  const late = candidates.filter(({ time }) => time > firstTime);
  const indexOf = new Map(candles.map(({ time }, index) => [time, index]));
  const atCandidates = Array.from({ length: WINDOWS / 2 }, (_, index) => {
    const candidate = late[Math.floor((late.length * (index + 0.5)) / (WINDOWS / 2))];
    return candidate === undefined ? -1 : (indexOf.get(candidate.time) ?? -1) - 2;
  });
  return [...new Set([...even, ...atCandidates])].filter((index) => index >= history);
}

/** How many times the history must be as long until the windows agree, and how many times was tried. */
async function agreement(
  { subject, series, whole, closeOf }: Checked,
  differences: readonly (Difference & { index: number })[],
  history: number,
): Promise<{ agrees?: number; tried: number }> {
  // The latest windows have the most history before them.
  const firsts = [...new Set(differences.map(({ index }) => index))].sort((a, b) => b - a).slice(0, RETRIED);
  let tried = 1;
  for (let times = 2; times <= MOST && firsts.some((first) => first >= times * history); times *= 2) {
    tried = times;
    let differs = 0;
    for (const first of firsts.filter((each) => each >= times * history)) {
      const last = Math.min(first + CLOSES, series.candles.length);
      const part = await subject.evaluate(slice(series, first - times * history, last));
      const range = { from: closeOf(first), until: closeOf(last - 1) };
      differs += compare(whole.candidates, part.candidates, range).differences.length;
    }
    if (differs === 0) return { agrees: times, tried };
  }
  return { tried };
}

interface Measure {
  count: number;
  compared: number;
  history: number;
  mended: { agrees?: number; tried: number };
  severity: Finding["severity"];
}

function finding(subject: CheckSubject, { time, first, second }: Difference, measure: Measure): Finding {
  const { count, compared, history, mended, severity } = measure;
  const { warmUp, higherTimeframes } = subject.description;
  const declared = [
    `warmUp ${warmUp}`,
    ...higherTimeframes.map((each) => `${each.timeframe} ${each.warmUp}`),
  ].join(", ");
  return {
    check: "recursion",
    severity,
    what:
      `With ${history} candles of history (${LOADED} times its ${declared}) it proposes ${worded(second)}; with a longer one ` +
      `${worded(first)}. ${count} of ${compared} closes differ by more than ${TOLERANCE * 100} % of the price.`,
    at: isoTime(time),
    why: "Live it is evaluated on another length of history than in a long backtest, so members would get other signals.",
    fix: remedy(subject, mended),
  };
}

function remedy({ description }: CheckSubject, { agrees, tried }: Measure["mended"]): string {
  const { warmUp, higherTimeframes } = description;
  if (agrees !== undefined) {
    const which =
      higherTimeframes.length > 0
        ? "of the timeframe whose indicator is the slowest"
        : `(warmUp: ${warmUp * agrees})`;
    return `With ${agrees} times the history it agrees: declare ${agrees} times the warm-up ${which}.`;
  }
  if (tried < ENOUGH) return `Declare a longer warm-up, or look for a memory: ${MEMORY}`;
  return `${tried} times the history do not mend it, so it remembers something from earlier calls or reads candles.length: ${MEMORY}`;
}

const MEMORY = "keep no variable outside evaluate that changes, and read what you need from the candles.";
