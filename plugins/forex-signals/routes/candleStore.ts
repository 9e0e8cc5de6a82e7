import { type PlatformContext, PlatformError, type Reply, reply, route, type Setup } from "@promostack/core";
import { TIMEFRAME_MS } from "@promostack/core/strategy";
import { CandleExportQuery } from "../api.ts";
import { csvLines } from "../history/csvLines.ts";
import { type ExportRange, exportCandles } from "../history/exportCandles.ts";
import { importCandles } from "../history/importCandles.ts";
import { candlesCount, storedSeries } from "../market/candleStore.ts";
import { lookForGaps } from "../market/care.ts";
import type { Market } from "../market/market.ts";
import { ExportQuery, ImportInput, ImportResult, StoredSeriesList } from "../marketApi.ts";
import type { PlatformOf } from "./platformOf.ts";

/** An upload travels as text in one request; larger files go through the command line. */
const LARGEST_UPLOAD = 30_000_000;
/** Most candles of one download. */
const MOST = 200_000;
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
      limits: { perMinute: 20, seconds: 60 },
      handle: (context, { query }) => download(context, query),
    }),
  );
  p.route(
    route({
      method: "GET",
      path: "/candles/exports",
      permission: "tenant:viewer",
      summary: "Stored candles of a symbol as CSV.",
      input: { query: CandleExportQuery },
      limits: { perMinute: 10, seconds: 60 },
      handle: (context, { query }) => download(platformOf(context), query),
    }),
  );
}

interface Wanted {
  symbol: string;
  timeframe: ExportRange["timeframe"];
  from?: string;
  to?: string;
}

async function download(context: PlatformContext, { symbol, timeframe, from, to }: Wanted): Promise<Reply> {
  const range = {
    symbol,
    timeframe,
    ...(from !== undefined && { from: new Date(from) }),
    ...(to !== undefined && { to: new Date(to) }),
  };
  const count = await context.platformDb((trx) => candlesCount(trx, symbol, timeframe, range.from, range.to));
  if (count > MOST) throw tooMany(count, timeframe);
  let text = "";
  for await (const piece of exportCandles(context.platformDb, range)) text += piece;
  const name = `${symbol.replace("/", "")}_${timeframe}.csv`;
  return reply(200, text, {
    "content-type": "text/csv; charset=utf-8",
    "content-disposition": `attachment; filename="${name}"`,
  });
}

function tooMany(count: number, timeframe: ExportRange["timeframe"]): PlatformError {
  const days = Math.floor((MOST * TIMEFRAME_MS[timeframe]) / TIMEFRAME_MS["1day"]);
  return new PlatformError(`These are ${count} candles; one download holds ${MOST}.`, {
    code: "candles.too_many",
    status: 413,
    hint: `Choose a range of at most ${days} days, or use npx promostack candles export, which has no limit.`,
  });
}

async function* oneChunk(bytes: Uint8Array): AsyncIterable<Uint8Array> {
  yield bytes;
}
