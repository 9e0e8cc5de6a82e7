import { type Candle, TIMEFRAME_MS, type Timeframe } from "../strategy/candle.ts";
import type { CheckSeries } from "./subject.ts";

const DAY = 86_400_000;

/** Numbers from 0 up to 1, the same for the same seed on every machine. */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 4_294_967_296;
  };
}

/**
 * Candles of a market that never was, around $2,000: a seeded walk with calm and busy hours, weeks that trend and weeks
 * that do not, no weekends. For checks only: nothing can be earned on it.
 */
export function madeUpCandles(timeframe: Timeframe, count: number, seed = 7): Candle[] {
  const step = TIMEFRAME_MS[timeframe];
  const random = seeded(seed);
  const reach = 3 * Math.sqrt(step / TIMEFRAME_MS["15min"]);
  const candles: Candle[] = [];
  let close = 2_000;
  let drift = 0;
  for (let time = Date.UTC(2020, 0, 6); candles.length < count; time += step) {
    const at = new Date(time);
    if (at.getUTCDay() === 0 || at.getUTCDay() === 6) continue;
    if (random() < 1 / 400) drift = (random() - 0.5) * 0.12;
    const busy = at.getUTCHours() >= 7 && at.getUTCHours() < 21 ? 1 : 0.4;
    const open = close;
    const pull = (2_000 - open) / 8_000;
    const move = (random() + random() + random() - 1.5 + drift + pull) * reach * busy;
    close = cents(Math.max(500, open + move));
    const high = cents(Math.max(open, close) + random() * reach * 0.4 * busy);
    const low = cents(Math.min(open, close) - random() * reach * 0.4 * busy);
    candles.push({ time, open, high, low, close });
  }
  return candles;
}

/** The candles from one index up to another (exclusive), and the hours that lie among them. */
export function slice({ name, candles, hourly }: CheckSeries, from: number, until: number): CheckSeries {
  const part = candles.slice(from, until);
  const first = part[0]?.time ?? 0;
  const last = part.at(-1)?.time ?? 0;
  const hours = hourly?.filter(({ time }) => time >= first && time <= last);
  return { name, candles: part, ...(hours && { hourly: hours }) };
}

/** The same candles up to `index` (exclusive); after it the moves that followed, in another order and turned over. */
export function withAnotherFuture(series: CheckSeries, index: number, seed: number): CheckSeries {
  const { name, candles } = series;
  const past = candles.slice(0, index);
  const order = shuffled(candles.length - index, seeded(seed)).map((each) => index + each);
  let close = past.at(-1)?.close ?? 0;
  const future = order.map((from, offset): Candle => {
    const source = candles[from];
    const before = candles[from - 1];
    const time = candles[index + offset]?.time ?? 0;
    if (source === undefined || before === undefined)
      return { time, open: close, high: close, low: close, close };
    // A price scaled by the inverse of the move that was: never below zero.
    const turn = (price: number) => (close * before.close) / price;
    const [open, high, low] = [turn(source.open), turn(source.low), turn(source.high)];
    close = turn(source.close);
    return { time, open, high, low, close };
  });
  // The source's own hours would still tell the true future: hours are built from the candles instead.
  return { name, candles: [...past, ...future] };
}

/** The same candles, exactly 52 weeks later: same weekday, same time of day. */
export const A_YEAR = 364 * DAY;

export function aYearLater({ name, candles, hourly }: CheckSeries): CheckSeries {
  const later = (each: Candle) => ({ ...each, time: each.time + A_YEAR });
  return { name, candles: candles.map(later), ...(hourly && { hourly: hourly.map(later) }) };
}

function shuffled(count: number, random: () => number): number[] {
  const order = Array.from({ length: count }, (_, index) => index);
  for (let index = count - 1; index > 0; index--) {
    const other = Math.floor(random() * (index + 1));
    [order[index], order[other]] = [order[other] ?? 0, order[index] ?? 0];
  }
  return order;
}

function cents(price: number): number {
  return Math.round(price * 100) / 100;
}
