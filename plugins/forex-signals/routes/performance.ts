import {
  PlatformError,
  type Reply,
  reply,
  route,
  type Setup,
  type TenantContext,
  Type,
} from "@promostack/core";
import type { Market } from "../market/market.ts";
import { Report } from "../report/api.ts";
import { ReportChoices, reportChoices } from "../report/live/choices.ts";
import { Comparison } from "../report/live/comparison.ts";
import { liveComparison, livedWith } from "../report/live/liveComparison.ts";
import { closedSignals, LiveReportQuery } from "../report/live/liveReport.ts";
import { performanceOf } from "../report/live/performance.ts";
import { listedTrades } from "../report/report.ts";
import { tradeCsv } from "../report/tradeCsv.ts";
import { choicesOf } from "../signals/choices.ts";
import { forexSettings } from "../signals/settings.ts";
import type { PlatformOf } from "./platformOf.ts";
import { pageReply } from "./reports.ts";

const ExportQuery = Type.Composite([
  LiveReportQuery,
  Type.Object({ format: Type.Union([Type.Literal("html"), Type.Literal("json"), Type.Literal("csv")]) }),
]);
/** Of one CSV. */
const MOST_ROWS = 20_000;

/** Routes of a tenant's own report. */
export function performanceRoutes(p: Setup, market: Market, platformOf: PlatformOf): void {
  const performance = async (context: TenantContext, query: LiveReportQuery) => {
    const platform = platformOf(context);
    return performanceOf(context, platform, await market.instruments.all(platform), query);
  };
  p.route(
    route({
      method: "GET",
      path: "/performance",
      permission: "tenant:viewer",
      summary: "The report of the tenant's own closed signals, the newest 2,000 that opened in the period.",
      input: { query: LiveReportQuery, output: Report },
      limits: { perMinute: 60 },
      handle: async (context, { query }) => (await performance(context, query)).report,
    }),
  );
  p.route(
    route({
      method: "GET",
      path: "/performance/choices",
      permission: "tenant:viewer",
      summary: "Symbols and strategies of the tenant's closed signals: what the report can be narrowed to.",
      input: { output: ReportChoices },
      limits: { perMinute: 240 },
      handle: (context) => context.db(reportChoices),
    }),
  );
  p.route(
    route({
      method: "GET",
      path: "/performance/exports",
      permission: "tenant:viewer",
      summary:
        "The same report as a file: one HTML page that needs nothing else, JSON, or its trades as CSV (the newest 20,000).",
      input: { query: ExportQuery },
      limits: { perMinute: 20, seconds: 60 },
      async handle(context, { query: { format, ...query } }) {
        const name = fileName(query, context.clock.now());
        if (format === "csv") {
          const instruments = await market.instruments.all(platformOf(context));
          const trades = await context.db((trx) => closedSignals(trx, query, instruments, MOST_ROWS));
          return file(`${name}.csv`, "text/csv; charset=utf-8", tradeCsv(listedTrades(trades)));
        }
        const { report, candles } = await performance(context, query);
        if (format === "json")
          return file(`${name}.json`, "application/json; charset=utf-8", JSON.stringify(report));
        return pageReply(report, candles, titleOf(query), madeBy(context.clock.now()), name);
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

function file(name: string, type: string, body: string): Reply {
  return reply(200, body, {
    "content-type": type,
    "content-disposition": `attachment; filename="${name}"`,
  });
}

function titleOf({ symbol, strategy }: LiveReportQuery): string {
  const narrowed = [symbol, strategy].filter((each) => each !== undefined);
  return ["Own signals", ...narrowed].join(", ");
}

function madeBy(now: Date): string {
  return `Of the channel's own signals, made ${now.toISOString().slice(0, 16).replace("T", " ")} UTC. Losses and time-outs are in it like wins.`;
}

/** `performance-XAUUSD-2024-05-31`. */
function fileName({ symbol, strategy }: LiveReportQuery, now: Date): string {
  const parts = ["performance", symbol, strategy, now.toISOString().slice(0, 10)];
  return parts.flatMap((part) => part?.replace(/[^\w.-]+/g, "") || []).join("-");
}
