import type { Candle } from "@promostack/core/strategy";
import type { Scene } from "./scene.ts";

/** Candles before the entry that stay, whatever their range. */
const LEAST_BEFORE = 14;
/** A chart spans so many times its levels at most, so that they can be told apart. */
const MOST_SPANS = 2.6;

/** The newest candles of a scene: old ones that would press its levels together are left out. */
export function nearCandles({ candles, entry, stop, targets, openedAt }: Scene): Candle[] {
  const levels = [entry, stop, ...targets];
  const span = Math.max(...levels) - Math.min(...levels);
  const before = candles.filter(({ time }) => time < openedAt).length;
  for (let from = 0; from < before - LEAST_BEFORE; from++) {
    const near = candles.slice(from);
    const range = Math.max(...near.map(({ high }) => high)) - Math.min(...near.map(({ low }) => low));
    if (range <= MOST_SPANS * span) return near;
  }
  return candles.slice(Math.max(0, before - LEAST_BEFORE));
}
