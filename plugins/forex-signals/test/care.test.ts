import { expect } from "chai";
import { gapsOf } from "../calendar/gaps.ts";
import { TradingCalendar } from "../calendar/tradingCalendar.ts";
import { careForMarket } from "../market/care.ts";
import { askAgain, listGaps } from "../market/gapStore.ts";
import { flat, quarters } from "./candles.ts";
import { ScriptedSandbox } from "./scriptedSandbox.ts";
import { World } from "./world.ts";

const START = "2024-03-05T09:00:00Z";
const QUARTER = 900_000;
const metals = new TradingCalendar("metals");
const at = (time: string) => Date.parse(`2024-03-05T${time}:00Z`);

describe("gaps", () => {
  const found = (times: readonly string[], from: string, until: string) =>
    gapsOf(
      times.map((time) => Date.parse(time)),
      metals,
      QUARTER,
      Date.parse(from),
      Date.parse(until),
    ).map(({ from: start, missing }) => `${new Date(start).toISOString().slice(5, 16)} ${missing}`);

  it("are candles that are missing in trading time, one after the other", () => {
    const times = ["2024-03-05T09:00Z", "2024-03-05T09:15Z", "2024-03-05T10:00Z", "2024-03-05T10:30Z"];
    expect(found(times, "2024-03-05T09:00Z", "2024-03-05T10:45Z")).to.deep.equal([
      "03-05T09:30 2",
      "03-05T10:15 1",
    ]);
  });

  it("are none over the daily break, the weekend and a holiday, in winter and in summer", () => {
    expect(found(["2024-03-05T21:45Z"], "2024-03-05T21:45Z", "2024-03-05T23:00Z")).to.deep.equal([]);
    expect(found(["2024-03-08T21:45Z"], "2024-03-08T21:45Z", "2024-03-10T22:00Z")).to.deep.equal([]);
    expect(found(["2024-03-28T20:45Z"], "2024-03-28T20:45Z", "2024-03-31T22:00Z")).to.deep.equal([]);
    expect(found(["2024-07-05T20:45Z"], "2024-07-05T20:45Z", "2024-07-07T22:15Z")).to.deep.equal([
      "07-07T22:00 1",
    ]);
  });

  it("go on over a rest: the last candle of a week and the first of the next are one gap", () => {
    expect(found(["2024-03-08T21:30Z"], "2024-03-08T21:30Z", "2024-03-10T22:15Z")).to.deep.equal([
      "03-08T21:45 2",
    ]);
  });
});

describe("care for stored candles", () => {
  let world: World;
  let sandbox: ScriptedSandbox;
  const whole = quarters(START, flat(40));

  beforeEach(async () => {
    sandbox = new ScriptedSandbox();
    world = await World.open({ candles: whole, sandbox });
    await world.tenant({ strategy: "scripted" });
  });

  afterEach(() => world.close());

  const without = (...times: string[]) =>
    world.feed.change(() => whole.filter(({ time }) => !times.map(at).includes(time)));
  const refresh = () => world.market.hub.refresh(world.context, "XAU/USD", "15min");
  const gaps = async () =>
    (await world.context.platformDb((trx) => listGaps(trx, 10))).map(
      ({ from, missing, attempts, filledAt }) =>
        `${from.toISOString().slice(11, 16)} ${missing} ${filledAt ? "filled" : `asked ${attempts}`}`,
    );

  it("finds a gap that no refresh would notice, fills it when the feed has it, and reads the series anew", async () => {
    without("09:30", "09:45");
    world.at("2024-03-05T12:00:00Z");
    await world.tick();
    const series = await world.market.hub.series(world.context, "XAU/USD", "15min");
    expect(series).to.have.length(10);
    expect(await world.rows("select missing from evaluation")).to.deep.equal([{ missing: 0 }]);

    await careForMarket(world.context, world.market);
    expect(await gaps()).to.deep.equal(["09:30 2 asked 1"]);
    // A gap is no price: nothing was put in its place.
    expect(await world.rows("select count(*) from candle where time = '2024-03-05T09:30Z'")).to.deep.equal([
      { count: 0 },
    ]);

    world.feed.change(() => whole);
    world.at("2024-03-05T12:05:00Z");
    await careForMarket(world.context, world.market);
    expect(await gaps(), "waits twice as long each time").to.deep.equal(["09:30 2 asked 1"]);
    world.at("2024-03-05T12:11:00Z");
    await careForMarket(world.context, world.market);
    expect(await gaps()).to.deep.equal(["09:30 2 filled"]);
    await refresh();
    expect(await world.market.hub.series(world.context, "XAU/USD", "15min")).to.have.length(12);
    const asked = world.feed.requests.at(-1)?.searchParams;
    expect(asked?.get("start_date")).to.be.a("string");
  });

  it("waits longer each time for a candle that keeps coming with false prices, and holds no other gap up", async () => {
    without("09:30", "10:30");
    world.at("2024-03-05T12:00:00Z");
    await world.tick();
    world.feed.change(() =>
      whole.map((candle) => (candle.time === at("10:30") ? { ...candle, low: candle.high + 1 } : candle)),
    );
    await careForMarket(world.context, world.market);
    expect(await gaps()).to.have.members(["10:30 1 asked 1", "09:30 1 filled"]);
    const asked = world.feed.requests.length;
    world.at("2024-03-05T12:05:00Z");
    await careForMarket(world.context, world.market);
    expect(world.feed.requests.length).to.equal(asked);
  });

  it("marks what was evaluated over a gap", async () => {
    sandbox.bars = 8;
    without("11:15");
    for (const close of ["12:00", "12:15", "14:00"]) {
      world.at(`2024-03-05T${close}:00Z`);
      await world.tick();
    }
    expect(await world.rows("select missing from evaluation order by close_time")).to.deep.equal([
      { missing: 1 },
      { missing: 1 },
      { missing: 0 },
    ]);
  });

  it("stops asking for what the source does not have, until a person wants it", async () => {
    without("09:30");
    world.at("2024-03-05T12:00:00Z");
    await refresh();
    for (let hour = 0; hour < 12; hour++) {
      world.at(at("12:00") + hour * 8 * 3_600_000);
      await careForMarket(world.context, world.market);
    }
    expect(await gaps()).to.deep.equal(["09:30 1 asked 6"]);
    await world.context.platformDb(askAgain);
    await careForMarket(world.context, world.market);
    expect(await gaps()).to.deep.equal(["09:30 1 asked 1"]);
  });

  it("asks for the newest gaps first, and leaves credits for what cannot wait", async () => {
    without("09:30", "10:30", "11:30");
    world.at("2024-03-05T12:00:00Z");
    world.feed.credits = { used: 1, left: 3 };
    await refresh();
    world.feed.requests.length = 0;
    await careForMarket(world.context, world.market);
    const starts = world.feed.requests
      .filter(({ pathname }) => pathname === "/time_series")
      .map(({ searchParams }) => searchParams.get("start_date")?.slice(11, 16));
    expect(starts).to.deep.equal(["11:30"]);
    expect(await gaps()).to.deep.equal(["11:30 1 asked 1", "10:30 1 asked 0", "09:30 1 asked 0"]);
  });
});
