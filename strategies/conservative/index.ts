import { defineStrategy, type SessionClock } from "@promostack/core/strategy";
import { parameters } from "./parameters.ts";
import { directionAt } from "./setup.ts";

/** UTC, minutes since midnight; c0 closes between them, both included. */
const SESSION = { from: 8 * 60, until: 21 * 60 } as const;

export default defineStrategy({
  title: "Conservative",
  summary:
    "Buys dips in a rising and sells rallies in a falling market on 1-hour candles, with two confirmations and wide stops.",
  timeframe: "1h",
  warmUp: 200,
  parameters,
  guardrails: { cooldownAfterLossMinutes: 45 },
  evaluate(context) {
    const { candles, clock, indicators, parameters: chosen } = context;
    if (!inSession(clock)) return null;
    const direction = directionAt(context);
    if (direction === undefined) return null;
    const side = direction === "buy" ? 1 : -1;
    const entry = candles.close(0);
    const atr = indicators.atr(14).at(0);
    return {
      direction,
      entry,
      stop: entry - side * chosen.stopAtr * atr,
      targets: [chosen.target1Atr, chosen.target2Atr, chosen.target3Atr].map(
        (ranges) => entry + side * ranges * atr,
      ),
      fractions: [0.5, 0.3, 0.2],
      indicators: {
        "atr(14)": atr,
        "adx(14)": indicators.adx(14).at(0),
        "rsi(14)": indicators.rsi(14).at(0),
        "ema(50)": indicators.ema(50).at(0),
        "ema(200)": indicators.ema(200).at(0),
      },
      reason: direction === "buy" ? "A dip in a rising market." : "A rally in a falling market.",
    };
  },
});

function inSession(clock: SessionClock): boolean {
  const minute = clock.minuteOfDay("UTC");
  return minute >= SESSION.from && minute <= SESSION.until;
}
