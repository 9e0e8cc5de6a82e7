import { expect } from "chai";
import { contextOf, type Scene } from "../../../test/kit/strategyScene.ts";
import strategy from "../index.ts";
import { DEFAULTS } from "./defaults.ts";

/** Every condition of a buy holds, just. */
const BUY: Scene["indicators"] = {
  "adx(14)": 15,
  "rsi(14)": 39.9,
  "atr(14)": 4,
  "bollinger(20,2).lower": 1998,
  "bollinger(20,2).upper": 2030,
  "stochastic(14,3,3).k": 50,
};
const SELL: Scene["indicators"] = {
  ...BUY,
  "rsi(14)": 60.1,
  "bollinger(20,2).lower": 1970,
  "bollinger(20,2).upper": 2002,
};

const propose = (indicators: Scene["indicators"], close = "2024-01-16T12:00:00Z", parameters = {}) =>
  strategy.evaluate(
    contextOf({ ...DEFAULTS, ...parameters }, { close, candles: [[2001, 2002, 1999, 2000]], indicators }),
  );
const direction = (changed: Scene["indicators"], of = BUY) => propose({ ...of, ...changed })?.direction;

describe("Aggressive", () => {
  it("buys at the lower band, with the stop at one range and the targets at 1.2, 2 and 2.5", () => {
    const candidate = propose(BUY);
    expect(candidate).to.deep.include({
      direction: "buy",
      entry: 2000,
      stop: 1996,
      fractions: [0.5, 0.3, 0.2],
    });
    expect(candidate?.targets).to.deep.equal([2004.8, 2008, 2010]);
  });

  it("sells the mirror image", () => {
    const candidate = propose(SELL);
    expect(candidate).to.deep.include({ direction: "sell", stop: 2004 });
    expect(candidate?.targets).to.deep.equal([1995.2, 1992, 1990]);
  });

  it("wants ADX of 15 or more", () => {
    expect(direction({ "adx(14)": 14.99 })).to.equal(undefined);
  });

  it("wants RSI below 40 or above 60, strictly", () => {
    expect(direction({ "rsi(14)": 40 })).to.equal(undefined);
    expect(direction({ "rsi(14)": 60 }, SELL)).to.equal(undefined);
  });

  it("takes a close within half a range of the band, on either side of it, or the stochastic's extreme", () => {
    const lower = (price: number, k = 50) =>
      direction({ "bollinger(20,2).lower": price, "stochastic(14,3,3).k": k });
    expect([1997.9, 1998, 2002, 2002.1].map((price) => lower(price))).to.deep.equal([
      undefined,
      "buy",
      "buy",
      undefined,
    ]);
    expect([lower(1900, 19.9), lower(1900, 20)]).to.deep.equal(["buy", undefined]);
    const upper = (price: number, k = 50) =>
      direction({ "bollinger(20,2).upper": price, "stochastic(14,3,3).k": k }, SELL);
    expect([upper(2002.1), upper(2100, 80.1), upper(2100, 80)]).to.deep.equal([undefined, "sell", undefined]);
  });

  it("works from 08:00 to 21:00 UTC by c0's close, both ends included", () => {
    const times = ["07:45", "08:00", "21:00", "21:15"].map(
      (time) => propose(BUY, `2024-07-16T${time}:00Z`)?.direction,
    );
    expect(times).to.deep.equal([undefined, "buy", "buy", undefined]);
  });

  it("says nothing while an indicator has no value", () => {
    for (const name of ["adx(14)", "rsi(14)"]) expect(direction({ [name]: [] }), name).to.equal(undefined);
    expect(direction({ "bollinger(20,2).lower": [], "stochastic(14,3,3).k": [] })).to.equal(undefined);
  });

  it("follows its parameters", () => {
    expect(propose(BUY, undefined, { minAdx: 16 })).to.equal(null);
    expect(propose(BUY, undefined, { stopAtr: 2 })?.stop).to.equal(1992);
  });
});
