import type { Candle } from "@promostack/core/strategy";

const QUARTER = 900_000;

/** A seeded random walk of 15-minute candles around $2,000, weekends left out: the same on every machine. */
export function randomWalk(count: number, seed = 7): Candle[] {
  let state = seed;
  const random = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 4_294_967_296;
  };
  const candles: Candle[] = [];
  let close = 2_000;
  for (let time = Date.UTC(2015, 0, 5); candles.length < count; time += QUARTER) {
    const weekday = new Date(time).getUTCDay();
    if (weekday === 0 || weekday === 6) continue;
    const open = close;
    close = Math.max(500, open + (random() + random() + random() - 1.5) * 3);
    const high = Math.max(open, close) + random() * 1.2;
    const low = Math.min(open, close) - random() * 1.2;
    candles.push({ time, open, high, low, close });
  }
  return candles;
}
