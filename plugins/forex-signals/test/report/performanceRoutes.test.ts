import { expect } from "chai";
import { SteerableClock } from "../../../../host/clock/steerableClock.ts";
import {
  type Answer,
  OTHER_OWNER,
  OWNER,
  type Person,
  startTestHost,
  type TestHost,
} from "../../../../test/kit/host.ts";
import type { SignalPage } from "../../api.ts";
import type { Report } from "../../report/api.ts";
import type { ReportChoices } from "../../report/live/choices.ts";
import type { ComparisonState } from "../../report/live/comparison.ts";
import type { ReportTask } from "../../report/releases/api.ts";
import { expectToHoldTogether } from "./holdsTogether.ts";
import { everyFew, keepPast, walkedCandles } from "./pastSignals.ts";

const API = "/api/p/forex-signals";
const START = "2024-01-02T00:00:00Z";
const CANDLES = walkedCandles(START, 6_000);

describe("a tenant's report over HTTP", () => {
  let host: TestHost;
  let owner: Person;
  let other: Person;
  let kept: number;

  before(async () => {
    const clock = new SteerableClock({ at: new Date((CANDLES.at(-1)?.time ?? 0) + 900_000), rate: 0 });
    host = await startTestHost({ clock, background: false });
    [owner, other] = [await host.signIn(OWNER), await host.signIn(OTHER_OWNER)];
    for (const person of [owner, other])
      await person.call("POST", "/api/plugins/forex-signals/enable", { settings: {} });
    kept = await host.database.system(
      (trx) => keepPast(trx, owner.tenantId, CANDLES, everyFew(CANDLES, 9)),
      "p_forex_signals",
    );
  });

  after(() => host?.stop());

  const report = (query = "", person = owner) => person.call<Report>("GET", `${API}/performance${query}`);

  /** A download as a browser makes it: the tenant stands in the address. */
  async function download(format: string, { token, tenantId }: Person, query = ""): Promise<Answer<string>> {
    const path = `${API}/performance/exports?format=${format}&x-tenant=${tenantId}${query}`;
    const response = await fetch(`${host.url}${path}`, { headers: { authorization: `Bearer ${token}` } });
    return { status: response.status, headers: response.headers, body: await response.text() };
  }

  it("holds together over hundreds of trades, with simulations, costs, a heat map and buy and hold beside", async () => {
    const whole = await report();
    expect(kept).to.be.greaterThan(200);
    expect(whole.summary.trades).to.equal(kept);
    expectToHoldTogether(whole);
    expect(whole.monteCarlo?.resampled.fan.length).to.be.greaterThan(20);
    expect(whole.heat.length).to.be.greaterThan(20);
    const last = whole.benchmark?.course?.at(-1);
    expect(last?.r).to.be.closeTo(whole.benchmark?.changeR ?? Number.NaN, 0.001);
  });

  it("is of the strategy, the symbol and the days that are asked for, and counts the rows of the list of signals", async () => {
    const days = "from=2024-01-15T00:00:00Z&to=2024-02-15T23:59:59.999Z";
    const some = await report(`?symbol=XAU%2FUSD&strategy=scripted&${days}`);
    const { items } = await owner.call<SignalPage>("GET", `${API}/signals?limit=500&status=closed&${days}`);
    expect(some.summary.trades).to.be.within(20, kept - 20);
    expect(new Set(some.trades.map(({ id }) => id))).to.deep.equal(new Set(items.map(({ id }) => id)));
    const wins = await owner.call<SignalPage>("GET", `${API}/signals?limit=500&outcome=win&${days}`);
    expect(some.summary.wins).to.equal(wins.items.length);
    expect((await report("?strategy=another")).summary.trades).to.equal(0);
    expect((await owner.ask("GET", `${API}/performance?symbol=NOT%2FUSD`)).status).to.equal(422);
  });

  it("says what it can be narrowed to", async () => {
    const choices = await owner.call<ReportChoices>("GET", `${API}/performance/choices`);
    expect(choices).to.deep.include({ trades: kept, symbols: ["XAU/USD"], strategies: ["scripted"] });
    const none = await other.call<ReportChoices>("GET", `${API}/performance/choices`);
    expect(none).to.deep.equal({ trades: 0, first: null, symbols: [], strategies: [] });
  });

  it("is saved as JSON and as CSV, row by row what the page shows", async () => {
    const shown = await report();
    const json = await download("json", owner);
    expect(JSON.parse(json.body)).to.deep.equal(shown);
    expect(json.headers.get("content-disposition")).to.match(/performance-\d{4}-\d{2}-\d{2}\.json/);
    const csv = await download("csv", owner);
    expect(csv.headers.get("content-type")).to.equal("text/csv; charset=utf-8");
    const [head = "", ...lines] = csv.body.trimEnd().split("\r\n");
    expect(lines).to.have.length(kept);
    const column = head.split(",").indexOf("result_r");
    const total = lines.reduce((sum, line) => sum + Number(line.split(",")[column]), 0);
    expect(total).to.be.closeTo(shown.summary.totalR, 1e-3);
  });

  it("is saved as one page that asks nobody for anything", async () => {
    const page = await download("html", owner, "&from=2024-02-01T00:00:00Z");
    expect(page.status).to.equal(200);
    expect(page.headers.get("content-type")).to.equal("text/html; charset=utf-8");
    expect(page.body).to.include("<title>Own signals</title>").and.include("Content-Security-Policy");
    expect(page.body).not.to.match(/(src|href)="https?:\/\/(?!www\.tradingview\.com)/);
    const part = await report("?from=2024-02-01T00:00:00Z");
    expect(page.body.match(/<tr data-trade="/g)).to.have.length(part.summary.trades);
  });

  it("has nothing of another tenant's, on the page or in a file", async () => {
    expect((await report("", other)).summary.trades).to.equal(0);
    expect(JSON.parse((await download("json", other)).body).trades).to.deep.equal([]);
    expect((await download("csv", other)).body.trimEnd().split("\r\n")).to.have.length(1);
    const stranger = await download("csv", { ...other, tenantId: owner.tenantId });
    expect(stranger.status).to.equal(403);
  });

  it("stands beside the backtest of the same weeks: 202 while that is made, then at once; another tenant has nothing", async () => {
    const path = `${API}/performance/comparison?symbol=XAU%2FUSD`;
    const first = await owner.ask<ComparisonState>("GET", path);
    expect(first.status).to.equal(202);
    expect(first.body.comparison).to.equal(null);
    const done = await host.until("the comparison", async () => {
      const answer = await owner.ask<ComparisonState>("GET", path);
      return answer.status === 200 && answer.body;
    });
    expect(done).to.deep.include({ state: "done", error: null });
    expect(done.comparison?.live.closed).to.be.within(1, kept);
    expect(done.comparison?.rulesSince, "kept since the plugin was turned on").to.be.a("string");
    expect(done.comparison?.choices[0]).to.deep.include({ strategy: "raja-banks-gold", candles: true });
    expect((await owner.ask("GET", path)).status).to.equal(200);
    expect((await other.call<ComparisonState>("GET", path)).state).to.equal("nothing");
  });

  it("has the platform's report of a release beside it, as a page to keep", async () => {
    const wish = { strategy: "raja-banks-gold", symbol: "XAU/USD" };
    const asked = await owner.ask<ReportTask>("POST", `${API}/reports`, wish);
    expect(asked.status).to.equal(202);
    const task = await host.until("the release's report", async () => {
      const now = await owner.call<ReportTask>("GET", `${API}/report-tasks/${asked.body.id}`);
      return ["done", "failed"].includes(now.state) && now;
    });
    expect(task).to.include({ state: "done", error: null });
    const authorization = `Bearer ${owner.token}`;
    const page = await fetch(`${host.url}${API}/reports/${task.reportId}/page`, {
      headers: { authorization },
    });
    expect(page.status).to.equal(200);
    expect(page.headers.get("content-disposition")).to.match(/raja-banks-gold-[\d.]+\.html/);
    expect(await page.text())
      .to.include("Made by the platform on Node")
      .and.include("Content-Security-Policy");
    const none = await owner.ask("GET", `${API}/reports/00000000-0000-7000-8000-000000000000/page`);
    expect(none.status).to.equal(404);
    expect((await fetch(`${host.url}${API}/reports/${task.reportId}/page`)).status).to.equal(401);
  });
});
