import { existsSync, readFileSync } from "node:fs";
import { expect } from "chai";
import { eventually } from "../../../test/kit/waiting.ts";
import { type StandIn, startStandIn } from "../../playground/test/standIn.ts";
import { GOLD } from "../domain/knownInstruments.ts";
import { Instruments } from "../market/instruments.ts";
import { streamEvent } from "../market/stream/messages.ts";
import { StreamKeeper, type StreamTimes } from "../market/stream/streamKeeper.ts";
import { holdStream, readStream, type StreamState } from "../market/stream/streamStore.ts";
import { newestPrices } from "../signals/feedState.ts";
import { streamedSymbols } from "../signals/streamedSymbols.ts";
import { flat, quarters } from "./candles.ts";
import { ScriptedSandbox } from "./scriptedSandbox.ts";
import { World } from "./world.ts";

const SAMPLES = new URL("../../../../shared/data/twelvedata-samples.json", import.meta.url);
const NOW = Date.parse("2026-03-03T10:00:00Z");

/** Production's, some fifty times as fast; what ends a connection or a lease comes only where a test is about it. */
const QUICK: StreamTimes = {
  heartbeat: 100,
  silence: 60_000,
  write: 50,
  look: 50,
  lease: 60_000,
  symbols: 50,
  firstWait: 40,
  longestWait: 100,
  refusedWait: 60_000,
  settled: 60_000,
};

