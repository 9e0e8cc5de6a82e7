import type { PlatformContext } from "@promostack/core";
import { TIMEFRAME_MS } from "@promostack/core/strategy";
import type { Feed, SymbolPrice } from "../api.ts";
import type { TradingCalendar } from "../calendar/tradingCalendar.ts";
import type { Instrument } from "../domain/instrument.ts";
import { budgetView, readBudget } from "../market/budget.ts";
import type { Market } from "../market/market.ts";
import { isSimulated } from "../market/source.ts";
import { readStream } from "../market/stream/streamStore.ts";

const MINUTE = 60_000;
/** Trading time without a new candle after which the feed counts as stale: a quarter and some patience. */
const PATIENCE_MS = TIMEFRAME_MS["15min"] + 5 * MINUTE;

interface FeedRow {
  fetchedAt: Date | null;
  errorCode: string | null;
  errorMessage: string | null;
  errorAt: Date | null;
}

/** The newest candle, and the price that was streamed after its close; each may be missing. */
interface NewestRow {
  symbol: string;
  timeframe: "1min" | "15min" | null;
  time: Date | null;
  close: number | null;
  streamed: number | null;
  streamedAt: Date | null;
}

/** How the feed of a symbol stands, but for what concerns one tenant. */
export async function feedOf(
  context: PlatformContext,
  market: Market,
  instrument: Instrument,
): Promise<
  Omit<
    Feed,
    "lastCheck" | "pausedUntil" | "pauseReason" | "pausedBy" | "queuedBehind" | "prices" | "digits" | "pip"
  >
> {
  const { symbol } = instrument;
  const now = context.clock.now();
  const { newest, feed, budget, stream } = await context.platformDb(async (trx) => ({
    newest: (await trx.many<NewestRow>(NEWEST, [[symbol], now]))[0],
    feed: await trx.one<FeedRow>(
      `select max(fetched_at) as "fetchedAt", (array_agg(error_code order by error_at desc nulls last))[1] as "errorCode",
         (array_agg(error_message order by error_at desc nulls last))[1] as "errorMessage", max(error_at) as "errorAt"
       from feed where symbol = $1`,
      [symbol],
    ),
    budget: await readBudget(trx),
    stream: await readStream(trx),
  }));
  const calendar = await market.calendars.of(context, instrument.calendar);
  const error = feed?.errorCode && feed.errorAt ? feed : undefined;
  const closeTime = closeOf(newest);
  return {
    symbol,
    ...stateOf(now.getTime(), closeTime, calendar, error?.errorCode ?? undefined),
    simulated: isSimulated(context),
    price: newest?.streamed ?? newest?.close ?? null,
    streamed: { state: stream.state, time: newest?.streamedAt?.toISOString() ?? null },
    newest:
      newest?.timeframe && newest.time && closeTime !== undefined
        ? {
            timeframe: newest.timeframe,
            time: newest.time.toISOString(),
            closeTime: new Date(closeTime).toISOString(),
          }
        : null,
    fetchedAt: feed?.fetchedAt?.toISOString() ?? null,
    error:
      error?.errorCode && error.errorAt
        ? {
            code: `feed.${error.errorCode}`,
            message: error.errorMessage ?? "",
            at: error.errorAt.toISOString(),
          }
        : null,
    credits: budgetView(budget, now),
  };
}

/** Newest prices of some symbols: the streamed one where that is newer than the newest candle's close. */
export async function newestPrices(
  context: PlatformContext,
  market: Market,
  instruments: readonly Instrument[],
): Promise<SymbolPrice[]> {
  const now = context.clock.now();
  const symbols = instruments.map(({ symbol }) => symbol);
  const rows = await context.platformDb((trx) => trx.many<NewestRow>(NEWEST, [symbols, now]));
  const prices: SymbolPrice[] = [];
  for (const { symbol, digits, pip, calendar } of instruments) {
    const newest = rows.find((row) => row.symbol === symbol);
    const closeTime = closeOf(newest);
    const { state } = stateOf(now.getTime(), closeTime, await market.calendars.of(context, calendar));
    const at = newest?.streamedAt ?? (closeTime === undefined ? undefined : new Date(closeTime));
    prices.push({
      symbol,
      digits,
      pip,
      state,
      price: newest?.streamed ?? newest?.close ?? null,
      time: at?.toISOString() ?? null,
      live: newest !== undefined && newest.streamedAt !== null,
    });
  }
  return prices;
}

const NEWEST = `select s.symbol, c.timeframe, c.time, c.close::float8 as close, p.price::float8 as streamed,
    p.time as "streamedAt"
  from unnest($1::text[]) as s(symbol) left join lateral (
    select * from (
      (select timeframe, time, close, time + interval '1 minute' as closed from candle
       where symbol = s.symbol and timeframe = '1min' order by time desc limit 1)
      union all
      (select timeframe, time, close, time + interval '15 minutes' from candle
       where symbol = s.symbol and timeframe = '15min' order by time desc limit 1)
    ) each order by closed desc, timeframe limit 1
  ) c on true left join live_price p on p.symbol = s.symbol and (c.closed is null or p.time > c.closed) and p.time <= $2::timestamptz + interval '5 seconds'`;

function closeOf(newest: NewestRow | undefined): number | undefined {
  if (!newest?.timeframe || !newest.time) return undefined;
  return newest.time.getTime() + TIMEFRAME_MS[newest.timeframe];
}

/** A closed market is not stale: only time in which it trades makes a feed late. */
export function stateOf(
  now: number,
  closeTime: number | undefined,
  calendar: TradingCalendar,
  problem?: string,
): Pick<Feed, "state" | "detail"> {
  if (problem === "not-configured")
    return { state: "not-configured", detail: "The installation has no key for market data." };
  if (closeTime === undefined) return { state: "empty", detail: "No candle has been read yet." };
  const minutes = Math.round((now - closeTime) / MINUTE);
  if (calendar.tradedBetween(closeTime, now, PATIENCE_MS + 1) > PATIENCE_MS)
    return {
      state: "stale",
      detail: `No new candle for ${since(minutes)}: no signals until the feed is back.`,
    };
  if (calendar.isOpen(now)) return { state: "live", detail: `The newest candle closed ${minutes} min ago.` };
  const opens = calendar.nextOpen(now);
  const when = opens === undefined ? "" : ` It opens ${new Date(opens).toUTCString().slice(0, 22)} UTC.`;
  return { state: "closed", detail: `The market is closed.${when}` };
}

/** In the unit that a person would use. */
function since(minutes: number): string {
  if (minutes < 120) return `${minutes} min`;
  return minutes < 2 * 1440 ? `${Math.round(minutes / 60)} hours` : `${Math.round(minutes / 1440)} days`;
}
