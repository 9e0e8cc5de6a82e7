import { once } from "node:events";
import { get as httpGet, type IncomingMessage } from "node:http";
import { expect } from "chai";
import { SteerableClock } from "../../../host/clock/steerableClock.ts";
import { ADMIN, OWNER, type Person, startTestHost, type TestHost, VIEWER } from "../../../test/kit/host.ts";
import type { InstrumentList } from "../instrumentApi.ts";
import type { Days, ImportResult, MarketState, StoredSeriesList } from "../marketApi.ts";

const API = "/api/p/forex-signals/admin";
const CSV = [
  "time,open,high,low,close",
  "2024-01-02T09:00:00Z,2000,2001,1999,2000.5",
  "2024-01-02T09:15:00Z,2000.5,2001,1999,2000.25",
  "2024-01-02T10:00:00Z,2000,2001,1999,2000.5",
].join("\n");
const DAY = "/market/days/metals/2026-12-24";

describe("market data's routes", () => {
  let host: TestHost;
  let admin: Person;

  before(async () => {
    const clock = new SteerableClock({ at: new Date("2026-11-23T09:00:00Z"), rate: 0 });
    host = await startTestHost({ clock, background: false });
    admin = await host.signIn(ADMIN);
  });

  after(() => host?.stop());

  const get = <Body>(path: string) => admin.call<Body>("GET", API + path);
  const importing = (csv: string, dryRun: boolean) =>
    admin.call<ImportResult>("POST", `${API}/candles/imports`, { symbol: "XAU/USD", csv, dryRun });
  const stored = async () =>
    (await get<StoredSeriesList>("/candles")).items.filter(({ timeframe }) => timeframe === "15min");
  const onEve = async () =>
    (await get<Days>("/market/days?year=2026")).items.filter(
      ({ calendar, date }) => calendar === "metals" && date === "2026-12-24",
    );

  it("say what a file would do, change nothing by that, and do it once", async () => {
    const found = { rows: 3, timeframe: "15min", gapCount: 1, missing: 2, problemCount: 0 };
    expect(await importing(CSV, true)).to.deep.include({ ...found, dryRun: true, added: 3 });
    expect(await stored()).to.deep.equal([]);
    expect(await importing(CSV, false)).to.deep.include({ ...found, dryRun: false, added: 3 });
    expect(await importing(CSV, false)).to.deep.include({ added: 0, same: 3 });
    const [series] = await stored();
    expect(series).to.deep.include({ candles: 3, from: "2024-01-02T09:00:00.000Z" });
  });

  it("name the wrong lines of a file and take nothing of it", async () => {
    const before = await stored();
    const wrong = `${CSV}\n2024-01-02T10:15:00Z,2000,1990,1999,2000.5`;
    const { problems, problemCount } = await importing(wrong, true);
    expect([problemCount, problems[0]?.line]).to.deep.equal([1, 5]);
    expect(await stored()).to.deep.equal(before);
  });

  it("put a day of one's own before the rules, and take it away again", async () => {
    const ruled = await onEve();
    expect(ruled.map(({ own }) => own)).to.deep.equal([false]);
    await admin.call("PUT", API + DAY, { effect: "closed", name: "Our eve" });
    expect(await onEve()).to.deep.equal([
      { calendar: "metals", date: "2026-12-24", effect: "closed", name: "Our eve", own: true },
    ]);
    await admin.call("DELETE", API + DAY);
    expect(await onEve()).to.deep.equal(ruled);
    expect((await admin.ask("DELETE", API + DAY)).status).to.equal(404);
  });

  it("give a known instrument other numbers and those it came with again, and refuse unsound ones", async () => {
    const gold = async () =>
      (await get<InstrumentList>("/instruments")).items.find(({ symbol }) => symbol === "XAU/USD");
    const known = await gold();
    expect(known?.origin).to.equal("known");
    const { name, tick, pip, contractSize, minStop, calendar } = { ...known };
    const put = (spread: number) =>
      admin.ask("PUT", `${API}/instruments/XAU-USD`, {
        name,
        tick,
        pip,
        contractSize,
        minStop,
        calendar,
        spread,
      });
    expect((await put(0.001)).status).to.equal(422);
    expect((await put(0.5)).status).to.equal(200);
    expect(await gold()).to.include({ origin: "changed", spread: 0.5 });
    await admin.call("DELETE", `${API}/instruments/XAU-USD`);
    expect(await gold()).to.deep.equal(known);
  });

  it("say how the stream stands, with the last price of each symbol, and that it is off when its host is gone", async () => {
    await host.database.query(
      `insert into p_forex_signals.stream (provider, owner, lease_until, state, problem, detail, symbols, refused, connected_at, reconnects)
       values ('twelvedata', 'a host', clock_timestamp() + interval '1 minute', 'live', 'plan', 'Not in the plan.', '{EUR/USD}',
         '{XAG/USD}', '2026-11-23 08:00Z', 2)
       on conflict (provider) do update set owner = excluded.owner, lease_until = excluded.lease_until, state = excluded.state,
         problem = excluded.problem, detail = excluded.detail, symbols = excluded.symbols, refused = excluded.refused,
         connected_at = excluded.connected_at, reconnects = excluded.reconnects`,
    );
    await host.database.query(
      `insert into p_forex_signals.live_price values ('EUR/USD', 1.08215, '2026-11-23 08:59:58Z', '2026-11-23 08:59:59Z')`,
    );
    const { stream } = await get<MarketState>("/market");
    expect(stream).to.deep.include({
      state: "live",
      problem: "plan",
      detail: "Not in the plan.",
      symbols: ["EUR/USD"],
      refused: ["XAG/USD"],
      connectedAt: "2026-11-23T08:00:00.000Z",
      reconnects: 2,
      prices: [{ symbol: "EUR/USD", price: 1.08215, digits: 5, time: "2026-11-23T08:59:58.000Z" }],
    });
    await host.database.query("update p_forex_signals.stream set lease_until = clock_timestamp()");
    const after = (await get<MarketState>("/market")).stream;
    expect([after.state, after.prices.length]).to.deep.equal(["off", 1]);
  });

  describe("download", () => {
    const MANY = 210_000;
    const path = "/candles/exports?symbol=EUR/USD&timeframe=1min";

    before(() =>
      host.database.query(
        `insert into p_forex_signals.candle (symbol, timeframe, time, open, high, low, close)
         select 'EUR/USD', '1min', timestamptz '2024-01-02 00:00Z' + n * interval '1 minute', 1.1, 1.2, 1.05, 1.15
         from generate_series(0, $1 - 1) n`,
        [MANY],
      ),
    );

    const inFlight = () => host.runtime.plugin("forex-signals")?.inFlight;
    const download = (person: Person, from: string) =>
      fetch(`${host.url}/api/p/forex-signals${from}`, {
        headers: { authorization: `Bearer ${person.token}`, "x-tenant": person.tenantId },
      });

    it("every candle of a long series, each once, as a file that an import takes", async () => {
      const answer = await download(admin, `/admin${path}`);
      expect(answer.headers.get("content-disposition")).to.equal('attachment; filename="EURUSD_1min.csv"');
      const lines = (await answer.text()).split("\n");
      expect(lines[0]).to.equal("time,open,high,low,close");
      expect(new Set(lines).size).to.equal(MANY + 2);
      expect(lines.at(-2)).to.equal("2024-05-26T19:59:00.000Z,1.1,1.2,1.05,1.15");
      await host.until("the end of the call", async () => inFlight() === 0);
    });

    it("the part that is asked for, to tenants too", async () => {
      const owner = await host.signIn(OWNER);
      await owner.call("POST", "/api/plugins/forex-signals/enable", { settings: {} });
      const from = "/candles/exports?symbol=XAU/USD&timeframe=15min&from=2024-01-02T09:15:00Z";
      expect((await (await download(owner, from)).text()).trim().split("\n")).to.deep.equal([
        "time,open,high,low,close",
        "2024-01-02T09:15:00.000Z,2000.5,2001,1999,2000.25",
        "2024-01-02T10:00:00.000Z,2000,2001,1999,2000.5",
      ]);
    });

    it("no further than a client that leaves has taken, and let go of the call", async () => {
      const asked = httpGet(`${host.url}/api/p/forex-signals/admin${path}`, {
        headers: { authorization: `Bearer ${admin.token}` },
        agent: false,
      });
      const [answer]: IncomingMessage[] = await once(asked, "response");
      answer?.pause();
      expect(inFlight()).to.equal(1);
      asked.destroy();
      await host.until("the end of the call", async () => inFlight() === 0);
    });
  });

  it("are the admins' alone: a viewer is refused, a stranger asked to sign in, and nothing changes", async () => {
    const viewer = await host.signIn(VIEWER);
    const before = await stored();
    const acts: [method: string, path: string, body?: object][] = [
      ["GET", "/market"],
      ["GET", "/market/uses"],
      ["GET", "/market/gaps"],
      ["POST", "/market/retries", {}],
      ["GET", "/candles"],
      ["GET", "/candles/exports?symbol=XAU/USD&timeframe=15min"],
      ["POST", "/candles/imports", { symbol: "XAU/USD", csv: CSV, dryRun: false, replace: true }],
      ["GET", "/instruments"],
      ["DELETE", "/instruments/XAU-USD"],
      ["GET", "/market/days?year=2026"],
      ["PUT", DAY, { effect: "closed", name: "Mine" }],
    ];
    for (const [method, path, body] of acts) {
      expect((await viewer.ask(method, API + path, body)).status, `${method} ${path}`).to.equal(403);
      const stranger = await fetch(`${host.url}${API}${path}`, {
        method,
        ...(body !== undefined && {
          headers: { "content-type": "application/json" },
          body: JSON.stringify(body),
        }),
      });
      expect(stranger.status, `${method} ${path}`).to.equal(401);
    }
    expect(await stored()).to.deep.equal(before);
  });
});
