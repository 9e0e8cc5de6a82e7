import { expect } from "chai";
import {
  type Candle,
  createEngine,
  defineStrategy,
  HigherCandles,
  type StrategyContext,
  Type,
  toTimeframe,
  Zone,
} from "./index.ts";

const QUARTER = 900_000;
const START = Date.parse("2024-03-05T09:00:00Z");
const candle = (index: number, close = 100 + index): Candle => ({
  time: START + index * QUARTER,
  open: close,
  high: close + 1,
  low: close - 1,
  close,
});

/** A strategy that hands its context to the test. */
function spy(seen: (context: StrategyContext<object>) => void, warmUp = 1) {
  return defineStrategy({
    title: "Spy",
    summary: "Looks at what it is given.",
    timeframe: "15min",
    warmUp,
    higherTimeframes: [{ timeframe: "1h", warmUp: 0 }],
    parameters: Type.Object({}),
    evaluate(context) {
      seen(context);
      return null;
    },
  });
}

describe("engine", () => {
  it("hands over one frozen context of functions, through and through", () => {
    const contexts = new Set<object>();
    const engine = createEngine(
      spy((context) => contexts.add(context)),
      Object.freeze({}),
    );
    for (let index = 0; index < 5; index++) engine.push(candle(index));
    expect(contexts.size).to.equal(1);
    const visit = (value: unknown, path: string) => {
      if ((typeof value !== "object" || value === null) && typeof value !== "function") return;
      expect(Object.isFrozen(value), path).to.equal(true);
      for (const [name, { value: inner }] of Object.entries(Object.getOwnPropertyDescriptors(value)))
        visit(inner, `${path}.${name}`);
    };
    for (const context of contexts) visit(context, "context");
  });

  it("shows candles newest first, and NaN where there are none", () => {
    createEngine(
      spy(({ candles, clock }) => {
        if (candles.length < 3) return;
        expect([
          candles.close(0),
          candles.close(2),
          candles.close(3),
          candles.close(-1),
          candles.close(0.5),
        ]).to.deep.equal([102, 100, Number.NaN, Number.NaN, Number.NaN]);
        expect(clock.closeTime).to.equal(START + 3 * QUARTER);
      }),
      {},
    );
    const engine = createEngine(
      spy(() => undefined),
      {},
    );
    for (let index = 0; index < 3; index++) engine.push(candle(index));
    expect(engine.size).to.equal(3);
  });

  it("does not evaluate while warming up", () => {
    let evaluations = 0;
    const engine = createEngine(
      spy(() => evaluations++, 3),
      {},
    );
    for (let index = 0; index < 5; index++) engine.push(candle(index));
    expect(evaluations).to.equal(3);
  });

  it("gives an indicator the candles that passed before it was asked for", () => {
    const late: number[] = [];
    const early: number[] = [];
    const collect = (into: number[], from: number) =>
      createEngine(
        spy(({ candles, indicators }) => {
          if (candles.length >= from) into.push(indicators.ema(3).at(0));
        }),
        {},
      );
    const engines = [collect(early, 1), collect(late, 6)];
    for (let index = 0; index < 8; index++)
      for (const engine of engines) engine.push(candle(index, 100 + ((index * 7) % 5)));
    expect(late).to.deep.equal(early.slice(5));
    expect(engines[0]?.indicator("ema(3)")).to.equal(early.at(-1));
  });

  it("answers the same object for the same indicator, refuses periods that are none, and reads lines by name", () => {
    const engine = createEngine(
      spy(({ indicators }) => {
        expect(indicators.macd(12, 26, 9)).to.equal(indicators.macd(12, 26, 9));
        expect(() => indicators.ema(0)).to.throw(RangeError);
        expect(() => indicators.sma(1e9)).to.throw(RangeError);
      }),
      {},
    );
    for (let index = 0; index < 60; index++) engine.push(candle(index));
    expect(engine.indicator("macd(12, 26, 9).histogram")).to.be.a("number");
    expect(engine.indicator("1h.sma(2)")).to.be.a("number");
    expect(engine.indicator("1h.ema(200)")).to.equal(null);
    expect(() => engine.indicator("magic(3)")).to.throw(RangeError);
  });

  it("sees an hour as soon as its fourth quarter closes, or when a later hour begins", () => {
    const lengths: number[] = [];
    const engine = createEngine(
      spy(({ higher }) => lengths.push(higher("1h").candles.length)),
      {},
    );
    for (const index of [0, 1, 2, 3, 4, 5, 8, 9]) engine.push(candle(index));
    expect(lengths).to.deep.equal([0, 0, 0, 1, 1, 1, 2, 2]);
  });

  it("takes the source's own hours instead of built ones, each once", () => {
    const seen: number[] = [];
    const engine = createEngine(
      spy(({ higher }) => seen.push(higher("1h").candles.close(0))),
      {},
    );
    for (let index = 0; index < 4; index++) engine.push(candle(index));
    const hour = { time: START, open: 1, high: 9, low: 1, close: 7 };
    engine.pushHourly(hour);
    engine.pushHourly(hour);
    for (let index = 4; index < 8; index++) engine.push(candle(index));
    expect(seen).to.deep.equal([Number.NaN, Number.NaN, Number.NaN, 103, 7, 7, 7, 7]);
  });

  it("lets no strategy ask for a timeframe that it did not declare", () => {
    const engine = createEngine(
      spy(({ higher }) => expect(() => higher("4h")).to.throw(RangeError)),
      {},
    );
    engine.push(candle(0));
  });
});

describe("higher timeframes", () => {
  it("hold open, extremes and close of their parts, and leave the unfinished one out", () => {
    const hours = toTimeframe(
      [0, 1, 2, 3, 4].map((index) => candle(index)),
      "15min",
      "1h",
    );
    expect(hours).to.deep.equal([{ time: START, open: 100, high: 104, low: 99, close: 103 }]);
  });

  it("close an hour without its last quarter when a later one appears, though a whole day lies between", () => {
    const closed: number[] = [];
    const builder = new HigherCandles("15min", "1h", ({ time }) => closed.push(time));
    builder.push(candle(0));
    builder.push(candle(96));
    expect(closed).to.deep.equal([START]);
  });
});

describe("zones", () => {
  it("agree with Intl at every quarter of a year, forward and back", () => {
    for (const name of ["Europe/London", "America/New_York", "Australia/Lord_Howe", "UTC"]) {
      const zone = new Zone(name);
      const format = new Intl.DateTimeFormat("en-GB", {
        timeZone: name,
        hour: "2-digit",
        minute: "2-digit",
        hourCycle: "h23",
      });
      const expected = (time: number) => {
        const [hours = 0, minutes = 0] = format.format(time).split(":").map(Number);
        return hours * 60 + minutes;
      };
      const times = Array.from(
        { length: 5_840 },
        (_, index) => Date.parse("2024-01-01T00:00:00Z") + index * 6 * QUARTER,
      );
      for (const time of [...times, ...times.toReversed()])
        expect(zone.minuteOfDay(time), `${name} ${time}`).to.equal(expected(time));
    }
  });

  it("know the weekday on both sides of midnight", () => {
    const sunday = Date.parse("2024-03-10T23:30:00Z");
    expect([new Zone("UTC").weekday(sunday), new Zone("Asia/Tokyo").weekday(sunday)]).to.deep.equal([7, 1]);
  });

  it("refuse a name that is none", () => {
    expect(() => new Zone("Mars/Olympus")).to.throw(RangeError);
  });
});
