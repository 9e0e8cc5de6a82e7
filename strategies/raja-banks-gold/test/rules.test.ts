import { type Candle, createEngine } from "@promostack/core/strategy";
import { expect } from "chai";
import strategy from "../index.ts";

type Row = readonly [open: number, high: number, low: number, close: number];

const DEFAULTS = {
  entryMode: "break",
  openingWaitMinutes: 60,
  minBodyAtr: 0.5,
  minStop: 1.5,
  swingReach: 5,
} as const;
const HOUR = 3_600_000;
const QUARTER = HOUR / 4;
/** Range 2 around 2000, so that the average true range is 2. */
const QUIET: Row = [2000, 2001, 1999, 2000];
/** Closes 2 below the low of a quiet candle. */
const DROP: Row = [2000, 2000.5, 1996.5, 1997];

interface Scene {
  /** Close of the last row. */
  close: string;
  rows: readonly Row[];
  /** Dollars that the price moves an hour, on the way to 2000. */
  slope?: number;
  hours?: number;
  /** Changes the last hours, newest last. */
  lastHours?: readonly Row[];
  parameters?: Partial<{ entryMode: "break" | "retest"; minBodyAtr: number; minStop: number }>;
}

/** The candidate at the last row, after 20 quiet quarters and hours of their own. */
function propose({ close, rows, slope = -0.2, hours = 260, lastHours = [], parameters = {} }: Scene) {
  const engine = createEngine(strategy, { ...DEFAULTS, ...parameters });
  const end = Date.parse(close);
  const firstHour = Math.floor(end / HOUR) * HOUR - hours * HOUR;
  for (let index = 0; index < hours; index++) {
    const price = 2000 - slope * (hours - index);
    const [open, high, low, last] = lastHours[lastHours.length - (hours - index)] ?? [
      price,
      price + 1,
      price - 1,
      price,
    ];
    engine.pushHourly({ time: firstHour + index * HOUR, open, high, low, close: last });
  }
  const all = [...Array<Row>(20).fill(QUIET), ...rows];
  let candidate = null;
  all.forEach(([open, high, low, last], index) => {
    const candle: Candle = { time: end - (all.length - index) * QUARTER, open, high, low, close: last };
    candidate = engine.push(candle);
  });
  return {
    candidate: candidate as ReturnType<typeof engine.push>,
    atr: engine.indicator("atr(14)") ?? Number.NaN,
  };
}

const direction = (scene: Scene) => propose(scene).candidate?.direction;

