import type { Log } from "@promostack/core";
import { TIMEFRAME_MS, type Timeframe } from "@promostack/core/strategy";
import { gapsOf } from "../calendar/gaps.ts";
import { readBudget, recordUsage, reserve } from "./budget.ts";
import { FeedError } from "./feedError.ts";
import { dueGaps, keepGaps, markAsked, storedTimes } from "./gapStore.ts";
import type { Market } from "./market.ts";
import { type MarketSource, twelveDataOf } from "./source.ts";
import { forgetUses } from "./usage.ts";

const DAY_MS = 86_400_000;
/** Gaps further back concern no strategy's warm-up, and plans have no minutes of years. */
const LOOK_BACK_MS = 30 * DAY_MS;
/** What credits were spent on is shown for a month. */
const USES_KEPT_MS = 32 * DAY_MS;
/** Requests of one run; the next one is minutes away. */
const MOST_FILLS = 5;
/** The provider's own count is asked for so often, since it costs a credit. */
const USAGE_EACH_MS = 30 * 60_000;

/** Looks after the stored series: finds gaps, fills them within the budget, and compares the count of credits. */
export async function careForMarket(source: MarketSource, market: Market): Promise<void> {
  for (const { symbol, timeframe } of await seriesOf(source))
    await lookForGaps(source, market, symbol, timeframe);
  await fillGaps(source, market);
  await compareUsage(source);
  const old = new Date(source.clock.now().getTime() - USES_KEPT_MS);
  await source.platformDb((trx) => forgetUses(trx, old));
}

/** Series that checks read; what was only imported is complete or not, as its file was. */
function seriesOf(source: MarketSource): Promise<{ symbol: string; timeframe: Timeframe }[]> {
  return source.platformDb((trx) =>
    trx.many(
      "select symbol, timeframe from feed where timeframe = '15min' and fetched_at is not null order by symbol",
    ),
  );
}

/** Compares the stored candles of the last weeks with the trading calendar. */
export async function lookForGaps(
  source: MarketSource,
  market: Market,
  symbol: string,
  timeframe: Timeframe,
): Promise<void> {
  const instrument = (await market.instruments.all(source)).get(symbol);
  if (instrument === undefined) return;
  const calendar = await market.calendars.of(source, instrument.calendar);
  const now = source.clock.now();
  await source.platformDb(async (trx) => {
    const times = await storedTimes(trx, symbol, timeframe, new Date(now.getTime() - LOOK_BACK_MS), now);
    const [first, last] = [times[0], times.at(-1)];
    if (first === undefined || last === undefined) return;
    // What comes after the newest candle is no gap but a feed that is late.
    const gaps = gapsOf(times, calendar, TIMEFRAME_MS[timeframe], first, last);
    const stretch = { symbol, timeframe, from: new Date(first), until: new Date(last) };
    await keepGaps(trx, stretch, gaps, now);
  });
}

/** Asks for the newest gaps first, one request each, as long as the budget lets history pass. */
async function fillGaps(source: MarketSource, market: Market): Promise<void> {
  const now = source.clock.now();
  for (const gap of await source.platformDb((trx) => dueGaps(trx, now, MOST_FILLS))) {
    source.signal.throwIfAborted();
    const { symbol, timeframe } = gap;
    const stretch = { symbol, timeframe, from: gap.from.getTime(), until: gap.until.getTime() };
    const { added, problem } = await market.hub.fill(source, { ...stretch, purpose: "gap" });
    if (problem !== undefined) return logged(source.log, problem);
    await source.platformDb((trx) => markAsked(trx, gap, now));
    if (added > 0) await lookForGaps(source, market, symbol, timeframe);
  }
}

function logged(log: Log, problem: FeedError): void {
  log.info("Gaps wait", { problem: problem.problem, reason: problem.message });
}

/** Others may use the key, and a request may cost more than one credit: the provider's count is the one that ends the day. */
async function compareUsage(source: MarketSource): Promise<void> {
  const now = source.clock.now();
  const { usageAt } = await source.platformDb(readBudget);
  if (usageAt !== null && now.getTime() - usageAt.getTime() < USAGE_EACH_MS) return;
  try {
    await readUsage(source);
  } catch (error) {
    if (!(error instanceof FeedError)) throw error;
    source.log.info("The count of credits could not be read", {
      problem: error.problem,
      reason: error.message,
    });
  }
}

/** Asks the provider what was used. Raises a FeedError. */
export async function readUsage(source: MarketSource): Promise<void> {
  const now = source.clock.now();
  const refused = await source.platformDb((trx) => reserve(trx, { purpose: "usage", symbol: "", now }));
  if (refused !== undefined) throw refused;
  const usage = await twelveDataOf(source).usage(now);
  await source.platformDb((trx) => recordUsage(trx, usage, now));
}
