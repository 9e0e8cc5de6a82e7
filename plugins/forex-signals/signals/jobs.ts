import type { JobRun, PlatformContext } from "@promostack/core";
import { TIMEFRAME_MS, type Timeframe } from "@promostack/core/strategy";
import type { Market } from "../market/market.ts";
import { checkSignals } from "./check.ts";
import { followPositions } from "./follow.ts";

/** A candle that the feed had not yet at its close is looked for again this long. */
const LATE_FROM_MS = 60_000;
const LATE_UNTIL_MS = 5 * 60_000;

/** The check of a timeframe: a window's own close; after downtime, the newest close there is now, once. */
export function signalCheck(market: Market, timeframe: Timeframe) {
  return async (context: PlatformContext, run: JobRun): Promise<void> => {
    const at = run.caughtUp ? context.clock.now() : run.at;
    await checkSignals(context, market, timeframe, at.getTime());
  };
}

/** Each minute: every open signal over all candles since the last look, and a second look for a candle that came late. */
export function monitor(market: Market) {
  return async (context: PlatformContext): Promise<void> => {
    const now = context.clock.now().getTime();
    await followPositions(context, market, now);
    for (const timeframe of ["15min", "1h"] as const) {
      const late = now % TIMEFRAME_MS[timeframe];
      if (late >= LATE_FROM_MS && late < LATE_UNTIL_MS) await checkSignals(context, market, timeframe, now);
    }
  };
}
