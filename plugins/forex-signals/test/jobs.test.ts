import type { Candle } from "@promostack/core/strategy";
import { expect } from "chai";
import { monitor, signalCheck } from "../signals/jobs.ts";
import { flat, quarters } from "./candles.ts";
import { ScriptedSandbox } from "./scriptedSandbox.ts";
import { World } from "./world.ts";

const START = "2024-03-05T09:00:00Z";
const CLOSE = Date.parse("2024-03-05T10:00:00Z");
const MINUTE = 60_000;
const BUY = { direction: "buy" as const, entry: 2000, stop: 1995, targets: [2005, 2010, 2015] };
const run = (at: number, caughtUp = false) => ({ at: new Date(at), timeoutMs: 60_000, caughtUp });

describe("signal check", () => {
  let world: World;
  let sandbox: ScriptedSandbox;

  beforeEach(async () => {
    sandbox = new ScriptedSandbox();
    world = await World.open({ candles: quarters(START, flat(20)), sandbox });
    await world.tenant({ strategy: "scripted" });
  });

  afterEach(() => world.close());

  const opened = async () =>
    (await world.rows<{ at: Date }>("select opened_at as at from signal")).map(({ at }) =>
      at.toISOString().slice(11, 16),
    );

  it("catches up once after downtime: the newest candle, not those that were missed", async () => {
    for (const missed of [0, 15, 30]) sandbox.propose(CLOSE + missed * MINUTE, BUY);
    sandbox.propose(CLOSE + 60 * MINUTE, BUY);
    world.at(CLOSE + 70 * MINUTE);
    await signalCheck(world.market, "15min")(world.context, run(CLOSE, true));
    expect(sandbox.evaluations).to.equal(1);
    expect(await opened()).to.deep.equal(["11:00"]);
  });

  it("evaluates its own window's close where the clock has run ahead, without looking at what came later", async () => {
    sandbox.propose(CLOSE, BUY);
    world.at(CLOSE + 40 * MINUTE);
    await signalCheck(world.market, "15min")(world.context, run(CLOSE));
    expect(await opened()).to.deep.equal(["10:00"]);
  });

  it("of a 1-hour strategy looks each half hour, and evaluates a closed hour once, also one that came late", async () => {
    sandbox.timeframe = "1h";
    sandbox.propose(CLOSE, BUY);
    const look = async (minutes: number) => {
      world.at(CLOSE + minutes * MINUTE);
      await signalCheck(world.market, "1h")(world.context, run(CLOSE + minutes * MINUTE));
      return sandbox.evaluations;
    };
    world.feed.change((candles) => candles.filter(({ time }) => time < CLOSE - 15 * MINUTE));
    expect(await look(0)).to.equal(0);
    world.feed.change(() => quarters(START, flat(20)));
    expect([await look(30), await look(30), await look(60), await look(90)]).to.deep.equal([1, 1, 2, 2]);
    expect(await opened()).to.deep.equal(["10:00"]);
  });

  it("does not run at the weekend", async () => {
    const saturday = Date.parse("2024-03-09T10:00:00Z");
    world.at(saturday);
    await signalCheck(world.market, "15min")(world.context, run(saturday));
    expect(world.feed.requests).to.have.length(0);
  });
});

describe("monitor", () => {
  /** One minute a row, from the signal's entry on. */
  const minutes = (rows: readonly (readonly [number, number, number, number])[]): Candle[] => [
    ...Array.from({ length: 60 }, (_, index) => ({
      time: CLOSE - (60 - index) * MINUTE,
      open: 2000,
      high: 2000.5,
      low: 1999.5,
      close: 2000,
    })),
    ...rows.map(([open, high, low, close], index) => ({
      time: CLOSE + index * MINUTE,
      open,
      high,
      low,
      close,
    })),
  ];

  async function live(rows: readonly (readonly [number, number, number, number])[]) {
    const sandbox = new ScriptedSandbox();
    sandbox.propose(CLOSE, BUY);
    const world = await World.open({ candles: minutes(rows), timeframe: "1min", sandbox });
    await world.tenant({ strategy: "scripted" });
    world.at(CLOSE);
    await signalCheck(world.market, "15min")(world.context, run(CLOSE));
    return world;
  }

  const said = async (world: World) => (await world.sent()).map(({ dedupeKey }) => dedupeKey.split(":")[2]);

  it("counts a wick between two looks, at its own minute", async () => {
    const world = await live([...flat(3), [2000, 2005.2, 1999.8, 2003], ...flat(3, 2003)]);
    try {
      world.at(CLOSE + 7 * MINUTE);
      await monitor(world.market)(world.context);
      const fills = await world.rows<{ reason: string; time: Date }>("select reason, time from fill");
      expect(fills).to.deep.equal([{ reason: "target1", time: new Date(CLOSE + 4 * MINUTE) }]);
    } finally {
      await world.close();
    }
  });

  it("guides at most once in ten minutes, and is silent about what it has said", async () => {
    const world = await live([
      ...flat(1),
      [2000, 2002.1, 2000, 2001],
      ...flat(5, 2002),
      [2002, 2003.6, 2002, 2002],
      ...flat(10, 2003),
    ]);
    try {
      for (let minute = 1; minute <= 18; minute++) {
        world.at(CLOSE + minute * MINUTE);
        await monitor(world.market)(world.context);
      }
      expect(await said(world)).to.deep.equal(["open", "way40", "way70"]);
    } finally {
      await world.close();
    }
  });

  it("fills a gap of the feed before it goes on: the stop that was missed is booked at its time", async () => {
    const world = await live([...flat(2), [2000, 2000, 1994, 1996], ...flat(12, 1996)]);
    try {
      world.feed.canned.push({ status: 502, body: "<html></html>" }, { status: 502, body: "<html></html>" });
      for (const minute of [3, 9]) {
        world.at(CLOSE + minute * MINUTE);
        await monitor(world.market)(world.context);
      }
      expect(await said(world)).to.deep.equal(["open"]);
      world.at(CLOSE + 12 * MINUTE);
      await monitor(world.market)(world.context);
      const [signal] = await world.rows<{ reason: string; at: Date }>(
        "select close_reason as reason, closed_at as at from signal",
      );
      expect(signal).to.deep.equal({ reason: "stop", at: new Date(CLOSE + 3 * MINUTE) });
    } finally {
      await world.close();
    }
  });

  it("asks the feed for nothing while nothing is open", async () => {
    const world = await World.open({
      candles: minutes([]),
      timeframe: "1min",
      sandbox: new ScriptedSandbox(),
    });
    try {
      await world.tenant({ strategy: "scripted" });
      world.at(CLOSE + 7 * MINUTE);
      await monitor(world.market)(world.context);
      expect(world.feed.requests).to.have.length(0);
    } finally {
      await world.close();
    }
  });
});
