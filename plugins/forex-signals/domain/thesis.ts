import type { Direction } from "@promostack/core/strategy";
import { sideOf } from "./levels.ts";

/** How much of the reason for an entry still holds. */
export type Thesis = "intact" | "weakening" | "broken";

const MINUTE = 60_000;
const FIRST_LOOK_MS = 90 * MINUTE;
const EACH_MS = 30 * MINUTE;

/**
 * Whether a stagnant signal is to be looked at again: after 90 minutes, then every 30. Looks that were missed since the last one are
 * made up for by one.
 */
export function revalidationDue(openedAt: number, lookedAt: number | null, now: number): boolean {
  const first = openedAt + FIRST_LOOK_MS;
  if (now < first) return false;
  const newest = now - ((now - first) % EACH_MS);
  return lookedAt === null || lookedAt < newest;
}

/**
 * Compares the indicators that a strategy recorded at entry with their values now. Averages of one timeframe that stood in
 * favour and crossed break the thesis; their gap halved, momentum (RSI over 50, the MACD histogram) turned, or a trend
 * strength (ADX) down by 40 per cent weaken it. What was not in favour at entry was no reason, and what has no value now says nothing.
 */
export function judgeThesis(
  direction: Direction,
  entry: Readonly<Record<string, number>>,
  now: Readonly<Record<string, number | null>>,
): Thesis {
  const side = sideOf(direction);
  let weak = false;
  for (const [fast, slow] of averagePairs(entry)) {
    const before = gap(entry, fast, slow) * side;
    const after = gap(now, fast, slow) * side;
    if (!(before > 0) || Number.isNaN(after)) continue;
    if (after < 0) return "broken";
    if (after < before / 2) weak = true;
  }
  for (const [name, before] of Object.entries(entry)) {
    const after = now[name];
    if (after === null || after === undefined) continue;
    if (/(^|\.)rsi\(/.test(name)) weak ||= turned(before - 50, after - 50, side);
    if (/macd\(.*\)\.histogram$/.test(name)) weak ||= turned(before, after, side);
    if (/(^|\.)adx\(/.test(name)) weak ||= after < before * 0.6;
  }
  return weak ? "weakening" : "intact";
}

/** Names of averages of one timeframe, the shorter period first. */
function averagePairs(values: Readonly<Record<string, number>>): [string, string][] {
  const found = Object.keys(values).flatMap((name) => {
    const match = /^(?:(.+)\.)?ema\((\d+)\)$/.exec(name);
    return match ? [{ name, timeframe: match[1] ?? "", period: Number(match[2]) }] : [];
  });
  return found.flatMap((fast) =>
    found
      .filter((slow) => slow.timeframe === fast.timeframe && slow.period > fast.period)
      .map((slow): [string, string] => [fast.name, slow.name]),
  );
}

function gap(values: Readonly<Record<string, number | null>>, fast: string, slow: string): number {
  return (values[fast] ?? Number.NaN) - (values[slow] ?? Number.NaN);
}

function turned(before: number, after: number, side: 1 | -1): boolean {
  return before * side > 0 && after * side < 0;
}
