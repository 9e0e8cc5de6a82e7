import { expect } from "chai";
import { contextOf, type Scene } from "../../../test/kit/strategyScene.ts";
import strategy from "../index.ts";
import { DEFAULTS } from "./defaults.ts";

type Rows = Scene["candles"];

/** c0 closes past c1's high. */
const UP: Rows = [
  [1998, 2000.5, 1997.5, 2000],
  [1999, 1999.9, 1997, 1998],
  ...Array<Rows[number]>(6).fill([1998, 1999, 1996, 1998]),
];
const mirror = (rows: Rows): Rows =>
  rows.map(([open, high, low, close]) => [4000 - open, 4000 - low, 4000 - high, 4000 - close]);

/** Every condition of a long holds, just. */
const LONG: Scene["indicators"] = {
  "1h.ema(200)": [1990, 1989, 1988, 1987, 1986, 1985],
  "ema(20)": 1998.5,
  "adx(14)": 20,
  "atr(14)": 5,
  "rsi(14)": [50.1, 49, 49, 49, 49, 48],
};
const SHORT: Scene["indicators"] = {
  ...LONG,
  "1h.ema(200)": [2010, 2011, 2012, 2013, 2014, 2015],
  "ema(20)": 2001.5,
  "rsi(14)": [49.9, 51, 51, 51, 51, 52],
};

function propose(
  changed: Scene["indicators"] = {},
  { candles = UP, of = LONG, close = "2024-01-16T12:00:00Z", parameters = {} } = {},
) {
  const scene = { close, candles, indicators: { ...of, ...changed } };
  return strategy.evaluate(contextOf({ ...DEFAULTS, ...parameters }, scene));
}
const long = (...given: Parameters<typeof propose>) => propose(...given)?.direction;
const short = (changed: Scene["indicators"] = {}, candles: Rows = mirror(UP)) =>
  propose(changed, { candles, of: SHORT })?.direction;

describe("Trend pullback", () => {
  it("goes with the 1-hour EMA 200's slope over five candles, on its side only", () => {
    expect([long(), short()]).to.deep.equal(["buy", "sell"]);
    expect(long({ "1h.ema(200)": [1990, 0, 0, 0, 0, 1990] }), "level").to.equal(undefined);
    expect(long({ "1h.ema(200)": [2000, 0, 0, 0, 0, 1985] }), "not above it").to.equal(undefined);
    expect(long({ "1h.ema(200)": [1990, 1980, 1980, 1980, 1980] }), "too short a history").to.equal(
      undefined,
    );
    expect(short({ "1h.ema(200)": [1999, 0, 0, 0, 0, 2015] }), "not below it").to.equal(undefined);
  });

  it("wants the close within 0.3 ranges of EMA 20, and ADX of 20 or more", () => {
    expect([1998.4, 2001.5, 2001.6].map((average) => long({ "ema(20)": average }))).to.deep.equal([
      undefined,
      "buy",
      undefined,
    ]);
    expect(long({ "adx(14)": 19.9 })).to.equal(undefined);
  });

  it("wants RSI back over 50 after one of the five before lay in 38 to 48", () => {
    const rsi = (now: number, ...before: number[]) => long({ "rsi(14)": [now, ...before] });
    expect(rsi(50, 45)).to.equal(undefined);
    expect(rsi(51, 38)).to.equal("buy");
    expect(rsi(51, 37.9)).to.equal(undefined);
    expect(rsi(51, 48.1, 49, 49, 49, 49)).to.equal(undefined);
    expect(rsi(51, 49, 49, 49, 49, 49, 45), "the sixth before").to.equal(undefined);
    expect(short({ "rsi(14)": [49, 62] })).to.equal("sell");
    expect(short({ "rsi(14)": [49, 62.1] })).to.equal(undefined);
    expect(short({ "rsi(14)": [50, 55] })).to.equal(undefined);
  });

  it("is triggered by a close past c1, or by a body that engulfs c1's opposite one", () => {
    const after = (c0: Rows[number], c1: Rows[number]): Rows => [c0, c1, ...UP.slice(2)];
    const below = (c1: Rows[number]) => long({}, { candles: after([1998, 2000.5, 1997.5, 2000], c1) });
    expect(below([1999, 2000, 1997, 1998]), "at its high, but engulfing").to.equal("buy");
    expect(below([1997, 2000, 1996, 1999]), "neither").to.equal(undefined);
    expect(below([2000, 2001, 1997, 1998]), "equal at both ends").to.equal(undefined);
    expect(below([2000, 2001, 1997, 1998.5]), "equal at one end").to.equal("buy");
    expect(short({}, mirror(after([1998, 2000.5, 1997.5, 2000], [1999, 2001, 1997, 1998])))).to.equal("sell");
  });

  it("refuses a candle of more than 2.5 ranges", () => {
    const wide = (low: number): Rows => [[1998, 2000.5, low, 2000], ...UP.slice(1)];
    expect(long({}, { candles: wide(1988) })).to.equal("buy");
    expect(long({}, { candles: wide(1987.9) })).to.equal(undefined);
  });

  it("puts the stop behind the swing of eight candles, from $2 to 1.2 ranges away", () => {
    expect(propose()?.stop).to.equal(1996);
    const ninth: Rows = [...UP, [1998, 1999, 1980, 1998]];
    expect(propose({}, { candles: ninth })?.stop, "the ninth is not looked at").to.equal(1996);
    const deep: Rows = [...UP.slice(0, 7), [1998, 1999, 1980, 1998]];
    expect(propose({}, { candles: deep })?.stop).to.equal(1994);
    expect(propose({ "atr(14)": 5, "ema(20)": 2000 }, { parameters: { maxStopAtr: 0.3 } })?.stop).to.equal(
      1998,
    );
    expect(propose({}, { candles: mirror(UP), of: SHORT })?.stop).to.equal(2004);
  });

  it("puts the targets at one, two and three times the distance of the rounded levels: 40, 30 and 30 per cent", () => {
    expect(propose()?.targets).to.deep.equal([2004, 2008, 2012]);
    expect(propose()?.fractions).to.deep.equal([0.4, 0.3, 0.3]);
    // 1.2 ranges are $2.1084: a stop at 1997.89, so a risk of $2.11.
    const uneven = propose({ "atr(14)": 1.757, "ema(20)": 2000 });
    expect(uneven?.stop).to.equal(1997.89);
    for (const [index, target] of [2002.11, 2004.22, 2006.33].entries())
      expect(uneven?.targets[index]).to.be.closeTo(target, 1e-9);
  });

  it("works from 07:00 to 17:00 UTC by c0's close, both ends included", () => {
    const times = ["06:45", "07:00", "17:00", "17:15"].map((time) =>
      long({}, { close: `2024-07-16T${time}:00Z` }),
    );
    expect(times).to.deep.equal([undefined, "buy", "buy", undefined]);
  });

  it("asks for five signals a day and twenty minutes between", () => {
    expect(strategy.guardrails).to.deep.equal({ maxSignalsPerDay: 5, minMinutesBetween: 20 });
  });
});
