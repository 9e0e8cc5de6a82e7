import type { Transaction } from "@promostack/core";
import { noData, unknownSymbol } from "./apiError.ts";
import type { Budget, Spent } from "./credits.ts";
import type { Instrument } from "./instruments.ts";
import { type Interval, isDaily, MINUTE_MS, minutesOf } from "./intervals.ts";
import { type Feed, openFeed, tradedInstrument } from "./market.ts";
import { readInterval, readSeriesQuery, readZone, type SeriesQuery } from "./seriesQuery.ts";
import type { Candle } from "./simulation.ts";
import { isOpen } from "./tradingHours.ts";
import { wallTime } from "./zone.ts";

interface Sight {
  /** The platform clock's time, or the time at which a stale feed stands still. */
  now: number;
  /** Candles from here on are missing, where a gap is switched on. */
  gapFrom: number;
}

/** One request, with what it may see. */
export interface Ask extends Sight {
  trx: Transaction;
  query: URLSearchParams;
  spent: Spent;
  budget: Budget;
}

export type Endpoint = (ask: Ask, symbol: string) => Promise<object>;

const YEAR_MS = 365 * 86_400_000;

/** What each path answers for one symbol. */
export const ENDPOINTS: Readonly<Record<string, Endpoint>> = {
  "/time_series": timeSeries,
  "/price": price,
  "/quote": quote,
  "/earliest_timestamp": earliestTimestamp,
};

async function timeSeries(ask: Ask, symbol: string): Promise<object> {
  const query = readSeriesQuery(ask.query, ask.now);
  const { traded, feed } = await open(ask, symbol);
  const candles = await look(ask, feed, query);
  if (candles.length === 0) throw noData();
  const values = candles.map((candle) => rowOf(candle, query, traded));
  if (query.order === "desc") values.reverse();
  return {
    meta: {
      symbol: traded.symbol,
      interval: query.interval,
      currency_base: traded.base,
      currency_quote: traded.quote,
      type: traded.type,
    },
    values,
    status: "ok",
  };
}

async function price(ask: Ask, symbol: string): Promise<object> {
  const { traded, feed } = await open(ask, symbol);
  const last = (await newest(ask, feed, 1)).at(-1);
  if (!last) throw noData();
  const decimals = Number(ask.query.get("dp") ?? -1);
  return { price: last.close.toFixed(decimals >= 0 && decimals <= 11 ? decimals : traded.decimals) };
}

async function quote(ask: Ask, symbol: string): Promise<object> {
  const { traded, feed } = await open(ask, symbol);
  const given = ask.query.get("interval");
  const interval = given ? readInterval(given) : "1day";
  const zone = isDaily(interval) ? "UTC" : readZone(ask.query.get("timezone"));
  const [before, last] = await newest(ask, feed, 2, interval);
  const current = last ?? before;
  const minute = (await newest(ask, feed, 1)).at(-1) ?? current;
  if (!current || !minute) throw noData();
  const previous = (last ? before : undefined)?.close ?? current.open;
  const year = await look(ask, feed, { interval: "1day", from: ask.now - YEAR_MS, to: ask.now, count: 400 });
  const low = Math.min(...year.map((each) => each.low), current.low);
  const high = Math.max(...year.map((each) => each.high), current.high);
  const show = (value: number) => value.toFixed(traded.decimals);
  return {
    symbol: traded.symbol,
    name: traded.name,
    exchange: traded.exchange,
    datetime: shown(current.time, interval, zone),
    timestamp: current.time / 1000,
    last_quote_at: minute.time / 1000,
    open: show(current.open),
    high: show(current.high),
    low: show(current.low),
    close: show(current.close),
    previous_close: show(previous),
    change: show(current.close - previous),
    percent_change: (((current.close - previous) / previous) * 100).toFixed(5),
    is_market_open: isOpen(ask.now),
    fifty_two_week: {
      low: show(low),
      high: show(high),
      low_change: show(current.close - low),
      high_change: show(current.close - high),
      low_change_percent: (((current.close - low) / low) * 100).toFixed(5),
      high_change_percent: (((current.close - high) / high) * 100).toFixed(5),
      range: `${show(low)} - ${show(high)}`,
    },
  };
}

async function earliestTimestamp(ask: Ask, symbol: string): Promise<object> {
  const interval = readInterval(ask.query.get("interval"));
  const { feed } = await open(ask, symbol);
  const at = await feed.earliest();
  return { datetime: shown(at, interval, readZone(ask.query.get("timezone"))), unix_time: at / 1000 };
}

async function open({ trx }: Ask, symbol: string): Promise<{ traded: Instrument; feed: Feed }> {
  const traded = await tradedInstrument(trx, symbol);
  if (!traded) throw unknownSymbol();
  return { traded, feed: await openFeed(trx, traded) };
}

/** What a market trades at now; undefined while it is closed, or has no candle that is forming. */
export async function currentPrice(
  trx: Transaction,
  traded: Instrument,
  now: number,
): Promise<number | undefined> {
  const feed = await openFeed(trx, traded);
  const last = (await newest({ now, gapFrom: Number.POSITIVE_INFINITY }, feed, 1)).at(-1);
  return last !== undefined && last.time + feed.finest * MINUTE_MS > now ? last.close : undefined;
}

/** The newest candles, of the finest timeframe unless one is named. */
function newest(ask: Sight, feed: Feed, count: number, interval?: Interval): Promise<Candle[]> {
  const finest = ["1min", "5min", "15min", "30min", "45min", "1h"] as const;
  const own = finest.find((each) => minutesOf(each) >= feed.finest) ?? "1day";
  return look(ask, feed, {
    interval: interval ?? own,
    from: Number.NEGATIVE_INFINITY,
    to: ask.now,
    count,
  });
}

async function look(
  { now, gapFrom }: Sight,
  feed: Feed,
  { interval, from, to, count }: Pick<SeriesQuery, "interval" | "from" | "to" | "count">,
): Promise<Candle[]> {
  // Candles finer than the source's own do not exist.
  if (minutesOf(interval) < feed.finest) throw noData();
  const candles = await feed.candles({ interval, from, to: Math.min(to, now), count, now });
  return candles.filter(({ time }) => time < gapFrom);
}

function rowOf(candle: Candle, { interval, zone, decimals }: SeriesQuery, traded: Instrument) {
  const show = (value: number) => value.toFixed(decimals ?? traded.decimals);
  return {
    datetime: shown(candle.time, interval, zone),
    open: show(candle.open),
    high: show(candle.high),
    low: show(candle.low),
    close: show(candle.close),
  };
}

function shown(at: number, interval: Interval, zone: string): string {
  return isDaily(interval) ? new Date(at).toISOString().slice(0, 10) : wallTime(at, zone);
}

/** /api_usage: costs nothing and names no symbol. */
export function apiUsage({ spent, budget, now }: Ask): object {
  return {
    timestamp: wallTime(now, "UTC"),
    current_usage: spent.minute,
    plan_limit: budget.perMinute,
    daily_usage: spent.day,
    ...(budget.perDay > 0 && { plan_daily_limit: budget.perDay }),
    plan_category: "playground",
  };
}
