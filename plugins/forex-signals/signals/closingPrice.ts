import type { PlatformContext } from "@promostack/core";
import { TIMEFRAME_MS } from "@promostack/core/strategy";
import { newestCandles } from "../market/candleStore.ts";
import { FeedError } from "../market/feedError.ts";
import type { Market } from "../market/market.ts";
import { feedUnavailable } from "../market/source.ts";
import { freshPrice } from "../market/stream/streamStore.ts";
import type { SeenPrice } from "./closing.ts";

/** A streamed price older than this is not the market's of now. */
const LIVE_MS = 10_000;
/** A minute's candle is, for so long after its close; the feed may have it a minute late. */
const MINUTE_FRESH_MS = 2 * 60_000;
/** A price without a time is believed where the feed's candles are no older than this. */
const FEED_FRESH_MS = 20 * 60_000;

/**
 * What a signal can be closed at now: the streamed price, else the close of the minute's candle, else the price that the feed gives for a credit.
 * Raises `feed.*` where none of them is of now.
 */
export async function closingPrice(
  context: PlatformContext,
  market: Market,
  symbol: string,
): Promise<SeenPrice> {
  const instrument = await market.instruments.of(context, symbol);
  const now = context.clock.now().getTime();
  const streamed = await context.platformDb((trx) => freshPrice(trx, symbol, now, LIVE_MS));
  if (streamed !== undefined) return { instrument, price: streamed.price, time: streamed.time };
  const { problem } = await market.hub.refresh(context, symbol, "1min", { from: now - FEED_FRESH_MS });
  const minute = await newestClose(context, symbol, "1min", now);
  if (minute !== undefined && now - minute.time <= MINUTE_FRESH_MS) return { instrument, ...minute };
  await market.hub.refresh(context, symbol, "15min");
  const quarter = await newestClose(context, symbol, "15min", now);
  const seen = Math.max(minute?.time ?? 0, quarter?.time ?? 0);
  if (now - seen > FEED_FRESH_MS)
    throw feedUnavailable(problem ?? new FeedError("unavailable", "the newest candle is too old"));
  try {
    return { instrument, price: await market.hub.price(context, symbol), time: now };
  } catch (error) {
    throw error instanceof FeedError ? feedUnavailable(error) : error;
  }
}

async function newestClose(
  context: PlatformContext,
  symbol: string,
  timeframe: "1min" | "15min",
  now: number,
): Promise<{ price: number; time: number } | undefined> {
  const [candle] = await context.platformDb((trx) => newestCandles(trx, symbol, timeframe, 1));
  if (candle === undefined) return undefined;
  const time = candle.time + TIMEFRAME_MS[timeframe];
  return time <= now ? { price: candle.close, time } : undefined;
}