describe("Raja Banks Gold", () => {
  const winter = (time: string) => `2024-01-16T${time}:00Z`;

  it("sells a close below the candle before, in a falling market", () => {
    const { candidate, atr } = propose({ close: winter("09:45"), rows: [DROP] });
    expect(candidate?.direction).to.equal("sell");
    expect(candidate?.entry).to.equal(1997);
    // The far extreme is 3.5 away, two average ranges are more.
    expect(atr * 2).to.be.above(3.5);
    expect(candidate?.stop).to.equal(2000.5);
    // No low below c0's among the four before, and 1.5 ATR is less than the risk.
    expect(candidate?.targets[0]).to.be.closeTo(1997 - 3.5, 1e-9);
    expect(candidate?.targets[1]).to.be.closeTo(1997 - Math.max(2.5 * atr, 3.5 * 1.5), 1e-9);
    expect(candidate?.fractions).to.deep.equal([0.5, 0.3, 0.2]);
  });

  it("buys the mirror image in a rising market", () => {
    const rise: Row = [2000, 2003.5, 1999.5, 2003];
    expect(direction({ close: winter("09:45"), rows: [rise], slope: 0.2 })).to.equal("buy");
  });

  it("wants a body of half an average range", () => {
    const thin: Row = [1998.2, 2001, 1997.5, 1998.0];
    expect(direction({ close: winter("09:45"), rows: [thin] })).to.equal(undefined);
    expect(direction({ close: winter("09:45"), rows: [thin], parameters: { minBodyAtr: 0 } })).to.equal(
      "sell",
    );
  });

  it("waits an hour after London opens and stops at its end, both ends included", () => {
    const within = ["08:45", "09:00", "11:00", "11:15"].map((time) =>
      direction({ close: winter(time), rows: [DROP] }),
    );
    expect(within).to.deep.equal([undefined, "sell", "sell", undefined]);
  });

  it("keeps local hours through the change of clocks, in London and in New York", () => {
    const at = (close: string) => direction({ close, rows: [DROP] });
    // London is an hour ahead of UTC from 31 March, New York four behind from 10 March.
    expect(["2024-03-28T08:00:00Z", "2024-04-02T08:00:00Z"].map(at)).to.deep.equal([undefined, "sell"]);
    expect(["2024-03-08T13:00:00Z", "2024-03-11T13:00:00Z"].map(at)).to.deep.equal([undefined, "sell"]);
    expect(["2024-03-08T17:00:00Z", "2024-03-11T17:00:00Z"].map(at)).to.deep.equal(["sell", undefined]);
  });

  it("says nothing with fewer than 200 hours, or with equal averages", () => {
    expect(direction({ close: winter("09:45"), rows: [DROP], hours: 199 })).to.equal(undefined);
    expect(direction({ close: winter("09:45"), rows: [DROP], hours: 200 })).to.equal("sell");
    expect(direction({ close: winter("09:45"), rows: [DROP], slope: 0 })).to.equal(undefined);
  });

  it("goes against the trend only within five dollars of a swing of the last twenty hours", () => {
    const rising = { close: winter("09:45"), rows: [DROP], slope: 0.2 };
    expect(direction(rising)).to.equal(undefined);
    // Highs that only rise make no swing of their own.
    const swing = (high: number, after: number): Row[] =>
      Array.from({ length: 30 }, (_, index) => {
        const own = 1998 + index / 100;
        return [own, index === 29 - after ? high : own, 1990, own];
      });
    expect(direction({ ...rising, lastHours: swing(2002, 3) })).to.equal("sell");
    expect(direction({ ...rising, lastHours: swing(2002.01, 3) })).to.equal(undefined);
    // A swing needs both neighbours among the twenty: the newest hour and the oldest are none.
    expect(direction({ ...rising, lastHours: swing(2002, 0) })).to.equal(undefined);
    expect(direction({ ...rising, lastHours: swing(2002, 18) })).to.equal("sell");
    expect(direction({ ...rising, lastHours: swing(2002, 19) })).to.equal(undefined);
  });

  it("takes the first wick beyond c0's as target 1, when it is worth the risk", () => {
    const wick = (low: number): Row => [2000, 2001, low, 2000];
    const target = (rows: Row[]) => {
      const { candidate, atr } = propose({ close: winter("09:45"), rows });
      return { price: candidate?.targets[0], without: 1997 - Math.max(1.5 * atr, 3.5) };
    };
    expect(target([wick(1993), QUIET, QUIET, DROP]).price).to.equal(1993);
    // Nearer than the risk of 3.5, and the first one decides: the deeper wick behind it is not looked at.
    const near = target([wick(1990), wick(1995), QUIET, DROP]);
    expect(near.price).to.be.closeTo(near.without, 1e-9);
    const fifth = target([wick(1990), QUIET, QUIET, QUIET, QUIET, DROP]);
    expect(fifth.price).to.be.closeTo(fifth.without, 1e-9);
  });

  it("widens a stop that is too near", () => {
    const near: Row = [1998.4, 1998.4, 1996.9, 1997];
    const { candidate } = propose({ close: winter("09:45"), rows: [near], parameters: { minBodyAtr: 0.1 } });
    expect(candidate?.stop).to.be.closeTo(1998.5, 1e-9);
  });

  it("waits in retest mode for price to come back to the broken extreme and turn, four candles at most", () => {
    const below: Row = [1997, 1998, 1996, 1997];
    const back: Row = [1997, 1999.2, 1996, 1998];
    const retest = (rows: Row[]) =>
      direction({ close: winter("09:45"), rows, parameters: { entryMode: "retest" } });
    expect(retest([DROP])).to.equal(undefined);
    expect(retest([DROP, back])).to.equal("sell");
    expect(retest([DROP, below, below, below, back])).to.equal("sell");
    expect(retest([DROP, below, below, below, below, back])).to.equal(undefined);
    // Only the first return counts, and one that does not turn is none.
    expect(retest([DROP, back, back])).to.equal(undefined);
    expect(retest([DROP, [1997, 1999.6, 1996, 1999.5]])).to.equal(undefined);
  });
});
