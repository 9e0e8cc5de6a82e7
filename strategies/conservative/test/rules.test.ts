import { expect } from "chai";
import { contextOf, type Scene } from "../../../test/kit/strategyScene.ts";
import strategy from "../index.ts";
import { DEFAULTS } from "./defaults.ts";

/** A dip in a rising market, confirmed by the band and the stochastic, just. */
const BUY: Scene["indicators"] = {
  "adx(14)": 25,
  "rsi(14)": 34.9,
  "atr(14)": 10,
  "ema(50)": 1990,
  "ema(200)": 1980,
  "bollinger(20,2).lower": 1997,
  "bollinger(20,2).upper": 2050,
  "stochastic(14,3,3).k": 19.9,
  "macd(12,26,9).histogram": [-2, -1],
};
const SELL: Scene["indicators"] = {
  ...BUY,
  "rsi(14)": 65.1,
  "ema(50)": 2010,
  "ema(200)": 2020,
  "bollinger(20,2).lower": 1950,
  "bollinger(20,2).upper": 2003,
  "stochastic(14,3,3).k": 80.1,
  "macd(12,26,9).histogram": [2, 1],
};

const propose = (indicators: Scene["indicators"], close = "2024-01-16T12:00:00Z", parameters = {}) =>
  strategy.evaluate(
    contextOf({ ...DEFAULTS, ...parameters }, { close, candles: [[2001, 2002, 1999, 2000]], indicators }),
  );
const direction = (changed: Scene["indicators"], of = BUY) => propose({ ...of, ...changed })?.direction;

describe("Conservative", () => {
  it("buys a confirmed dip, with the stop at two ranges and the targets at two, three and four", () => {
    const candidate = propose(BUY);
    expect(candidate).to.deep.include({ direction: "buy", entry: 2000, stop: 1980 });
    expect(candidate?.targets).to.deep.equal([2020, 2030, 2040]);
    expect(candidate?.fractions).to.deep.equal([0.5, 0.3, 0.2]);
  });

  it("sells the mirror image", () => {
    expect(propose(SELL)).to.deep.include({ direction: "sell", stop: 2020 });
    expect(propose(SELL)?.targets).to.deep.equal([1980, 1970, 1960]);
  });

  it("wants RSI beyond 35 or 65, strictly, and the averages on its side", () => {
    expect(direction({ "rsi(14)": 35 })).to.equal(undefined);
    expect(direction({ "rsi(14)": 65 }, SELL)).to.equal(undefined);
    expect(direction({ "ema(50)": 1980 })).to.equal(undefined);
    expect(direction({ "ema(50)": 1970 })).to.equal(undefined);
    expect(direction({ "ema(50)": 2030 }, SELL)).to.equal(undefined);
  });

  it("wants ADX of 25 or more", () => {
    expect(direction({ "adx(14)": 24.99 })).to.equal(undefined);
  });

  it("wants any two of band, stochastic and the MACD histogram's slope", () => {
    const band = { "bollinger(20,2).lower": 1996.9 };
    const stochastic = { "stochastic(14,3,3).k": 20 };
    const slope = { "macd(12,26,9).histogram": [-1, -2] };
    expect(direction({ ...band }), "stochastic alone").to.equal(undefined);
    expect(direction({ ...stochastic }), "band alone").to.equal(undefined);
    expect(direction({ ...band, ...slope }), "stochastic and slope").to.equal("buy");
    expect(direction({ ...stochastic, ...slope }), "band and slope").to.equal("buy");
    expect(direction({ ...band, ...stochastic, ...slope }), "slope alone").to.equal(undefined);
    expect(direction({ ...band, "macd(12,26,9).histogram": [-1, -1] }), "no slope").to.equal(undefined);
    const falling = { "macd(12,26,9).histogram": [1, 2], "stochastic(14,3,3).k": 80 };
    expect(direction(falling, SELL), "a sell's slope falls").to.equal("sell");
  });

  it("works from 08:00 to 21:00 UTC by c0's close, both ends included", () => {
    const times = ["07:00", "08:00", "21:00", "22:00"].map(
      (time) => propose(BUY, `2024-07-16T${time}:00Z`)?.direction,
    );
    expect(times).to.deep.equal([undefined, "buy", "buy", undefined]);
  });

  it("works on hours, and rests 45 minutes after a loss", () => {
    expect(strategy.timeframe).to.equal("1h");
    expect(strategy.guardrails).to.deep.equal({ cooldownAfterLossMinutes: 45 });
  });

  it("follows its parameters", () => {
    expect(
      propose({ ...BUY, "stochastic(14,3,3).k": 50 }, undefined, { confirmations: 1 })?.direction,
    ).to.equal("buy");
    expect(propose(BUY, undefined, { confirmations: 3 })).to.equal(null);
  });
});
