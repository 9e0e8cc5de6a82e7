import type { Candle } from "@promostack/core/strategy";
import { gapsOf } from "../calendar/gaps.ts";
import type { TradingCalendar } from "../calendar/tradingCalendar.ts";

interface Watched {
  revision: number;
  /** Looked through up to here. */
  until: number;
  /** Stretches without candles, ascending. */
  gaps: { from: number; missing: number }[];
}

/**
 * Counts the candles that are missing in what a strategy looks back on. Each stretch of a series is looked through once,
 * as it grows.
 */
export class Holes {
  readonly #watched = new Map<string, Watched>();

  /** Missing among the last `bars` candles before `until`. `key` and `revision` say which series it is. */
  count(
    key: string,
    revision: number,
    candles: readonly Candle[],
    { step, bars, until, calendar }: { step: number; bars: number; until: number; calendar: TradingCalendar },
  ): number {
    const first = candles[Math.max(0, candles.length - bars)]?.time ?? until;
    let watched = this.#watched.get(key);
    if (watched === undefined || watched.revision !== revision || watched.until > until) {
      watched = { revision, until: candles[0]?.time ?? until, gaps: [] };
      this.#watched.set(key, watched);
    }
    const fresh = candles.slice(startOf(candles, watched.until)).map(({ time }) => time);
    watched.gaps.push(...gapsOf(fresh, calendar, step, watched.until, until));
    watched.until = until;
    return watched.gaps.reduce((sum, { from, missing }) => (from >= first ? sum + missing : sum), 0);
  }
}

/** Index of the first candle that opens at or after a time; series grow at their end. */
function startOf(candles: readonly Candle[], time: number): number {
  let start = candles.length;
  while (start > 0 && (candles[start - 1]?.time ?? 0) >= time) start--;
  return start;
}
