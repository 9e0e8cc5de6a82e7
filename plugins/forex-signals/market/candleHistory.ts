import type { CandleHistory, PlatformContext } from "@promostack/core";
import { TIMEFRAME_MS, type Timeframe, toTimeframe } from "@promostack/core/strategy";
import { GOLD } from "../domain/knownInstruments.ts";
import { newestCandles } from "./candleStore.ts";

const BASE: Timeframe = "15min";
/** Most of a year of gold in quarters; fewer than this show little. */
const MOST = 20_000;
const FEWEST = 1_000;

/** The gold candles that this installation has stored, in a timeframe of a quarter of an hour or more. */
export async function candleHistory(
  context: Pick<PlatformContext, "platformDb">,
  timeframe: Timeframe,
): Promise<CandleHistory[]> {
  if (TIMEFRAME_MS[timeframe] < TIMEFRAME_MS[BASE]) return [];
  const quarters = await context.platformDb((trx) => newestCandles(trx, GOLD.symbol, BASE, MOST));
  if (quarters.length < FEWEST) return [];
  const candles = timeframe === BASE ? quarters : toTimeframe(quarters, BASE, timeframe);
  return [{ name: `${GOLD.symbol}, ${timeframe}`, candles }];
}
