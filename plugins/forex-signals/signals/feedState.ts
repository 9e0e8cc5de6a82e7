import type { PlatformContext } from "@promostack/core";
import { TIMEFRAME_MS } from "@promostack/core/strategy";
import type { Feed } from "../api.ts";
import { readBudget } from "../market/budget.ts";
import { isSimulated } from "../market/source.ts";

const MINUTE = 60_000;
/** How late the newest candle may be before the feed counts as stale. */
const GRACE_MS = 5 * MINUTE;

type FeedRow = {
  fetchedAt: Date | null;
  errorCode: string | null;
  errorMessage: string | null;
  errorAt: Date | null;
};
type NewestRow = { timeframe: "1min" | "15min"; time: Date; close: number };

/** How the feed of a symbol stands, but for what concerns one tenant. */
export async function feedOf(
  context: PlatformContext,
  symbol: string,
): Promise<Omit<Feed, "lastCheck" | "pausedUntil" | "digits" | "pip">> {
  const now = context.clock.now();
  const { newest, feed, budget } = await context.platformDb(async (trx) => ({
    newest: await trx.one<NewestRow>(
      `select timeframe, time, close::float8 as close from candle where symbol = $1 and timeframe in ('1min', '15min')
       order by time + case timeframe when '1min' then interval '1 minute' else interval '15 minutes' end desc, timeframe limit 1`,
      [symbol],
    ),
    feed: await trx.one<FeedRow>(
      `select max(fetched_at) as "fetchedAt", (array_agg(error_code order by error_at desc nulls last))[1] as "errorCode",
         (array_agg(error_message order by error_at desc nulls last))[1] as "errorMessage", max(error_at) as "errorAt"
       from feed where symbol = $1`,
      [symbol],
    ),
    budget: await readBudget(trx),
  }));
  const closeTime = newest && newest.time.getTime() + TIMEFRAME_MS[newest.timeframe];
  const error = feed?.errorCode && feed.errorAt ? feed : undefined;
  return {
    symbol,
    ...stateOf(now, closeTime, error?.errorCode ?? undefined),
    simulated: isSimulated(context),
    price: newest?.close ?? null,
    newest:
      newest && closeTime !== undefined
        ? {
            timeframe: newest.timeframe,
            time: newest.time.toISOString(),
            closeTime: new Date(closeTime).toISOString(),
          }
        : null,
    fetchedAt: feed?.fetchedAt?.toISOString() ?? null,
    error:
      error?.errorCode && error.errorAt
        ? {
            code: `feed.${error.errorCode}`,
            message: error.errorMessage ?? "",
            at: error.errorAt.toISOString(),
          }
        : null,
    credits: {
      used: budget.used,
      remaining: budget.remaining,
      seenAt: budget.seenAt?.toISOString() ?? null,
      blockedUntil:
        budget.blockedUntil && budget.blockedUntil > now ? budget.blockedUntil.toISOString() : null,
      reason: budget.blockedUntil && budget.blockedUntil > now ? budget.reason : null,
    },
  };
}

function stateOf(
  now: Date,
  closeTime: number | undefined,
  problem: string | undefined,
): Pick<Feed, "state" | "detail"> {
  if (problem === "not-configured")
    return { state: "not-configured", detail: "The installation has no key for market data." };
  if (closeTime === undefined) return { state: "empty", detail: "No candle has been read yet." };
  const late = now.getTime() - closeTime;
  const minutes = Math.round(late / MINUTE);
  if (late <= TIMEFRAME_MS["15min"] + GRACE_MS)
    return { state: "live", detail: `The newest candle closed ${minutes} min ago.` };
  if (isClosed(now)) return { state: "closed", detail: "The market is closed." };
  return { state: "stale", detail: `No new candle for ${minutes} min: no signals until the feed is back.` };
}

/** Metals and currencies rest from Friday 22:00 to Sunday 22:00 UTC, and for about an hour each night. */
function isClosed(now: Date): boolean {
  const day = now.getUTCDay();
  const hour = now.getUTCHours();
  if (day === 6 || (day === 5 && hour >= 21) || (day === 0 && hour < 23)) return true;
  return hour >= 21 && hour < 23;
}
