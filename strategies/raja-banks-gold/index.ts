import { defineStrategy, type SessionClock } from "@promostack/core/strategy";
import { levelsAt } from "./levels.ts";
import { parameters } from "./parameters.ts";
import { findSetup } from "./setup.ts";
import { allowedByTrend } from "./trend.ts";

/** Local hours of the two sessions, in minutes since midnight. */
const SESSIONS = [
  { zone: "Europe/London", from: 8 * 60, until: 11 * 60 },
  { zone: "America/New_York", from: 8 * 60, until: 12 * 60 },
] as const;

export default defineStrategy({
  title: "Raja Banks Gold",
  summary:
    "Breaks of the previous 15-minute candle in the London and New York mornings, with the 1-hour trend or at a 1-hour swing.",
  timeframe: "15min",
  warmUp: 15,
  higherTimeframes: [{ timeframe: "1h", warmUp: 200 }],
  parameters,
  evaluate(context) {
    const { clock, indicators, parameters: chosen } = context;
    if (!inSession(clock, chosen.openingWaitMinutes)) return null;
    const setup = findSetup(context);
    if (setup === undefined || !allowedByTrend(context, setup.direction)) return null;
    const atr = indicators.atr(14).at(0);
    const hour = context.higher("1h").indicators;
    return {
      direction: setup.direction,
      ...levelsAt(context, setup.direction),
      fractions: [0.5, 0.3, 0.2],
      indicators: { "atr(14)": atr, "1h.ema(50)": hour.ema(50).at(0), "1h.ema(200)": hour.ema(200).at(0) },
      reason:
        setup.back === 0 ? "Closed beyond the previous candle." : "Came back to the broken level and turned.",
    };
  },
});

/** True from `wait` minutes after a session's start to its end, both ends included, by c0's close. */
function inSession(clock: SessionClock, wait: number): boolean {
  return SESSIONS.some(({ zone, from, until }) => {
    const minute = clock.minuteOfDay(zone);
    return minute >= from + wait && minute <= until;
  });
}
