import { readFileSync } from "node:fs";
import { expect } from "chai";
import { SteerableClock } from "../../../host/clock/steerableClock.ts";
import {
  OTHER_OWNER,
  OWNER,
  type Person,
  startTestHost,
  type TestHost,
  VIEWER,
} from "../../../test/kit/host.ts";
import type {
  CandidatePage,
  Candles,
  Feed,
  Refusal,
  SignalDetail,
  SignalPage,
  Strategy,
  Summary,
} from "../api.ts";
import type { TryOut } from "../tryOut/api.ts";

const API = "/api/p/forex-signals";
const FIXTURE = new URL("../../../strategies/raja-banks-gold/fixtures/candles.csv", import.meta.url);
/** Close of the fixture's first candidate. */
const FIRST = Date.parse("2024-03-04T09:00:00Z");
const QUARTER = 900_000;

describe("forex routes on a whole host", () => {
  let host: TestHost;
  let clock: SteerableClock;
  let owner: Person;
  let other: Person;

  before(async () => {
    clock = new SteerableClock({ at: new Date(FIRST - QUARTER), rate: 0 });
    host = await startTestHost({ clock, background: false });
    [owner, other] = [await host.signIn(OWNER), await host.signIn(OTHER_OWNER)];
    const csv = readFileSync(FIXTURE, "utf8");
    const replay = await owner.call<{ id: string }>("POST", "/api/p/playground/replays", {
      symbol: "XAU/USD",
      name: "Fixture",
      csv,
    });
    await owner.call("PUT", "/api/p/playground/markets/XAU-USD", { source: "replay", replayId: replay.id });
    for (const person of [owner, other])
      await person.call("POST", "/api/plugins/forex-signals/enable", { settings: {} });
    await host.ticker.tick("forex-signals", "signal-check-15min");
  });

  after(() => host?.stop());

  const toClose = async (time: number) => {
    clock.set(new Date(time));
    await host.ticker.tick("forex-signals", "signal-check-15min", { settle: true });
    for (let round = 0; round < 3; round++) await host.dispatcher.drain(clock.now());
  };
  const get = <Body>(path: string, person: Person = owner) => person.call<Body>("GET", `${API}${path}`);

  it("tell how the feed stands before anything was read", async () => {
    expect(await get<Feed>("/feed")).to.deep.include({
      state: "empty",
      simulated: true,
      newest: null,
      pausedUntil: null,
    });
    expect(await get("/signals")).to.deep.equal({ items: [], next: null });
  });

  it("show a signal, its fills, what was posted, and candles around it", async () => {
    await toClose(FIRST);
    await toClose(FIRST + QUARTER);
    const { items } = await get<SignalPage>("/signals?fills=true&status=open");
    expect(items).to.have.length(1);
    const [signal] = items;
    expect(signal).to.deep.include({
      direction: "buy",
      entry: 2096.58,
      stop: 2092.99,
      targets: [2100.17, 2101.97, 2103.76],
      openedAt: "2024-03-04T09:00:00.000Z",
    });
    const detail = await get<SignalDetail>(`/signals/${signal?.id}`);
    expect(detail.parameters).to.deep.include({ entryMode: "break" });
    expect(detail.messages[0]).to.deep.include({ kind: "open", chatTitle: "Aurum VIP" });
    expect(detail).not.to.have.property("positionId");
    const around = await get<Candles>(`/signals/${signal?.id}/candles`);
    expect(around).to.deep.include({ timeframe: "15min", simulated: true });
    expect(around.items.map(({ time }) => time)).to.include("2024-03-04T08:45:00.000Z");
    const hours = await get<Candles>("/candles?timeframe=1h&symbol=XAU%2FUSD");
    expect(hours.items.length).to.be.within(9, 48);
  });

  it("say when the strategy was last asked, and what it proposed", async () => {
    expect(await get<Feed>("/feed")).to.deep.include({
      state: "live",
      lastCheck: {
        closeTime: "2024-03-04T09:15:00.000Z",
        candidate: true,
        evaluatedAt: "2024-03-04T09:15:00.000Z",
      },
    });
    expect((await get<CandidatePage>("/candidates?limit=1")).total).to.equal(2);
    expect((await get<{ items: Refusal[] }>("/refusals")).items.map(({ reason }) => reason)).to.deep.equal([
      "max-open",
    ]);
    const { items } = await get<{ items: Strategy[] }>("/strategies");
    expect(items.find(({ id }) => id === "raja-banks-gold")).to.include({ chosen: true, timeframe: "15min" });
  });

  it("keep one tenant's signals from another, and changes from a viewer", async () => {
    const mine = (await get<SignalPage>("/signals")).items[0]?.id;
    const theirs = (await get<SignalPage>("/signals", other)).items[0]?.id;
    expect(theirs).to.be.a("string").and.not.equal(mine);
    for (const path of [`/signals/${mine}`, `/signals/${mine}/candles`])
      expect((await other.ask("GET", API + path)).status, path).to.equal(404);
    expect(
      (await other.ask("POST", `${API}/signals/${mine}/close`, { reason: "Not mine." })).status,
    ).to.equal(404);
    const viewer = await host.signIn(VIEWER);
    expect(
      (await viewer.ask("POST", `${API}/signals/${mine}/close`, { reason: "May not." })).status,
    ).to.equal(403);
    expect((await viewer.ask("PUT", `${API}/pause`, { minutes: 5 })).status).to.equal(403);
  });

  it("close a signal by hand at the newest price, and sum it up", async () => {
    const id = (await get<SignalPage>("/signals")).items[0]?.id;
    const closed = await owner.call<SignalDetail>("POST", `${API}/signals/${id}/close`, {
      reason: "Enough for today.",
    });
    expect(closed).to.include({ status: "closed", closeReason: "manual" });
    const summary = await get<Summary>("/summary");
    expect(summary).to.deep.include({ trades: 1, open: 0, totalR: closed.resultR });
    expect((await owner.ask("POST", `${API}/signals/${id}/close`, { reason: "Once more." })).status).to.equal(
      409,
    );
  });

  it("refuse a choice that cannot work, beside its field, and save nothing of it", async () => {
    const address = "/api/plugins/forex-signals";
    const put = async (change: Record<string, unknown>) => {
      const { body, headers } = await owner.ask<{ settings: Record<string, unknown> }>(
        "GET",
        `${address}/settings`,
      );
      const settings = { ...body.settings, ...change };
      const etag = { "if-match": headers.get("etag") ?? "" };
      return owner.ask<{ settings: object; details?: { fields: { field: string; message: string }[] } }>(
        "PUT",
        `${address}/settings`,
        { settings },
        etag,
      );
    };
    const before = (await put({})).body.settings;
    for (const [change, field, message] of [
      [{ strategy: "no-such-thing" }, "strategy", "no strategy no-such-thing"],
      [{ strategyVersion: "9.9.9" }, "strategyVersion", "9.9.9"],
      [{ parameters: { entryMode: "guess" } }, "parameters", "entryMode"],
      [{ symbols: ["XAU/USD", "NO/SUCH"] }, "symbols", "NO/SUCH"],
    ] as const) {
      const { status, body } = await put({ ...change, maxOpenSignals: 3 });
      expect(status, field).to.be.within(400, 422);
      expect(body.details?.fields, field).to.have.length(1);
      expect(body.details?.fields[0]).to.have.property("field", field);
      expect(body.details?.fields[0]?.message).to.include(message);
    }
    expect((await put({})).body.settings).to.deep.equal(before);
  });

  it("pause and go on", async () => {
    await owner.call("PUT", `${API}/pause`, { minutes: 60 });
    expect((await get<Feed>("/feed")).pausedUntil).to.equal("2024-03-04T10:15:00.000Z");
    for (let close = FIRST + 2 * QUARTER; close <= FIRST + 4 * QUARTER; close += QUARTER)
      await toClose(close);
    expect((await get<{ items: Refusal[] }>("/refusals")).items[0]).to.deep.include({
      reason: "paused",
      time: "2024-03-04T10:00:00.000Z",
    });
    await owner.call("DELETE", `${API}/pause`);
    expect((await get<Feed>("/feed")).pausedUntil).to.equal(null);
  });

  it("refuse what makes no sense", async () => {
    for (const path of [
      "/signals/nonsense",
      "/signals?limit=0",
      "/candles?timeframe=7min",
      "/signals?from=yesterday",
      "/signals?after=nonsense",
      "/signals?q=%00",
      "/signals?sort=tenant_id",
    ])
      expect((await owner.ask("GET", API + path)).status, path).to.be.within(400, 422);
  });

  it("show a feed that stands still as stale, make nothing of it, and go on when it is back", async () => {
    const faults = "/api/p/playground/faults";
    const { id } = await owner.call<{ id: string }>("POST", faults, { service: "twelvedata", kind: "stale" });
    await toClose(FIRST + 8 * QUARTER);
    const feed = await get<Feed>("/feed");
    expect(feed.state).to.equal("stale");
    expect(feed.detail).to.include("no signals until the feed is back");
    expect(feed.lastCheck?.closeTime).to.equal("2024-03-04T10:00:00.000Z");
    await owner.call("DELETE", `${faults}/${id}`);
    await toClose(FIRST + 9 * QUARTER);
    expect(await get<Feed>("/feed")).to.deep.include({ state: "live", error: null });
    const { items } = await get<Candles>("/candles?from=2024-03-04T10:00:00Z");
    expect(items).to.have.length(5);
  });

  it("show what a release's author says of it, and nothing of files beside it", async () => {
    const readme = (id: string, version: string) =>
      other.ask<{ text: string | null }>("GET", `${API}/strategies/${id}/releases/${version}/readme`);
    const { body } = await readme("raja-banks-gold", "1.0.0");
    expect(body.text).to.include("# Raja Banks Gold");
    for (const [id, version] of [
      ["raja-banks-gold", "9.9.9"],
      ["..%2F..%2Fhost", "0.1.0"],
      ["raja-banks-gold", "..%2F1.0.0"],
    ] as const)
      expect((await readme(id, version)).status, `${id} ${version}`).to.equal(404);
  });

  it("try a change out against the setting until now, over stored candles, and save nothing", async () => {
    const wish = (parameters: object, strategy = "raja-banks-gold") =>
      other.call<TryOut>("POST", `${API}/try-out`, { strategy, parameters });
    const same = await wish({});
    expect(same.symbol).to.equal("XAU/USD");
    expect(same.candles.count).to.be.above(same.candles.needed);
    expect(same.proposed).to.deep.equal(same.current);
    const wider = await wish({ openingWaitMinutes: 0 });
    expect(wider.proposed.candidates).to.be.above(same.proposed.candidates);
    expect(wider.current).to.deep.equal(same.current);
    const another = await wish({}, "aggressive");
    expect(another.proposed.strategy).to.equal("aggressive");
    expect(another.proposed.summary.trades + another.proposed.summary.open).to.be.above(1);
    expect(await wish({})).to.deep.equal(same);
    const refused = await wish({ minBodyAtr: "wide" }).catch((error: unknown) => String(error));
    expect(refused).to.contain("minBodyAtr");
  });
});
