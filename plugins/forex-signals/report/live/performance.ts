import type { PlatformContext, TenantContext } from "@promostack/core";
import type { Candle } from "@promostack/core/strategy";
import type { Instrument } from "../../domain/instrument.ts";
import { unknownInstrument } from "../../market/instruments.ts";
import type { Report } from "../api.ts";
import { storedStretch } from "../stored/stretch.ts";
import type { TakenTrade } from "../trade.ts";
import { closedSignals, type LiveReportQuery, liveReport } from "./liveReport.ts";

/** A tenant's report with the candles that it was made over. */
export interface Performance {
  report: Report;
  candles: readonly Candle[];
}

/** Reads a tenant's closed signals and the stored quarters of an hour since the oldest of them. Raises `instrument.unknown`. */
export async function performanceOf(
  context: Pick<TenantContext, "db" | "clock">,
  platform: Pick<PlatformContext, "platformDb">,
  instruments: ReadonlyMap<string, Instrument>,
  query: LiveReportQuery,
): Promise<Performance> {
  if (query.symbol !== undefined && !instruments.has(query.symbol)) throw unknownInstrument(query.symbol);
  const trades = await context.db((trx) => closedSignals(trx, query, instruments));
  const instrument = onlyInstrument(trades);
  const candles =
    instrument === undefined ? [] : await candlesSince(platform, instrument, trades, context.clock.now());
  return { report: liveReport(trades, candles, instrument ?? null), candles };
}

/** What all of them traded; undefined for several, or none. */
function onlyInstrument(trades: readonly TakenTrade[]): Instrument | undefined {
  const [first] = trades;
  const others = trades.some(({ instrument }) => instrument.symbol !== first?.instrument.symbol);
  return others ? undefined : first?.instrument;
}

async function candlesSince(
  platform: Pick<PlatformContext, "platformDb">,
  { symbol }: Instrument,
  trades: readonly TakenTrade[],
  now: Date,
): Promise<readonly Candle[]> {
  const times = trades.flatMap(({ signal }) => [signal.openedAt, signal.closedAt ?? now.getTime()]);
  const from = new Date(times.reduce((a, b) => Math.min(a, b)));
  const until = new Date(times.reduce((a, b) => Math.max(a, b)));
  const stretch = await storedStretch(platform, symbol, { timeframe: "15min" }, { from, until });
  return stretch?.candles ?? [];
}
