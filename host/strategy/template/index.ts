import { type Direction, defineStrategy, type SessionClock, Type } from "@promostack/core/strategy";

/** The form that tenants fill in; a sweep tries values between minimum and maximum. */
const parameters = Type.Object(
  {
    turn: Type.Integer({
      title: "Turn",
      description: "RSI 14 must come back over this value to buy; over 100 less it to sell.",
      minimum: 25,
      maximum: 50,
      default: 45,
    }),
    stopAtr: Type.Number({
      title: "Stop distance",
      description: "In average true ranges (ATR 14).",
      minimum: 0.5,
      maximum: 4,
      multipleOf: 0.1,
      default: 1.5,
    }),
    firstTarget: Type.Number({
      title: "First target",
      description: "In multiples of the stop's distance.",
      minimum: 0.8,
      maximum: 3,
      multipleOf: 0.1,
      default: 1,
    }),
  },
  { additionalProperties: false },
);

export default defineStrategy({
  title: "{{title}}",
  summary: "Buys the end of a dip in a rising market, sells the end of a bounce in a falling one.",
  timeframe: "15min",
  // Candles before the first evaluation: a little more than the longest period that is read below.
  warmUp: 60,
  parameters,
  evaluate({ candles, indicators, clock, parameters: chosen }) {
    if (!inHours(clock)) return null;
    const rsi = indicators.rsi(14);
    const trend = indicators.ema(50);
    const direction = turning(rsi.at(1), rsi.at(0), chosen.turn);
    if (direction === undefined) return null;
    const side = direction === "buy" ? 1 : -1;
    // Comparisons with a value that is not there yet (NaN) are false: write what must hold.
    if (!((trend.at(0) - trend.at(10)) * side > 0)) return null;
    const atr = indicators.atr(14).at(0);
    const entry = candles.close(0);
    const risk = chosen.stopAtr * atr;
    return {
      direction,
      entry,
      stop: entry - side * risk,
      targets: [entry + side * chosen.firstTarget * risk, entry + side * (chosen.firstTarget + 1) * risk],
      fractions: [0.5, 0.5],
      // What the entry stood on: the platform looks again when the signal stagnates.
      indicators: { "rsi(14)": rsi.at(0), "ema(50)": trend.at(0), "atr(14)": atr },
      reason:
        direction === "buy"
          ? "A dip in a rising market has ended."
          : "A bounce in a falling market has ended.",
    };
  },
});

/** Monday to Friday belong to the platform's guardrails; the hours belong here. */
function inHours(clock: SessionClock): boolean {
  const minute = clock.minuteOfDay("Europe/London");
  return minute >= 8 * 60 && minute <= 20 * 60;
}

function turning(before: number, now: number, turn: number): Direction | undefined {
  if (before < turn && now >= turn) return "buy";
  if (before > 100 - turn && now <= 100 - turn) return "sell";
  return undefined;
}
