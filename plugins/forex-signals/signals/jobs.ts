import type { JobRun, PlatformContext } from "@promostack/core";
import { TIMEFRAME_MS, type Timeframe } from "@promostack/core/strategy";
import { careForMarket } from "../market/care.ts";
import type { Market } from "../market/market.ts";
import { isSimulated } from "../market/source.ts";
import { checkSignals } from "./check.ts";
import { followPositions } from "./follow.ts";

/** A candle that the feed had not yet at its close is looked for again this long. */
const LATE_FROM_MS = 60_000;
const LATE_UNTIL_MS = 5 * 60_000;

/** A market's candle is final some seconds after it closed; what was read before would be kept as it was. */
const SETTLING_MS = 5_000;

/** The check of a timeframe: a window's own close; after downtime, the newest close there is now, once. */
export function signalCheck(market: Market, timeframe: Timeframe) {
  return async (context: PlatformContext, run: JobRun): Promise<void> => {
    await settled(context);
    const at = run.caughtUp ? context.clock.now() : run.at;
    await checkSignals(context, market, timeframe, at.getTime());
  };
}

/** At weekends, for symbols that trade then and tenants who want their signals: both timeframes. */
export function weekendCheck(market: Market) {
  return async (context: PlatformContext, run: JobRun): Promise<void> => {
    for (const timeframe of ["15min", "1h"] as const) await signalCheck(market, timeframe)(context, run);
  };
}

/** Every few minutes: gaps are found and filled, and the count of credits is compared. */
export function marketCare(market: Market) {
  return (context: PlatformContext): Promise<void> => careForMarket(context, market);
}

/** Each minute: every open signal over all candles since the last look, and a second look for a candle that came late. */
export function monitor(market: Market) {
  return async (context: PlatformContext): Promise<void> => {
    await settled(context);
    const now = context.clock.now().getTime();
    await followPositions(context, market, now);
    for (const timeframe of ["15min", "1h"] as const) {
      const late = now % TIMEFRAME_MS[timeframe];
      if (late >= LATE_FROM_MS && late < LATE_UNTIL_MS) await checkSignals(context, market, timeframe, now);
    }
  };
}

/** Stand-ins have no late ticks, and their clock may stand still. */
async function settled({ clock, signal, config }: PlatformContext): Promise<void> {
  const late = clock.now().getTime() % TIMEFRAME_MS["1min"];
  if (!isSimulated({ config }) && late < SETTLING_MS) await clock.sleep(SETTLING_MS - late, signal);
}
