import { expect } from "chai";
import { type Asking, type Purpose, readBudget, recordUsage, reserve, unblock } from "../market/budget.ts";
import { FeedError } from "../market/feedError.ts";
import { MarketHub } from "../market/hub.ts";
import { flat, quarters } from "./candles.ts";
import { ScriptedSandbox } from "./scriptedSandbox.ts";
import { World } from "./world.ts";

const NOON = new Date("2024-03-05T12:00:10Z");
const BASIC = { used: 0, perMinute: 8, dayUsed: 0, perDay: 800, plan: "basic" };

describe("the budget of credits", () => {
  let world: World;

  beforeEach(async () => {
    world = await World.open({
      candles: quarters("2024-03-05T09:00:00Z", flat(12)),
      sandbox: new ScriptedSandbox(),
    });
    world.at(NOON.getTime());
  });

  afterEach(() => world.close());

  const plan = (change: Partial<typeof BASIC> = {}, now = NOON) =>
    world.context.platformDb((trx) => recordUsage(trx, { ...BASIC, ...change }, now));
  const ask = (purpose: Purpose, asking: Partial<Asking> = {}) =>
    world.context.platformDb((trx) => reserve(trx, { purpose, symbol: "XAU/USD", now: NOON, ...asking }));

  it("is one for two hosts that ask at the same time", async () => {
    await plan();
    const hubs = [new MarketHub(), new MarketHub()];
    const symbols = Array.from({ length: 10 }, (_, index) => `S${index}/USD`);
    const asked = await Promise.all(
      hubs.flatMap((hub) => symbols.map((symbol) => hub.refresh(world.context, symbol, "15min"))),
    );
    expect(world.feed.requests).to.have.length(8);
    const refused = asked.filter(({ problem }) => problem !== undefined);
    expect(refused).to.have.length(12);
    expect(new Set(refused.map(({ problem }) => problem?.problem))).to.deep.equal(
      new Set(["minute-credits"]),
    );
    const [use] = await world.rows<{ requests: number; refused: number }>(
      "select sum(requests)::int as requests, sum(refused)::int as refused from credit_use",
    );
    expect(use).to.deep.equal({ requests: 8, refused: 12 });
  });

  it("goes on in the next minute", async () => {
    await plan({ used: 8 });
    const refused = await ask("check");
    expect(refused).to.be.instanceOf(FeedError).and.to.have.property("problem", "minute-credits");
    expect(refused?.retryAt?.toISOString()).to.equal("2024-03-05T12:01:00.000Z");
    expect(await ask("check", { now: new Date("2024-03-05T12:01:00Z") })).to.equal(undefined);
  });

  it("keeps half of a minute from history, and all of it for checks", async () => {
    await plan({ used: 4 });
    expect(await ask("history")).to.have.property("problem", "minute-credits");
    expect(await ask("gap")).to.have.property("problem", "minute-credits");
    expect(await ask("open")).to.equal(undefined);
    expect(await ask("check")).to.equal(undefined);
  });

  it("spreads a day's credits over the day: history waits first, open signals later, checks never", async () => {
    await plan({ dayUsed: 420 });
    expect(await ask("history")).to.equal(undefined);
    await plan({ dayUsed: 500 });
    expect(await ask("history")).to.have.property("problem", "day-credits");
    expect(await ask("open")).to.equal(undefined);
    await plan({ dayUsed: 600 });
    expect(await ask("open")).to.have.property("problem", "day-credits");
    expect(await ask("check")).to.equal(undefined);
  });

  it("is over for the day when the day's credits are, for everybody, until midnight UTC", async () => {
    await plan({ dayUsed: 800 });
    const refused = await ask("check");
    expect(refused).to.have.property("problem", "day-credits");
    expect(refused?.retryAt?.toISOString()).to.equal("2024-03-06T00:00:00.000Z");
    expect(await ask("check", { now: new Date("2024-03-06T00:00:01Z") })).to.equal(undefined);
    expect((await world.context.platformDb(readBudget)).dayUsed).to.equal(1);
  });

  it("learns from the answer's headers what a request cost, and what others used", async () => {
    await plan();
    world.feed.credits = { used: 5, left: 3 };
    await world.market.hub.refresh(world.context, "XAU/USD", "15min");
    expect(await world.context.platformDb(readBudget)).to.include({
      used: 5,
      dayUsed: 5,
      remaining: 3,
      perMinute: 8,
    });
  });

  it("waits out the provider's own refusal, whatever its status, and again when a person frees it", async () => {
    const message = "You have run out of API credits for the day. 801 API credits were used.";
    world.feed.canned.push({ status: 200, body: JSON.stringify({ code: 429, message, status: "error" }) });
    const first = await world.market.hub.refresh(world.context, "XAU/USD", "15min");
    expect(first.problem).to.have.property("problem", "day-credits");
    const second = await world.market.hub.refresh(world.context, "EUR/USD", "15min");
    expect(second.problem).to.have.property("problem", "day-credits");
    expect(world.feed.requests).to.have.length(1);
    expect(await world.context.platformDb(unblock)).to.equal(true);
    expect((await world.market.hub.refresh(world.context, "EUR/USD", "15min")).problem).to.equal(undefined);
  });

  it("does not take its own refusal for the provider's: nobody else is held up", async () => {
    await plan({ used: 4 });
    const stretch = { symbol: "XAU/USD", timeframe: "15min", purpose: "history" } as const;
    const { problem } = await world.market.hub.fill(world.context, {
      ...stretch,
      from: 0,
      until: NOON.getTime(),
    });
    expect(problem).to.have.property("problem", "minute-credits");
    expect((await world.market.hub.refresh(world.context, "XAU/USD", "15min")).problem).to.equal(undefined);
  });
});
