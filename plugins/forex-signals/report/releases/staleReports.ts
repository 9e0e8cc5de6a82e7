import type { PlatformContext } from "@promostack/core";
import { TIMEFRAME_MS } from "@promostack/core/strategy";
import { NO_CANDLES } from "./releaseReport.ts";
import type { Wanted } from "./reportTasks.ts";

interface Series {
  symbol: string;
  timeframe: "15min" | "1h";
  newest: Date;
}

/**
 * Active releases whose newest report on a symbol is missing, of another Node version, or older than the last day of candles. A report that failed
 * is asked for again once a day's candles are new; one that failed before any candle was stored does not count.
 */
export async function staleReports(
  { platformDb, sandbox }: Pick<PlatformContext, "platformDb" | "sandbox">,
  node = process.versions.node,
): Promise<Wanted[]> {
  const releases = (await sandbox.strategies()).filter(({ status }) => status === "active");
  const { series, tried } = await platformDb(async (trx) => ({
    series: await trx.many<Series>(
      `select symbol, timeframe, max(time) as newest from candle where timeframe in ('15min', '1h') group by symbol, timeframe`,
    ),
    tried: await trx.many<Wanted & { until: Date }>(
      `select strategy, version, symbol, max(candles_to) as until from release_report where node = $1 group by strategy, version, symbol
       union all
       select strategy, version, symbol, max(ended_at) from report_task where state = 'failed' and error_code is distinct from $2
       group by strategy, version, symbol`,
      [node, NO_CANDLES],
    ),
  }));
  return releases.flatMap(({ id, version, timeframe }) =>
    symbolsFor(timeframe, series).flatMap(({ symbol, newest }): Wanted[] => {
      const until = tried
        .filter((each) => each.strategy === id && each.version === version && each.symbol === symbol)
        .reduce((latest, each) => Math.max(latest, each.until.getTime()), 0);
      return dayOf(newest.getTime()) > dayOf(until) ? [{ strategy: id, version, symbol }] : [];
    }),
  );
}

/** Of each symbol the series that its report would begin with. */
function symbolsFor(timeframe: keyof typeof TIMEFRAME_MS, series: readonly Series[]): Series[] {
  const usable = series.filter((each) => TIMEFRAME_MS[each.timeframe] <= TIMEFRAME_MS[timeframe]);
  const symbols = new Set(usable.map(({ symbol }) => symbol));
  return [...symbols].flatMap((symbol) => {
    const of = usable.filter((each) => each.symbol === symbol);
    return of.find((each) => each.timeframe === "15min") ?? of[0] ?? [];
  });
}

function dayOf(time: number): number {
  return Math.floor(time / TIMEFRAME_MS["1day"]);
}
