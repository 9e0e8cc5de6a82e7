import { createReadStream, existsSync, readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { candleFault } from "@promostack/core";
import { expect } from "chai";
import { csvLines } from "../history/csvLines.ts";
import { FeedError } from "../market/feedError.ts";
import { failureOf, TwelveData } from "../market/twelveData.ts";
import { FeedServer } from "./feedServer.ts";

const SAMPLES = new URL("../../../../shared/data/twelvedata-samples.json", import.meta.url);
const NOW = new Date("2025-12-26T15:31:10Z");
const QUERY = { symbol: "XAU/USD", timeframe: "15min", limit: 10, now: NOW } as const;

describe("Twelve Data client", () => {
  let server: FeedServer;
  let client: TwelveData;

  before(async () => {
    server = new FeedServer([], "15min");
    const baseUrl = await server.listen();
    client = new TwelveData({ fetch, baseUrl, apiKey: "key", signal: new AbortController().signal });
  });

  after(() => server.close());

  const answering = async (status: number, body: unknown) => {
    server.canned.push({ status, body: typeof body === "string" ? body : JSON.stringify(body) });
    try {
      return await client.series(QUERY);
    } catch (error) {
      if (error instanceof FeedError) return error;
      throw error;
    }
  };

  const problem = async (status: number, body: unknown) => {
    const answer = await answering(status, body);
    return answer instanceof FeedError ? answer.problem : "none";
  };

  it("asks for UTC, ascending, from the time it wants, with the key in a header", async () => {
    server.requests.length = 0;
    server.canned.push({ status: 200, body: '{"values":[],"status":"ok"}' });
    await client.series({ ...QUERY, from: Date.parse("2025-12-26T15:00:00Z") });
    const query = Object.fromEntries(server.requests[0]?.searchParams ?? []);
    expect(query).to.deep.include({ symbol: "XAU/USD", interval: "15min", timezone: "UTC", order: "asc" });
    expect(query.start_date).to.equal("2025-12-26T15:00:00");
    expect(query).not.to.have.property("apikey");
  });

  it("answers closed candles only, ascending, each once", async () => {
    const value = (datetime: string, close: string) => ({ datetime, open: "1", high: "9", low: "1", close });
    const answer = await answering(200, {
      values: [
        value("2025-12-26 15:30:00", "4"),
        value("2025-12-26 15:15:00", "3"),
        value("2025-12-26 15:15:00", "3"),
        value("2025-12-26 15:00:00", "2"),
      ],
      status: "ok",
    });
    expect(answer).to.have.property("candles").with.length(2);
    expect(answer).to.deep.nested.include({ "candles[1].close": 3, credits: { used: 1, left: 7 } });
  });

  it("reads the recorded answers", async function () {
    if (!existsSync(SAMPLES)) {
      console.log("      skipped: needs ../shared/data beside the repository");
      this.skip();
    }
    const samples = JSON.parse(readFileSync(SAMPLES, "utf8"));
    const ok = await answering(200, samples.time_series.ok.body);
    expect(ok).to.have.property("candles").with.length(2);
    expect(ok).to.deep.include({ refused: [] });
    expect(ok).to.deep.nested.include({ "candles[0].open": 4520.1011 });
    const expected: Record<string, string> = {
      "400_interval": "bad-request",
      "401": "key-refused",
      "403_plan_endpoint": "plan",
      "404_plan_symbol": "plan",
      "404_symbol": "unknown-symbol",
      "414": "bad-request",
      "429_minute": "minute-credits",
      "429_day": "day-credits",
      "500": "unavailable",
      non_json: "unavailable",
    };
    for (const [name, kind] of Object.entries(expected)) {
      const { http, body } = samples.errors[name];
      expect(await problem(http, body), name).to.equal(kind);
      // The same errors also arrive with status 200.
      if (typeof body === "object") expect(await problem(200, body), `${name} with 200`).to.equal(kind);
    }
    const none = samples.errors["400_no_data"];
    expect(await answering(none.http, none.body)).to.deep.include({ candles: [] });
  });

  it("waits for the next minute or day where credits are gone", () => {
    const until = (message: string) => {
      const failure = failureOf(429, { code: 429, message, status: "error" }, NOW);
      return failure instanceof FeedError ? failure.retryAt?.toISOString() : undefined;
    };
    expect(until("run out of API credits for the current minute")).to.equal("2025-12-26T15:32:01.000Z");
    expect(until("run out of API credits for the day")).to.equal("2025-12-27T00:00:01.000Z");
  });

  it("calls a page of HTML with status 200, or a candle without a time, malformed", async () => {
    expect(await problem(200, "<html></html>")).to.equal("malformed");
    const value = { datetime: "yesterday", open: "1", high: "2", low: "1", close: "1" };
    expect(await problem(200, { values: [value], status: "ok" })).to.equal("malformed");
  });

  it("leaves out candles whose prices cannot be true, and takes the sound ones beside them", async () => {
    const value = { open: "2", high: "4", low: "1", close: "3" };
    const broken = [
      { open: "5" },
      { open: "0.5" },
      { close: "4.01" },
      { close: "0.99" },
      { high: "1", low: "4" },
      { open: "x" },
      { low: "0" },
      { low: "-1" },
      { high: "Infinity" },
      { close: null },
      { close: undefined },
    ];
    const values = [{}, ...broken, { high: "3", low: "2" }].map((change, minute) => ({
      ...value,
      datetime: `2025-12-26 15:${String(minute).padStart(2, "0")}:00`,
      ...change,
    }));
    // Not closed yet: it may still come right, so nobody is told of it.
    const open = { ...value, datetime: "2025-12-26 15:31:00", close: "9" };
    server.canned.push({ status: 200, body: JSON.stringify({ values: [...values, open], status: "ok" }) });
    const { candles, refused } = await client.series({ ...QUERY, timeframe: "1min" });
    const minutes = (list: readonly { time: number }[]) => list.map(({ time }) => (time / 60_000) % 60);
    expect(minutes(candles)).to.deep.equal([0, 12]);
    expect(minutes(refused)).to.deep.equal([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
  });

  it("takes the sound one where a candle comes twice", async () => {
    const value = { datetime: "2025-12-26 15:00:00", open: "2", high: "4", low: "1", close: "3" };
    const answer = await answering(200, { values: [{ ...value, close: "9" }, value], status: "ok" });
    expect(answer).to.have.property("candles").with.length(1);
    expect(answer).to.deep.nested.include({ "candles[0].close": 3 });
  });

  it("refuses no candle that a market has made", async function () {
    this.timeout(30_000);
    for (const file of realCandles()) {
      let count = 0;
      for await (const { number, text } of csvLines(createReadStream(file))) {
        if (number === 1) continue;
        const [, open, high, low, close] = text.split(",").map(Number);
        const fault = candleFault({
          open: open ?? 0,
          high: high ?? 0,
          low: low ?? 0,
          close: close ?? 0,
        });
        if (fault !== undefined) expect.fail(`${file}, line ${number}: ${fault}`);
        count++;
      }
      expect(count, file).to.be.greaterThan(100);
    }
  });

  it("says so where nobody answers", async () => {
    const lost = new TwelveData({
      fetch,
      baseUrl: "http://127.0.0.1:1",
      apiKey: "key",
      signal: new AbortController().signal,
    });
    const error = await lost.series(QUERY).catch((failure: unknown) => failure);
    expect(error).to.be.instanceOf(FeedError).and.to.have.property("problem", "unavailable");
  });
});

/** Gold as it traded: what the strategies are proved on, and the long series where they stand beside the repository. */
function realCandles(): string[] {
  const data = new URL(".", SAMPLES);
  const long = existsSync(data) ? readdirSync(data).filter((name) => name.startsWith("XAUUSD_")) : [];
  return [
    new URL("../../../strategies/raja-banks-gold/fixtures/candles.csv", import.meta.url),
    ...long.map((name) => new URL(name, data)),
  ].map((file) => fileURLToPath(file));
}
