import { expect } from "chai";
import { GOLD } from "../domain/knownInstruments.ts";
import { Market } from "../market/market.ts";
import { flat, quarters } from "./candles.ts";
import { ScriptedSandbox } from "./scriptedSandbox.ts";
import { World } from "./world.ts";

const START = "2024-03-05T09:00:00Z";
const SYMBOL = "XAU/USD";

describe("market hub", () => {
  let world: World;

  beforeEach(async () => {
    world = await World.open({ candles: quarters(START, flat(12)), sandbox: new ScriptedSandbox() });
  });

  afterEach(() => world.close());

  const refresh = async (timeframe: "1min" | "15min" = "15min") =>
    (await world.market.hub.refresh(world.context, SYMBOL, timeframe)).problem;
  const times = async () =>
    (await world.market.hub.series(world.context, SYMBOL, "15min")).map(({ time }) =>
      new Date(time).toISOString().slice(11, 16),
    );

  it("fetches a candle once, however many ask at the same time", async () => {
    world.at("2024-03-05T10:00:00Z");
    await Promise.all([refresh(), refresh(), refresh()]);
    await refresh();
    expect(world.feed.requests).to.have.length(1);
    expect(await times()).to.deep.equal(["09:00", "09:15", "09:30", "09:45"]);
  });

  it("goes on where the stored candles end, and keeps one growing series", async () => {
    world.at("2024-03-05T10:00:00Z");
    await refresh();
    const series = await world.market.hub.series(world.context, SYMBOL, "15min");
    world.at("2024-03-05T10:30:00Z");
    await refresh();
    expect(await world.market.hub.series(world.context, SYMBOL, "15min")).to.equal(series);
    expect(series).to.have.length(6);
    expect(world.feed.requests[1]?.searchParams.get("start_date")).to.equal("2024-03-05T09:00:00");
  });

  it("notices a candle that the feed had missed, and reads the series anew", async () => {
    const missing = Date.parse("2024-03-05T09:30:00Z");
    const whole = quarters(START, flat(12));
    world.feed.change((candles) => candles.filter(({ time }) => time !== missing));
    world.at("2024-03-05T10:00:00Z");
    await refresh();
    expect(await times()).to.deep.equal(["09:00", "09:15", "09:45"]);
    world.feed.change(() => whole);
    world.at("2024-03-05T10:15:00Z");
    await refresh();
    expect(await times()).to.deep.equal(["09:00", "09:15", "09:30", "09:45", "10:00"]);
  });

  it("fills what it missed while the feed was away", async () => {
    world.at("2024-03-05T09:30:00Z");
    await refresh();
    world.at("2024-03-05T10:00:00Z");
    world.feed.canned.push({ status: 502, body: "<html></html>" });
    expect(await refresh()).to.have.property("problem", "unavailable");
    world.at("2024-03-05T11:00:00Z");
    expect(await refresh()).to.equal(undefined);
    expect(await times()).to.have.length(8);
  });

  it("stores no candle that cannot be true, tells of it, goes on, and asks for it again", async () => {
    const whole = quarters(START, flat(12));
    const counted: string[] = [];
    const { hub } = new Market((candles, { symbol, timeframe }) =>
      counted.push(`${candles} ${symbol} ${timeframe}`),
    );
    const look = () => hub.refresh(world.context, SYMBOL, "15min");
    const stored = async () =>
      (await hub.series(world.context, SYMBOL, "15min")).map(({ time }) =>
        new Date(time).toISOString().slice(11, 16),
      );
    const told = () => world.rows("select error_code, error_message from feed where symbol = 'XAU/USD'");
    const broken = (...times: string[]) =>
      world.feed.change(() =>
        whole.map((candle) =>
          times.includes(new Date(candle.time).toISOString().slice(11, 16))
            ? { ...candle, close: candle.high + 500 }
            : candle,
        ),
      );
    broken("09:30", "09:45");
    world.at("2024-03-05T10:00:00Z");
    await look();
    expect(await stored()).to.deep.equal(["09:00", "09:15"]);
    expect(counted).to.deep.equal([`2 ${SYMBOL} 15min`]);
    expect(await told()).to.deep.equal([
      {
        error_code: "malformed",
        error_message:
          "The candle of 2024-03-05T09:30:00.000Z was refused: open and close must lie between low and high. So was one more. What is missing is asked for again.",
      },
    ]);

    broken("09:30");
    world.at("2024-03-05T10:15:00Z");
    await look();
    expect(await stored(), "the sound ones wait for nobody").to.deep.equal([
      "09:00",
      "09:15",
      "09:45",
      "10:00",
    ]);

    broken();
    world.at("2024-03-05T10:30:00Z");
    await look();
    expect(await stored()).to.deep.equal(["09:00", "09:15", "09:30", "09:45", "10:00", "10:15"]);
    expect(await told()).to.deep.equal([{ error_code: null, error_message: null }]);
    expect(counted).to.have.length(2);
  });

  it("asks nobody until the minute is over once the credits are gone, over all series", async () => {
    world.at("2024-03-05T10:00:10Z");
    const body = JSON.stringify({
      code: 429,
      message: "run out of API credits for the current minute",
      status: "error",
    });
    world.feed.canned.push({ status: 200, body });
    expect(await refresh()).to.have.property("problem", "minute-credits");
    expect(await refresh("1min")).to.have.property("problem", "minute-credits");
    expect(world.feed.requests).to.have.length(1);
    world.at("2024-03-05T10:01:02Z");
    expect(await refresh()).to.equal(undefined);
    expect(await times()).to.have.length(4);
  });

  it("stops before the last credit is overdrawn, by the answer's headers", async () => {
    world.feed.credits = { used: 8, left: 0 };
    world.at("2024-03-05T10:00:00Z");
    await refresh();
    world.at("2024-03-05T10:00:30Z");
    expect(await refresh("1min")).to.have.property("problem", "minute-credits");
    expect(world.feed.requests).to.have.length(1);
  });

  it("uses 15-minute candles where the source has no minutes, but not while minutes may still come", async () => {
    world.at("2024-03-05T10:00:00Z");
    const from = Date.parse("2024-03-05T09:15:00Z");
    const until = Date.parse("2024-03-05T10:00:00Z");
    world.feed.canned.push({ status: 503, body: "" });
    expect(await world.market.finest.between(world.context, GOLD, from, until)).to.deep.equal([]);
    world.at("2024-03-05T10:01:00Z");
    const candles = await world.market.finest.between(world.context, GOLD, from, until);
    expect(candles.map(({ closeTime }) => new Date(closeTime).toISOString().slice(11, 16))).to.deep.equal([
      "09:30",
      "09:45",
      "10:00",
    ]);
  });
});
