import { defineStrategy, type SessionClock } from "@promostack/core/strategy";
import { levelsAt } from "./levels.ts";
import { parameters } from "./parameters.ts";
import { endsPullback } from "./setup.ts";
import { SLOPE_HOURS, trendAt } from "./trend.ts";

/** UTC, minutes since midnight; c0 closes between them, both included. */
const SESSION = { from: 7 * 60, until: 17 * 60 } as const;

export default defineStrategy({
  title: "Trend pullback",
  summary:
    "Joins the 1-hour trend after a pullback to EMA 20 on 15-minute candles, when momentum comes back.",
  timeframe: "15min",
  warmUp: 28,
  higherTimeframes: [{ timeframe: "1h", warmUp: 200 + SLOPE_HOURS }],
  parameters,
  guardrails: { maxSignalsPerDay: 5, minMinutesBetween: 20 },
  evaluate(context) {
    const { clock, indicators } = context;
    if (!inSession(clock)) return null;
    const direction = trendAt(context);
    if (direction === undefined || !endsPullback(context, direction)) return null;
    return {
      direction,
      ...levelsAt(context, direction),
      fractions: [0.4, 0.3, 0.3],
      indicators: {
        "atr(14)": indicators.atr(14).at(0),
        "adx(14)": indicators.adx(14).at(0),
        "rsi(14)": indicators.rsi(14).at(0),
        "ema(20)": indicators.ema(20).at(0),
        "1h.ema(200)": context.higher("1h").indicators.ema(200).at(0),
      },
      reason: "The pullback is over: momentum points with the 1-hour trend again.",
    };
  },
});

function inSession(clock: SessionClock): boolean {
  const minute = clock.minuteOfDay("UTC");
  return minute >= SESSION.from && minute <= SESSION.until;
}
