import { PlatformError, route, type Setup, Type } from "@promostack/core";
import type { Market } from "../market/market.ts";
import { Report } from "../report/api.ts";
import { Comparison } from "../report/live/comparison.ts";
import { liveComparison, livedWith } from "../report/live/liveComparison.ts";
import { closedSignals, LiveReportQuery, liveReport } from "../report/live/liveReport.ts";
import { storedStretch } from "../report/stored/stretch.ts";
import { choicesOf } from "../signals/choices.ts";
import { forexSettings } from "../signals/settings.ts";
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
  p.route(
    route({
      method: "GET",
      path: "/performance/comparison",
      permission: "tenant:viewer",
      summary:
        "Live signals of the tenant's present choice beside the backtest of the same weeks: what both have, what one lacks and why.",
      input: {
        query: Type.Object({
          symbol: Type.Optional(
            Type.String({ maxLength: 40, description: "The first where none is named." }),
          ),
          weeks: Type.Integer({ minimum: 1, maximum: 52, default: 12 }),
        }),
        output: Comparison,
      },
      limits: { perMinute: 12, seconds: 60 },
      async handle(context, { query }) {
        const platform = platformOf(context);
        const instruments = await market.instruments.all(platform);
        const choices = await choicesOf(platform, forexSettings(context.settings), instruments);
        const choice = choices.find(
          ({ instrument }) => query.symbol === undefined || instrument.symbol === query.symbol,
        );
        const lived =
          choice && (await context.db((trx) => livedWith(trx, choice.id, context.clock.now(), query.weeks)));
        const comparison = choice && lived && (await liveComparison(platform, choice, lived));
        if (comparison) return comparison;
        throw new PlatformError("There is nothing to compare yet.", {
          code: "comparison.nothing",
          status: 404,
          hint: "It appears once your strategy has proposed its first signal with the parameters of today.",
        });
      },
    }),
  );
}
