import { existsSync, readFileSync } from "node:fs";
import { expect } from "chai";
import { instrument } from "../twelvedata/instruments.ts";
import { Simulation } from "../twelvedata/simulation.ts";
import { isOpen } from "../twelvedata/tradingHours.ts";
import { type StandIn, startStandIn } from "./standIn.ts";

const SAMPLES = new URL("../../../../shared/data/twelvedata-samples.json", import.meta.url);
const samples = existsSync(SAMPLES) ? JSON.parse(readFileSync(SAMPLES, "utf8")) : undefined;

interface Value {
  datetime: string;
  open: string;
  high: string;
  low: string;
  close: string;
}
interface Series {
  meta: object;
  values: Value[];
  status: string;
}

describe("Twelve Data's stand-in", () => {
  let standIn: StandIn;
  before(async () => {
    standIn = await startStandIn();
  });
  beforeEach(async () => {
    standIn.clock.set("2026-03-03T10:07:30Z");
    await standIn.db((trx) => trx.run("delete from fault"));
  });
  after(() => standIn.stop());

  const get = (path: string, parameters: Record<string, string | number> = {}) => {
    const query = new URLSearchParams({ symbol: "XAU/USD", apikey: "playground", timezone: "UTC" });
    for (const [name, value] of Object.entries(parameters)) query.set(name, String(value));
    return fetch(`${standIn.url}/twelvedata${path}?${query}`);
  };
  const series = async (parameters: Record<string, string | number>): Promise<Series> =>
    Object(await (await get("/time_series", parameters)).json());

  it("has the recorded shapes", async function () {
    if (!samples) {
      console.log("      skipped: ../shared/data/twelvedata-samples.json is not here");
      return this.skip();
    }
    const shape = (value: unknown): unknown => {
      if (Array.isArray(value)) return value.slice(0, 1).map(shape);
      if (typeof value !== "object" || value === null) return typeof value;
      return Object.fromEntries(
        Object.entries(value)
          .sort(([a], [b]) => (a < b ? -1 : 1))
          .map(([key, each]) => [key, shape(each)]),
      );
    };
    const same = async (path: string, sample: { body: object }, more = {}) =>
      expect(shape(await (await get(path, { interval: "15min", ...more })).json()), path).to.deep.equal(
        shape(sample.body),
      );
    await same("/time_series", samples.time_series.ok);
    await same("/price", samples.price.ok);
    await same("/quote", samples.quote.ok, { interval: "1min" });
    await same("/earliest_timestamp", samples.earliest_timestamp.ok, { interval: "1min" });
    await standIn.call("PATCH", "/settings", { creditsPerDay: 800_000 });
    await same("/api_usage", samples.api_usage.ok);
    const batch = await get("/time_series", { symbol: "XAU/USD,XXX/USD", interval: "1min", outputsize: 1 });
    expect(batch.headers.get("is_batch")).to.equal("true");
    const body = Object(await batch.json());
    expect(shape(body["XAU/USD"])).to.deep.equal(shape(samples.time_series.batch_symbols.body["XAU/USD"]));
    expect(body["XXX/USD"]).to.deep.equal(samples.errors["404_symbol"].body);
  });

  it("gives Twelve Data's errors word for word", async function () {
    if (!samples) return this.skip();
    const same = async (answer: Response, sample: { http: number; body: object }) => {
      expect(answer.status).to.equal(sample.http);
      expect(await answer.json()).to.deep.equal(sample.body);
    };
    const { errors } = samples;
    await same(await get("/time_series", { interval: "15min", apikey: "wrong" }), errors["401"]);
    await same(await get("/time_series", { interval: "0.99min" }), errors["400_interval"]);
    await same(await get("/time_series", { interval: "1min", symbol: "AAA/BBB" }), errors["404_symbol"]);
    await same(
      await get("/time_series", {
        interval: "1min",
        start_date: "2026-02-28",
        end_date: "2026-03-01 20:00:00",
      }),
      errors["400_no_data"],
    );
    await standIn.call("POST", "/faults", { service: "twelvedata", kind: "credits", remaining: 1 });
    await same(await get("/price"), errors["429_minute"]);
    await standIn.call("POST", "/faults", { service: "twelvedata", kind: "hidden", remaining: 1 });
    await same(await get("/price"), { ...errors["429_minute"], http: 200 });
    await standIn.call("POST", "/faults", { service: "twelvedata", kind: "server", remaining: 1 });
    await same(await get("/price"), errors["500"]);
    await standIn.call("POST", "/faults", { service: "twelvedata", kind: "html", remaining: 1 });
    expect(await (await get("/price")).text()).to.contain("<html>");
  });

  it("shows the forming candle and nothing after the clock", async () => {
    const before = await series({ interval: "15min", outputsize: 2 });
    expect(before.values.map(({ datetime }) => datetime)).to.deep.equal([
      "2026-03-03 10:00:00",
      "2026-03-03 09:45:00",
    ]);
    const minutes = await series({ interval: "1min", outputsize: 8, order: "asc" });
    expect(minutes.values.at(-1)?.datetime).to.equal("2026-03-03 10:07:00");
    const [forming] = before.values;
    expect(forming?.open).to.equal(minutes.values[0]?.open);
    expect(forming?.close).to.equal(minutes.values.at(-1)?.close);
    standIn.clock.set("2026-03-03T10:20:00Z");
    const after = await series({ interval: "15min", outputsize: 3 });
    expect(after.values[2]).to.deep.equal(before.values[1]);
    expect(after.values[1]).to.include({ datetime: "2026-03-03 10:00:00", open: forming?.open });
    expect(Number(after.values[1]?.high)).to.be.at.least(Number(forming?.high));
  });

  it("builds larger candles from the minutes", async () => {
    standIn.clock.set("2026-03-03T12:00:00Z");
    const range = { start_date: "2026-03-03 08:00:00", end_date: "2026-03-03 08:59:00", order: "asc" };
    const { values: minutes } = await series({ interval: "1min", ...range });
    const { values } = await series({ interval: "1h", ...range });
    expect(minutes).to.have.length(60);
    expect(values).to.deep.equal([
      {
        datetime: "2026-03-03 08:00:00",
        open: minutes[0]?.open,
        high: minutes
          .map(({ high }) => high)
          .sort()
          .at(-1),
        low: minutes.map(({ low }) => low).sort()[0],
        close: minutes.at(-1)?.close,
      },
    ]);
  });

  it("keeps zones apart: the exchange's is Sydney's, others are as named", async () => {
    const utc = (await series({ interval: "1h", outputsize: 1 })).values[0]?.datetime;
    const own = (await series({ interval: "1h", outputsize: 1, timezone: "Exchange" })).values[0]?.datetime;
    const york = (await series({ interval: "1h", outputsize: 1, timezone: "America/New_York" })).values[0]
      ?.datetime;
    expect([utc, own, york]).to.deep.equal([
      "2026-03-03 10:00:00",
      "2026-03-03 21:00:00",
      "2026-03-03 05:00:00",
    ]);
    const dated = await series({
      interval: "1h",
      timezone: "America/New_York",
      start_date: "2026-03-03 04:00:00",
    });
    expect(dated.values.map(({ datetime }) => datetime)).to.deep.equal([
      "2026-03-03 05:00:00",
      "2026-03-03 04:00:00",
    ]);
  });

  it("is closed at weekends and for an hour a day", async () => {
    standIn.clock.set("2026-03-02T12:00:00Z");
    const { values } = await series({ interval: "1h", outputsize: 60, order: "asc" });
    const times = values.map(({ datetime }) => datetime);
    expect(times).to.include("2026-02-27 21:00:00").and.include("2026-03-01 23:00:00");
    expect(
      times.filter((time) => time > "2026-02-27 21:59:59" && time < "2026-03-01 23:00:00"),
    ).to.deep.equal([]);
    expect(isOpen(Date.parse("2026-03-03T22:30:00Z"))).to.equal(false);
    expect(isOpen(Date.parse("2026-03-03T23:00:00Z"))).to.equal(true);
  });

  it("counts credits in headers and refuses what is over the budget", async () => {
    await standIn.db((trx) => trx.run("delete from credit"));
    await standIn.call("PATCH", "/settings", { creditsPerMinute: 3 });
    const answers: [number, string | null, string | null][] = [];
    for (let count = 0; count < 4; count++) {
      const { status, headers } = await get("/price");
      answers.push([status, headers.get("api-credits-used"), headers.get("api-credits-left")]);
    }
    expect(answers.map(([status]) => status)).to.deep.equal([200, 200, 200, 429]);
    expect(answers[0]?.slice(1)).to.deep.equal(["1", "2"]);
    await standIn.call("PATCH", "/settings", { creditsPerMinute: 1000 });
  });

  it("stands still, or leaves a gap, when told to", async () => {
    await standIn.call("POST", "/faults", { service: "twelvedata", kind: "stale" });
    standIn.clock.set("2026-03-03T11:00:00Z");
    expect((await series({ interval: "1min", outputsize: 1 })).values[0]?.datetime).to.equal(
      "2026-03-03 10:07:00",
    );
    await standIn.call("DELETE", "/faults");
    expect((await series({ interval: "1min", outputsize: 1 })).values[0]?.datetime).to.equal(
      "2026-03-03 11:00:00",
    );
    await standIn.call("POST", "/faults", { service: "twelvedata", kind: "gap" });
    standIn.clock.set("2026-03-03T11:30:00Z");
    const minutes = async () =>
      (await series({ interval: "1min", start_date: "2026-03-03 10:58:00", order: "asc" })).values.length;
    expect(await minutes()).to.equal(2);
    await standIn.call("DELETE", "/faults");
    expect(await minutes()).to.equal(33);
  });

  it("replays a file: its candles when they are over, larger ones from them, finer ones not at all", async () => {
    const csv = [
      "time,open,high,low,close,volume",
      "2024-01-02T10:00:00Z,2060.10,2061.00,2059.50,2060.50,10",
      "2024-01-02T10:15:00Z,2060.50,2063.00,2060.00,2062.00,10",
      "2024-01-02T10:30:00Z,2062.00,2062.50,2055.00,2056.00,10",
    ].join("\n");
    const { body: replay } = await standIn.call<{ id: string; minutes: number }>("POST", "/replays", {
      symbol: "XAU/USD",
      name: "three",
      csv,
    });
    expect(replay).to.include({ minutes: 15, candles: 3 });
    await standIn.call("PUT", "/markets/XAU-USD", { source: "replay", replayId: replay.id });
    standIn.clock.set("2024-01-02T10:40:00Z");
    const { values } = await series({ interval: "15min" });
    expect(values[0]).to.deep.equal({
      datetime: "2024-01-02 10:30:00",
      open: "2062.00000",
      high: "2062.00000",
      low: "2062.00000",
      close: "2062.00000",
    });
    expect(values[1]).to.include({
      datetime: "2024-01-02 10:15:00",
      close: "2062.00000",
      high: "2063.00000",
    });
    standIn.clock.set("2024-01-02T10:45:00Z");
    expect((await series({ interval: "1h" })).values).to.deep.equal([
      {
        datetime: "2024-01-02 10:00:00",
        open: "2060.10000",
        high: "2063.00000",
        low: "2055.00000",
        close: "2056.00000",
      },
    ]);
    expect((await get("/time_series", { interval: "1min" })).status).to.equal(400);
    expect(Object(await (await get("/price")).json()).price).to.equal("2056.00000");
    expect(
      (await standIn.call("POST", "/replays", { symbol: "XAU/USD", name: "bad", csv: "time,open\nx,1" }))
        .status,
    ).to.equal(422);
    await standIn.call("PUT", "/markets/XAU-USD", { source: "simulated" });
  });

  it("trades what nothing simulates by a file of its candles, and no longer than there is one", async () => {
    const csv =
      "time,open,high,low,close\n2024-01-02T10:00:00Z,1,2,1,1.5\n2024-01-02T10:15:00Z,1.5,1.6,1.4,1.50000001";
    const ask = () => get("/time_series", { symbol: "XPT/ZAR", interval: "15min", outputsize: 1 });
    expect((await ask()).status).to.equal(404);
    const { body: replay } = await standIn.call<{ id: string }>("POST", "/replays", {
      symbol: "xpt/zar",
      name: "platinum",
      csv,
    });
    const candles = Object(await (await ask()).json());
    expect(candles.values).to.have.length(1).and.nested.property("0.close", "1.50000001");
    const { body: markets } = await standIn.call<{ items: { symbol: string; canSimulate: boolean }[] }>(
      "GET",
      "/markets",
    );
    expect(markets.items.at(-1)).to.deep.include({ symbol: "XPT/ZAR", source: "replay", canSimulate: false });
    expect((await standIn.call("PUT", "/markets/XPT-ZAR", { source: "simulated" })).status).to.equal(404);
    await standIn.call("DELETE", `/replays/${replay.id}`);
    expect((await ask()).status).to.equal(404);
  });
});

