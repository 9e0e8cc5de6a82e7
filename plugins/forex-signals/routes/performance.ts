import { type Reply, reply, route, type Setup, type TenantContext, Type } from "@promostack/core";
import type { Market } from "../market/market.ts";
import { Report } from "../report/api.ts";
import { ReportChoices, reportChoices } from "../report/live/choices.ts";
import { ComparisonState } from "../report/live/comparison.ts";
import type { ComparisonDesk } from "../report/live/comparisonDesk.ts";
import { askForComparison, NOTHING, questionOf } from "../report/live/comparisonRows.ts";
import { basisOf, livedSpan } from "../report/live/lived.ts";
import { closedSignals, LiveReportQuery } from "../report/live/liveReport.ts";
import { performanceOf } from "../report/live/performance.ts";
import { listedTrades } from "../report/report.ts";
import { tradeCsv } from "../report/tradeCsv.ts";
import type { PlatformOf } from "./platformOf.ts";
import { pageReply } from "./reports.ts";

const ExportQuery = Type.Composite([
  LiveReportQuery,
  Type.Object({ format: Type.Union([Type.Literal("html"), Type.Literal("json"), Type.Literal("csv")]) }),
]);
/** Of one CSV. */
const MOST_ROWS = 20_000;

/** Routes of a tenant's own report. */
export function performanceRoutes(
  p: Setup,
  market: Market,
  platformOf: PlatformOf,
  deskOf: (at: Parameters<PlatformOf>[0]) => Pick<ComparisonDesk, "look">,
): void {
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
        "Live signals beside the backtest of what the tenant had chosen, by the rules of each week. Made in the background: 202 while a newer one is on its way, and kept until another signal closes. Twelve weeks where no beginning is named.",
      input: { query: LiveReportQuery, output: ComparisonState },
      limits: { perMinute: 240 },
      async handle(context, { query }) {
        const { tenantId } = context;
        const now = context.clock.now();
        const state = await context.db(async (trx) => {
          if ((await livedSpan(trx, query, now)) === undefined) return NOTHING;
          const task = { tenantId, question: questionOf(query), basis: await basisOf(trx) };
          return askForComparison(trx, task, now);
        });
        const underWay = state.state === "waiting" || state.state === "running";
        if (underWay) deskOf(context).look();
        return underWay ? reply(202, state) : state;
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
