import type { Log } from "@promostack/core";
import type { Timeframe } from "@promostack/core/strategy";
import { FeedError } from "./feedError.ts";
import type { RefusedCandle } from "./twelveData.ts";

/** Candles that one log line names; the rest is counted. */
const NAMED = 10;

/** Counts candles of a series that were refused. */
export type RefusedTally = (candles: number, of: { symbol: string; timeframe: Timeframe }) => void;

/** Logs and counts the candles that an answer had to leave out; answers the problem that stands with the series, if there is one. */
export function refusedTold(
  log: Log,
  tally: RefusedTally,
  { symbol, timeframe, refused }: { symbol: string; timeframe: Timeframe; refused: readonly RefusedCandle[] },
): FeedError | undefined {
  const [first] = refused;
  if (first === undefined) return undefined;
  tally(refused.length, { symbol, timeframe });
  const candles = refused.slice(0, NAMED).map(({ time, fault }) => `${wordOf(time)}: ${fault}`);
  log.warn("Candles were refused", { symbol, timeframe, count: refused.length, candles });
  const others = refused.length - 1;
  const more = others === 0 ? "" : ` So ${others === 1 ? "was one" : `were ${others}`} more.`;
  return new FeedError(
    "malformed",
    `The candle of ${wordOf(first.time)} was refused: ${first.fault}.${more} What is missing is asked for again.`,
  );
}

function wordOf(time: number): string {
  return new Date(time).toISOString();
}
