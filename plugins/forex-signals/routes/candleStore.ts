import { Readable } from "node:stream";
import { type PlatformContext, type Reply, reply, route, type Setup } from "@promostack/core";
import { CandleExportQuery } from "../api.ts";
import { csvLines } from "../history/csvLines.ts";
import { type ExportRange, exportCandles } from "../history/exportCandles.ts";
import { importCandles } from "../history/importCandles.ts";
import { storedSeries } from "../market/candleStore.ts";
import { lookForGaps } from "../market/care.ts";
import type { Market } from "../market/market.ts";
import { ExportQuery, ImportInput, ImportResult, StoredSeriesList } from "../marketApi.ts";
import type { PlatformOf } from "./platformOf.ts";

/** An upload travels as text in one request; larger files go through the command line. */
const LARGEST_UPLOAD = 30_000_000;
const SHOWN_GAPS = 100;

/** Stored candles as files: in and out for admins, out for tenants. */
export function candleStoreRoutes(p: Setup, market: Market, platformOf: PlatformOf): void {
  p.route(
    route({
      method: "GET",
      path: "/admin/candles",
      permission: "admin",
      summary: "Every stored series with its range.",
      input: { output: StoredSeriesList },
      limits: { perMinute: 60 },
      async handle(context) {
        const series = await context.platformDb(storedSeries);
        const items = series.map((row) => ({
          ...row,
          from: row.from.toISOString(),
          to: row.to.toISOString(),
        }));
        return { items };
      },
    }),
  );
  p.route(
    route({
      method: "POST",
      path: "/admin/candles/imports",
      permission: "admin",
      summary:
        "Takes a CSV of candles into the store, or says what that would do. A file with a wrong line changes nothing.",
      input: { body: ImportInput, output: ImportResult },
      limits: { perMinute: 20, bodyBytes: LARGEST_UPLOAD, seconds: 120 },
      async handle(context, { body }) {
        const { csv, symbol, timeframe, dryRun, replace } = body;
        const instrument = await market.instruments.of(context, symbol);
        const bytes = new TextEncoder().encode(csv);
        const { gaps, ...report } = await importCandles(context.platformDb, () => csvLines(oneChunk(bytes)), {
          symbol,
          timeframe,
          calendar: await market.calendars.of(context, instrument.calendar),
          now: context.clock.now(),
          replace,
          dryRun,
          signal: context.signal,
        });
        if (!dryRun) await lookForGaps(context, market, symbol, report.timeframe);
        return {
          ...report,
          gapCount: gaps.length,
          missing: gaps.reduce((sum, { missing }) => sum + missing, 0),
          gaps: gaps.slice(-SHOWN_GAPS).map(({ from, until, missing }) => ({
            from: new Date(from).toISOString(),
            until: new Date(until).toISOString(),
            missing,
          })),
        };
      },
    }),
  );
  p.route(
    route({
      method: "GET",
      path: "/admin/candles/exports",
      permission: "admin",
      summary: "Stored candles of a symbol as CSV, in the form that an import takes.",
      input: { query: ExportQuery },
      limits: { perMinute: 20 },
      handle: async (context, { query }) => download(context, query),
    }),
  );
  p.route(
    route({
      method: "GET",
      path: "/candles/exports",
      permission: "tenant:viewer",
      summary: "Stored candles of a symbol as CSV.",
      input: { query: CandleExportQuery },
      limits: { perMinute: 10 },
      handle: async (context, { query }) => download(platformOf(context), query),
    }),
  );
}

interface Wanted {
  symbol: string;
  timeframe: ExportRange["timeframe"];
  from?: string;
  to?: string;
}

/** Streamed: a page of candles is read when the client has taken the one before. */
function download(context: PlatformContext, { symbol, timeframe, from, to }: Wanted): Reply {
  const candles = exportCandles(context.platformDb, {
    symbol,
    timeframe,
    ...(from !== undefined && { from: new Date(from) }),
    ...(to !== undefined && { to: new Date(to) }),
  });
  const name = `${symbol.replace("/", "")}_${timeframe}.csv`;
  return reply(200, Readable.from(candles, { highWaterMark: 1 }), {
    "content-type": "text/csv; charset=utf-8",
    "content-disposition": `attachment; filename="${name}"`,
  });
}

async function* oneChunk(bytes: Uint8Array): AsyncIterable<Uint8Array> {
  yield bytes;
}
