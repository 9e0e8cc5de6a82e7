import { route, type Setup } from "@promostack/core";
import type { Market } from "../market/market.ts";
import { Report } from "../report/api.ts";
import { closedSignals, LiveReportQuery, liveReport } from "../report/live/liveReport.ts";
import { storedStretch } from "../report/stored/stretch.ts";
import type { PlatformOf } from "./platformOf.ts";

/** The route of a tenant's own report. */
export function performanceRoutes(p: Setup, market: Market, platformOf: PlatformOf): void {
  p.route(
    route({
      method: "GET",
      path: "/performance",
      permission: "tenant:viewer",
      summary: "The report of the tenant's own closed signals of a symbol, the newest 2,000 of the period.",
      input: { query: LiveReportQuery, output: Report },
      limits: { perMinute: 60 },
      async handle(context, { query }) {
        const platform = platformOf(context);
        const instrument = await market.instruments.of(platform, query.symbol);
        const trades = await context.db((trx) => closedSignals(trx, query, instrument));
        const oldest = trades.reduce(
          (time, { signal }) => Math.min(time, signal.openedAt),
          Number.POSITIVE_INFINITY,
        );
        const between = { from: new Date(oldest), until: context.clock.now() };
        const stretch =
          trades.length === 0
            ? undefined
            : await storedStretch(platform, query.symbol, { timeframe: "15min" }, between);
        return liveReport(trades, stretch?.candles ?? [], instrument);
      },
    }),
  );
}
