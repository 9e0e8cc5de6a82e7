import type { PlatformContext } from "@promostack/core";
import { type Candle, TIMEFRAME_MS } from "@promostack/core/strategy";
import type { Instrument } from "../domain/instrument.ts";
import { formatPrice, toTicks } from "../domain/ticks.ts";
import { candlesBetween } from "../market/candleStore.ts";
import type { Market } from "../market/market.ts";
import { isSimulated } from "../market/source.ts";
import type { Facts } from "../messages/facts.ts";
import { asianRange } from "./asianSession.ts";
import { dayFigures, pivotsOf } from "./pivots.ts";

const DAY = TIMEFRAME_MS["1day"];
const STEP = TIMEFRAME_MS["15min"];
/** Ten Asian sessions and some holidays. */
const BACK_DAYS = 25;
/** A day with fewer candles is no trading day: a Sunday's evening, a holiday. */
const TRADING_DAY = 40;
/** How far back the last trading day may lie. */
const MOST_DAYS_AGO = 5;
/** Prices older than this are not news, and nothing is made up in their place. */
const STALE_MS = 60 * 60_000;

/** What the morning briefing says of an instrument, or why there is nothing to say. */
export async function briefingFacts(
  context: PlatformContext,
  market: Market,
  instrument: Instrument,
  now: number,
): Promise<{ facts: Facts } | { missing: "no-prices" | "stale-prices" }> {
  const { symbol } = instrument;
  await market.hub.refresh(context, symbol, "15min");
  const candles = await context.platformDb((trx) =>
    candlesBetween(trx, symbol, "15min", new Date(now - BACK_DAYS * DAY), new Date(now - STEP + 1)),
  );
  const newest = candles.at(-1);
  if (newest === undefined) return { missing: "no-prices" };
  if (now - (newest.time + STEP) > STALE_MS) return { missing: "stale-prices" };
  const facts = factsOf(candles, instrument, now);
  if (facts === undefined) return { missing: "no-prices" };
  return { facts: { ...facts, simulated: isSimulated(context) } };
}

/** Pure. Undefined without a trading day before `now`. */
export function factsOf(candles: readonly Candle[], instrument: Instrument, now: number): Facts | undefined {
  const today = Math.floor(now / DAY) * DAY;
  const last = lastTradingDay(candles, today);
  const figures = last && dayFigures(last.candles);
  if (last === undefined || figures === undefined) return undefined;
  const price = (value: number) => formatPrice(toTicks(value, instrument), instrument);
  const pips = (value: number) => value / instrument.pip;
  const pivots = pivotsOf(figures);
  const asia = asianRange(candles, now);
  return {
    symbol: instrument.symbol,
    day: new Date(today),
    lastDay: new Date(last.day),
    high: price(figures.high),
    low: price(figures.low),
    close: price(figures.close),
    pivot: price(pivots.pivot),
    r1: price(pivots.r1),
    r2: price(pivots.r2),
    s1: price(pivots.s1),
    s2: price(pivots.s2),
    ...(asia && {
      asia: asia.verdict,
      asiaPips: pips(asia.range),
      asiaMeanPips: pips(asia.mean),
      asiaRatio: asia.ratio,
      asiaSoFar: asia.unfinished,
      asiaUntil: new Date(asia.until),
    }),
  };
}

/** The newest weekday before `today` that was traded. */
function lastTradingDay(
  candles: readonly Candle[],
  today: number,
): { day: number; candles: Candle[] } | undefined {
  for (let day = today - DAY; day >= today - MOST_DAYS_AGO * DAY; day -= DAY) {
    const weekday = new Date(day).getUTCDay();
    if (weekday === 0 || weekday === 6) continue;
    const ofDay = candles.filter(({ time }) => time >= day && time < day + DAY);
    if (ofDay.length >= TRADING_DAY) return { day, candles: ofDay };
  }
  return undefined;
}
