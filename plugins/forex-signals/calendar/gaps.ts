import type { TradingCalendar } from "./tradingCalendar.ts";

/** Candles that are missing one after the other in trading time. */
export interface Gap {
  /** Open of the first. */
  from: number;
  /** Open of the candle after the last. */
  until: number;
  missing: number;
}

/**
 * Stretches of [from, until) in which the market traded and there is no candle. `times` are the opens that there are,
 * ascending; hours in which the market rests divide no gap.
 */
export function gapsOf(
  times: readonly number[],
  calendar: TradingCalendar,
  step: number,
  from: number,
  until: number,
): Gap[] {
  const gaps: Gap[] = [];
  let gap: Gap | undefined;
  let next = 0;
  for (let open = Math.ceil(from / step) * step; open + step <= until; open += step) {
    while ((times[next] ?? Number.POSITIVE_INFINITY) < open) next++;
    if (times[next] === open) gap = undefined;
    else if (calendar.hasTrading(open, step)) {
      if (gap === undefined) {
        gap = { from: open, until: open + step, missing: 0 };
        gaps.push(gap);
      }
      gap.until = open + step;
      gap.missing++;
    }
  }
  return gaps;
}
