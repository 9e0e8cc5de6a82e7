import type { PlatformContext, StrategyReport } from "@promostack/core";
import { countText, rText } from "../format.ts";
import { newestReports } from "./reportRows.ts";

/** The platform's reports for the admin's page of a strategy: each as its file, with the figures that decide in its title. */
export async function strategyReports({ platformDb }: PlatformContext): Promise<StrategyReport[]> {
  const reports = await platformDb((trx) => newestReports(trx, {}));
  return reports.map(({ id, strategy, version, symbol, timeframe, trades, totalR, expectancyR, madeAt }) => ({
    strategy,
    version,
    title: `${symbol}, ${timeframe}: ${countText(trades)} ${trades === 1 ? "trade" : "trades"}, ${rText(totalR)}, expectancy ${rText(expectancyR)}`,
    href: `/api/p/forex-signals/reports/${id}/page`,
    madeAt,
  }));
}
