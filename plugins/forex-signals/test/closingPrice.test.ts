import { PlatformError } from "@promostack/core";
import { type Candle, TIMEFRAME_MS, type Timeframe } from "@promostack/core/strategy";
import { expect } from "chai";
import { recordUsage } from "../market/budget.ts";
import { closingPrice } from "../signals/closingPrice.ts";
import { ScriptedSandbox } from "./scriptedSandbox.ts";
import { World } from "./world.ts";

const START = Date.parse("2024-03-05T09:00:00Z");
const GOLD = "XAU/USD";

describe("the price that a signal is closed at by hand", () => {
  const worlds = new Map<Timeframe, World>();
  let world: World;

  before(async () => {
    for (const timeframe of ["1min", "15min"] as const) {
      const candles = rising(timeframe);
      worlds.set(timeframe, await World.open({ candles, timeframe, sandbox: new ScriptedSandbox() }));
    }
  });
  afterEach(async () => {
    for (const table of ["candle", "feed", "credit", "credit_use", "live_price"])
      await world.rows(`delete from ${table}`);
    world.market.hub.clear();
    world.feed.requests.length = 0;
  });
  after(async () => {
    for (const each of worlds.values()) await each.close();
  });

  /** The feed has nothing finer than `timeframe`, and its newest candle closed `late` milliseconds ago. */
  function hour(timeframe: Timeframe, late: number): number {
    const found = worlds.get(timeframe);
    if (found === undefined) throw new Error(`There is no world of ${timeframe}.`);
    world = found;
    const now = START + TIMEFRAME_MS["1h"] + late;
    world.at(now);
    return now;
  }

  const streamed = (price: number, time: number) =>
    world.rows("insert into live_price (symbol, price, time, received_at) values ($1, $2, $3, $3)", [
      GOLD,
      price,
      new Date(time),
    ]);
  const priceOf = () => closingPrice(world.context, world.market, GOLD);
  const refusal = () =>
    priceOf().then(
      ({ price }) => price,
      (error: unknown) => (PlatformError.is(error) ? error.code : String(error)),
    );
  const asked = (path: string) => world.feed.requests.filter(({ pathname }) => pathname === path).length;

  it("is the streamed one while that is of now, and costs nothing", async () => {
    const now = hour("1min", 0);
    await streamed(2345.6, now - 9_000);
    expect(await priceOf()).to.include({ price: 2345.6, time: now - 9_000 });
    expect(world.feed.requests).to.have.length(0);
  });

  it("is the close of the newest minute where the stream is old, or ahead of the clock", async () => {
    const now = hour("1min", 30_000);
    await streamed(2345.6, now - 11_000);
    expect(await priceOf()).to.include({ price: 2059, time: START + TIMEFRAME_MS["1h"] });
    await world.rows("update live_price set time = $1", [new Date(now + 60_000)]);
    expect(await priceOf()).to.include({ price: 2059 });
    expect(asked("/price")).to.equal(0);
  });

  it("is the feed's own for one credit where there are no minutes, and the use is written down", async () => {
    const now = hour("15min", 60_000);
    expect(await priceOf()).to.include({ price: 2003, time: now });
    expect(asked("/price")).to.equal(1);
    const uses = await world.rows(
      "select requests, credits, refused from credit_use where purpose = 'price'",
    );
    expect(uses).to.deep.equal([{ requests: 1, credits: 1, refused: 0 }]);
  });

  it("is none where the budget is used up, and nothing is asked", async () => {
    const now = hour("15min", 60_000);
    const plan = { perMinute: 8, perDay: 800, plan: "basic" };
    await world.market.hub.refresh(world.context, GOLD, "15min");
    await world.context.platformDb((trx) =>
      recordUsage(trx, { ...plan, used: 8, dayUsed: 80 }, new Date(now)),
    );
    expect(await refusal()).to.equal("feed.minute-credits");
    await world.context.platformDb((trx) =>
      recordUsage(trx, { ...plan, used: 0, dayUsed: 800 }, new Date(now)),
    );
    expect(await refusal()).to.equal("feed.day-credits");
    expect(asked("/price")).to.equal(0);
  });

  it("is none where the feed stands still, since a price without a time may be as old", async () => {
    hour("15min", 21 * 60_000);
    expect(await refusal()).to.equal("feed.unavailable");
    expect(asked("/price")).to.equal(0);
  });

  it("is none where the feed answers with an error, also with status 200, or with nonsense", async () => {
    hour("15min", 60_000);
    for (const timeframe of ["1min", "15min"] as const)
      await world.market.hub.refresh(world.context, GOLD, timeframe);
    const answering = async (body: object) => {
      const minute = '{"code":400,"message":"No data is available on the specified dates.","status":"error"}';
      world.feed.canned.push({ status: 400, body: minute }, { status: 200, body: JSON.stringify(body) });
      return refusal();
    };
    expect(await answering({ price: "abc" })).to.equal("feed.malformed");
    expect(await answering({ price: "-1" })).to.equal("feed.malformed");
    expect(await answering({ code: 401, message: "No key.", status: "error" })).to.equal("feed.key-refused");
  });
});

/** An hour of candles, each closing one higher than the one before. */
function rising(timeframe: Timeframe): Candle[] {
  const step = TIMEFRAME_MS[timeframe];
  return Array.from({ length: TIMEFRAME_MS["1h"] / step }, (_, index) => {
    const close = 2000 + index;
    return { time: START + index * step, open: close, high: close + 0.5, low: close - 0.5, close };
  });
}
