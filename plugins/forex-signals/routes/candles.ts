import { type PlatformContext, route, type Setup } from "@promostack/core";
import { TIMEFRAME_MS, toTimeframe } from "@promostack/core/strategy";
import { type Candle, CandleQuery, Candles } from "../api.ts";
import { candlesBetween } from "../market/candleStore.ts";
import type { Market } from "../market/market.ts";
import { isSimulated } from "../market/source.ts";
import type { PlatformOf } from "./platformOf.ts";
import { withScale } from "./shownSignal.ts";

/** Most candles of one answer. */
const MOST = 3_000;

/** Candles for charts. */
export function candleRoutes(p: Setup, market: Market, platformOf: PlatformOf): void {
  p.route(
    route({
      method: "GET",
      path: "/candles",
      permission: "tenant:viewer",
      summary: "Stored candles of a symbol; the last two days where no time is given.",
      input: { query: CandleQuery, output: Candles },
      limits: { perMinute: 240 },
      async handle(context, { query }) {
        const { symbol, timeframe } = query;
        const until = query.to ? Date.parse(query.to) : context.clock.now().getTime();
        const from = query.from ? Date.parse(query.from) : until - 2 * TIMEFRAME_MS["1day"];
        const items = await chartCandles(platformOf(context), symbol, timeframe, from, until);
        const shown = withScale(
          { symbol, timeframe, items },
          await market.instruments.all(platformOf(context)),
        );
        return { ...shown, simulated: isSimulated(platformOf(context)) };
      },
    }),
  );
}

/** The last `MOST` candles that opened in [from, until]; hours are built from quarters. */
export async function chartCandles(
  context: PlatformContext,
  symbol: string,
  timeframe: "1min" | "15min" | "1h",
  from: number,
  until: number,
): Promise<Candle[]> {
  const stored = timeframe === "1h" ? "15min" : timeframe;
  const start = Math.max(from, until - MOST * TIMEFRAME_MS[timeframe]);
  const candles = await context.platformDb((trx) =>
    candlesBetween(trx, symbol, stored, new Date(start), new Date(until + 1)),
  );
  return toTimeframe(candles, stored, timeframe).map(({ time, open, high, low, close }) => ({
    time: new Date(time).toISOString(),
    open,
    high,
    low,
    close,
  }));
}