describe("the stream of prices", () => {
  let world: World;
  let standIn: StandIn;
  let tenantId: string;
  let keepers: StreamKeeper[] = [];
  /** What keepers asked the database: a look asks at least once. */
  let asks = 0;

  before(async () => {
    standIn = await startStandIn();
    await standIn.call("PATCH", "/settings", { recordCalls: true });
    const candles = quarters("2026-03-03T08:00:00Z", flat(8));
    world = await World.open({ candles, sandbox: new ScriptedSandbox() });
    tenantId = await world.tenant();
  });
  after(async () => {
    await world.close();
    await standIn.stop();
  });

  beforeEach(async () => {
    at(NOW);
    world.settings(tenantId, { strategy: "scripted" });
    Object.assign(world.variables, {
      TWELVEDATA_API_KEY: "playground",
      TWELVEDATA_WS_URL: `${standIn.url.replace("http", "ws")}/twelvedata`,
    });
    await standIn.db((trx) => trx.run("delete from call"));
  });
  afterEach(async () => {
    for (const keeper of keepers) await keeper.close();
    keepers = [];
    await standIn.call("DELETE", "/faults");
    for (const table of ["stream", "live_price"]) await world.rows(`delete from ${table}`);
  });

  function keep(times: Partial<StreamTimes> = {}): StreamKeeper {
    const instruments = new Instruments();
    const symbols = () => streamedSymbols(world.context, instruments);
    const { context } = world;
    const counted: typeof context.platformDb = (work) => {
      asks += 1;
      return context.platformDb(work);
    };
    const source = Object.create(context, { platformDb: { value: counted } });
    const keeper = new StreamKeeper(source, symbols, { ...QUICK, ...times });
    keepers.push(keeper);
    keeper.open();
    return keeper;
  }

  /** The keepers have looked around some times. */
  async function looks(): Promise<void> {
    const before = asks;
    await eventually(() => asks >= before + 10);
  }

  /** Both clocks. */
  function at(time: number): void {
    world.at(time);
    standIn.clock.set(new Date(time).toISOString());
  }

  const stream = () => world.context.platformDb(readStream);
  const stands = (wanted: Partial<StreamState>) =>
    eventually(async () => {
      const now = await stream();
      return Object.entries(wanted).every(([name, value]) => same(Object(now)[name], value))
        ? now
        : undefined;
    });
  const prices = () =>
    world.rows<{ symbol: string; price: number; time: Date; version: string }>(
      "select symbol, price::float8 as price, time, xmin::text as version from live_price order by symbol",
    );
  const fault = (kind: string, more: object = {}) =>
    standIn.call("POST", "/faults", { service: "twelvedata", kind, ...more });
  /** What the stand-in was asked: handshakes by their status, and actions. */
  const asked = async (what: string) => {
    const rows = await standIn.db((trx) =>
      trx.many<{ operation: string; status: number; action: string | null }>(
        "select operation, status, parameters ->> 'action' as action from call",
      ),
    );
    return rows.filter(({ operation, status, action }) => (action ?? `${operation} ${status}`) === what)
      .length;
  };

  it("brings the prices of what tenants follow, and the newest one goes before the candle", async () => {
    keep();
    await stands({ state: "live", symbols: ["XAU/USD"] });
    const [price] = await eventually(async () => ((await prices()).length > 0 ? prices() : undefined));
    const rest = await fetch(`${standIn.url}/twelvedata/price?symbol=XAU/USD&apikey=playground`);
    expect(price).to.deep.include({
      symbol: "XAU/USD",
      price: Number(Object(await rest.json()).price),
      time: new Date(NOW),
    });
    const shownNow = () => newestPrices(world.context, world.market, [GOLD]);
    expect((await shownNow())[0]).to.include({ state: "empty", live: true, price: price?.price });
    await world.tick();
    expect((await shownNow())[0]).to.include({ state: "live", live: false, price: 2000 });
    at(NOW + 6_000);
    await eventually(async () => (await prices()).find(({ time }) => time.getTime() === NOW + 6_000));
    const [shown] = await shownNow();
    expect(shown).to.include({ live: true, time: new Date(NOW + 6_000).toISOString() });
    expect(shown?.price).to.equal((await prices())[0]?.price);
  });

  it("follows a change of symbols, and says which ones the provider refuses", async () => {
    keep();
    await stands({ state: "live", symbols: ["XAU/USD"] });
    world.settings(tenantId, { strategy: "scripted", symbols: ["EUR/USD", "BTC/USD"] });
    await stands({ symbols: ["EUR/USD"], refused: ["BTC/USD"] });
    expect(await asked("unsubscribe")).to.equal(1);
    expect(await asked("connect 101")).to.equal(1);
    world.settings(tenantId, { strategy: "scripted", symbols: ["EUR/USD"] });
    await stands({ symbols: ["EUR/USD"], refused: [] });
    world.disable(tenantId);
    await stands({ state: "off", symbols: [] });
    tenantId = await world.tenant({ strategy: "scripted" });
    await stands({ state: "live", symbols: ["XAU/USD"] });
  });

  it("writes a symbol's price no more often than it may, however often it moves", async () => {
    keep({ write: 1_000 });
    await stands({ state: "live" });
    const versions = new Set<string>();
    const began = performance.now();
    for (let tick = 1; tick <= 24; tick++) {
      at(NOW + tick * 60_000);
      await new Promise((resolve) => setTimeout(resolve, 100));
      for (const { version } of await prices()) versions.add(version);
    }
    const seconds = (performance.now() - began) / 1_000;
    expect(versions.size).to.be.within(1, Math.ceil(seconds) + 1);
  });

  it("sends a heartbeat, and stays connected while it is answered", async () => {
    keep();
    await stands({ state: "live" });
    await eventually(async () => ((await asked("heartbeat")) >= 6 ? true : undefined));
    expect(await stream()).to.include({ state: "live", reconnects: 0 });
  });

  it("comes back after the connection broke off", async () => {
    keep();
    await stands({ state: "live" });
    await fault("drop", { remaining: 1 });
    await stands({ state: "live", reconnects: 1, problem: null, symbols: ["XAU/USD"] });
  });

  it("gives a connection up that has fallen silent", async () => {
    keep({ silence: 500, firstWait: 60_000, longestWait: 60_000 });
    await stands({ state: "live" });
    await fault("silence", { operation: "stream", seconds: 60, remaining: 1 });
    const { detail } = await stands({ state: "waiting", problem: "unavailable" });
    expect(detail).to.equal("The stream fell silent.");
  });

  it("waits long after a key was refused, and says why", async () => {
    world.variables.TWELVEDATA_API_KEY = "wrong";
    await fault("refused", { operation: "connect" });
    keep();
    const waiting = await stands({ state: "waiting", problem: "key-refused" });
    expect(waiting.detail).to.contain("apikey");
    expect(waiting.detail).not.to.contain("wrong");
    await looks();
    expect(await stream()).to.include({ state: "waiting", reconnects: 1 });
  });

  it("asks less and less often where nobody answers", async () => {
    world.variables.TWELVEDATA_WS_URL = "ws://127.0.0.1:9";
    keep({ firstWait: 50, longestWait: 60_000 });
    const { reconnects, retryAt } = await eventually(async () => {
      const now = await stream();
      return now.state === "waiting" && now.reconnects >= 4 ? now : undefined;
    });
    // Twice as long after each failure; up to half of it is left to chance.
    const longest = 50 * 2 ** (reconnects - 1);
    expect(Number(retryAt) - NOW).to.be.within(longest / 2, longest);
  });

  it("is one connection for two hosts, handed over by the one that stops", async () => {
    // Were the lease not handed over, the second would wait a minute for it.
    const first = keep();
    await stands({ state: "live" });
    keep();
    await looks();
    expect(await asked("connect 101")).to.equal(1);
    await first.close();
    await eventually(async () => ((await asked("connect 101")) === 2 ? true : undefined));
    await stands({ state: "live" });
  });

  it("is taken over from a host that is gone when its lease ends, not before", async () => {
    await world.context.platformDb((trx) => holdStream(trx, "a host that was killed", 60_000));
    keep();
    await looks();
    expect(await asked("connect 101")).to.equal(0);
    await world.rows("update stream set lease_until = clock_timestamp()");
    await stands({ state: "live" });
  });

  it("stops at once while it waits, and streams nothing where candles come from elsewhere", async () => {
    delete world.variables.TWELVEDATA_WS_URL;
    const keeper = keep({ look: 60_000 });
    const began = performance.now();
    await keeper.close();
    expect(performance.now() - began).to.be.lessThan(30_000);
    expect(await world.rows("select * from stream")).to.deep.equal([]);
  });

  it("reads the recorded messages", function () {
    if (!existsSync(SAMPLES)) {
      console.log("      skipped: needs ../shared/data beside the repository");
      this.skip();
    }
    const { websocket, errors } = JSON.parse(readFileSync(SAMPLES, "utf8"));
    const read = (message: unknown) => streamEvent(JSON.stringify(message), new Date(NOW));
    expect(read(websocket.price.msg)).to.deep.equal({
      kind: "price",
      price: { symbol: "XAU/USD", price: 1925.18, time: 1647950462000 },
    });
    expect(read(websocket.price_no_bidask.msg)).to.have.nested.property("price.price", 1925.2);
    expect(read(websocket.subscribe_ok.msg)).to.deep.equal({
      kind: "subscribed",
      followed: ["XAU/USD"],
      refused: [],
    });
    expect(read(websocket.subscribe_fail.msg)).to.deep.equal({
      kind: "subscribed",
      followed: [],
      refused: ["XAUUSD"],
    });
    expect(read(websocket.heartbeat.msg)).to.deep.equal({ kind: "other" });
    const problem = (message: unknown) => Object(read(message)).error?.problem;
    expect(problem(websocket.error.msg)).to.equal("bad-request");
    expect(problem(errors["401"].body)).to.equal("key-refused");
    expect(problem({ ...errors["403_plan_endpoint"].body, event: "error", code: "403" })).to.equal("plan");
    expect(problem({ ...websocket.price.msg, price: "none" })).to.equal("malformed");
    expect(streamEvent("<html>", new Date(NOW))).to.deep.equal({ kind: "other" });
  });
});

function same(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