describe("the simulated market", () => {
  const gold = instrument("XAU/USD");
  if (!gold) throw new Error("Gold is not traded.");
  const at = (simulation: Simulation, text: string) => simulation.minute(Date.parse(text));

  it("is the same whatever was asked before, and another with another seed", () => {
    const one = new Simulation(gold, "a");
    const two = new Simulation(gold, "a");
    at(two, "2021-05-05T12:00:00Z");
    at(two, "2027-05-05T12:00:00Z");
    expect(at(two, "2026-03-03T10:00:00Z")).to.deep.equal(at(one, "2026-03-03T10:00:00Z"));
    expect(at(new Simulation(gold, "b"), "2026-03-03T10:00:00Z")).not.to.deep.equal(
      at(one, "2026-03-03T10:00:00Z"),
    );
  });

  it("goes on from minute to minute without jumps, and never knows more of a minute than has passed", () => {
    const simulation = new Simulation(gold, "a");
    const first = at(simulation, "2026-03-03T10:00:00Z");
    const next = at(simulation, "2026-03-03T10:01:00Z");
    expect(next?.open).to.equal(first?.close);
    const half = simulation.minute(Date.parse("2026-03-03T10:00:00Z"), Date.parse("2026-03-03T10:00:30Z"));
    expect(half?.open).to.equal(first?.open);
    expect(half?.high).to.be.at.most(first?.high ?? 0);
    const begun = simulation.minute(Date.parse("2026-03-03T10:00:00Z"), Date.parse("2026-03-03T10:00:00Z"));
    expect(begun?.close).to.equal(first?.open);
  });

  it("moves like gold: a median 15-minute range of 1.5 to 4 dollars, 15 to 60 a day", () => {
    const simulation = new Simulation(gold, "promostack");
    const start = Date.parse("2026-03-02T00:00:00Z");
    const quarters: number[] = [];
    const days: number[] = [];
    for (let day = 0; day < 5; day++) {
      const minutes = Array.from({ length: 1320 }, (_, index) =>
        simulation.minute(start + (day * 1440 + index) * 60_000),
      );
      const range = (candles: typeof minutes) =>
        Math.max(...candles.map((each) => each?.high ?? 0)) -
        Math.min(...candles.map((each) => each?.low ?? 1e9));
      for (let index = 0; index < 1320; index += 15) quarters.push(range(minutes.slice(index, index + 15)));
      days.push(range(minutes));
    }
    const median = (values: number[]) => values.sort((a, b) => a - b)[values.length >> 1] ?? 0;
    expect(median(quarters)).to.be.within(1.5, 4);
    expect(median(days)).to.be.within(15, 60);
  });
});
