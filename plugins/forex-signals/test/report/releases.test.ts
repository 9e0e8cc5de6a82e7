import { PlatformError } from "@promostack/core";
import { expect } from "chai";
import { rText } from "../../report/format.ts";
import { ReportDesk } from "../../report/releases/reportDesk.ts";
import { newestReports, reportById } from "../../report/releases/reportRows.ts";
import { leaseTask, taskById } from "../../report/releases/reportTasks.ts";
import { strategyReports } from "../../report/releases/strategyReports.ts";
import { flat, quarters } from "../candles.ts";
import { ScriptedSandbox } from "../scriptedSandbox.ts";
import { World } from "../world.ts";
import { expectToHoldTogether } from "./holdsTogether.ts";

const START = "2024-03-05T09:00:00Z";
const proposal = { direction: "buy" as const, entry: 2000, stop: 1995, targets: [2005, 2010, 2015] };
const SCRIPTED = { strategy: "scripted", version: "1.0.0", symbol: "XAU/USD" };

describe("reports of releases", () => {
  let world: World;
  let sandbox: ScriptedSandbox;
  let desk: ReportDesk;

  beforeEach(async () => {
    sandbox = new ScriptedSandbox();
    sandbox.propose("2024-03-05T09:30:00Z", proposal);
    const candles = quarters(START, [...flat(2), [2000, 2016, 1999, 2010], ...flat(3)]);
    world = await World.open({ candles, sandbox });
    world.at("2024-03-05T10:30:00Z");
    desk = new ReportDesk(world.context);
  });

  afterEach(async () => {
    await desk.close();
    await world.close();
  });

  const fetchCandles = () => world.market.hub.refresh(world.context, "XAU/USD", "15min");
  const newest = () => world.context.platformDb((trx) => newestReports(trx, {}));

  async function refresh(): Promise<void> {
    await desk.refresh();
    await desk.settled();
  }

  it("are made of each release over the stored candles, with its defaults, and hold together", async () => {
    await fetchCandles();
    await refresh();
    const [made] = await newest();
    expect(made).to.deep.include({
      ...SCRIPTED,
      candles: 6,
      trades: 1,
      winRate: 1,
      node: process.versions.node,
    });
    expect(made).to.deep.include({ from: "2024-03-05T09:00:00.000Z", to: "2024-03-05T10:30:00.000Z" });
    const whole = await world.context.platformDb((trx) => reportById(trx, made?.id ?? ""));
    if (whole === undefined) throw new Error("The report is there.");
    expectToHoldTogether(whole.report);
    const [shown, ...more] = await strategyReports(world.context);
    expect(more, "for the admin's page").to.deep.equal([]);
    expect(shown).to.deep.equal({
      strategy: "scripted",
      version: "1.0.0",
      title: `XAU/USD, 15min: 1 trade, ${rText(whole.totalR)}, expectancy ${rText(whole.totalR)}`,
      href: `/api/p/forex-signals/reports/${made?.id}/page`,
      madeAt: made?.madeAt,
    });
    expect(whole.report.summary.totalR).to.equal(made?.totalR);
  });

  it("are made again when a day's candles are new, and not before", async () => {
    await fetchCandles();
    await refresh();
    const [first] = await newest();
    await refresh();
    expect((await newest())[0]?.madeAt).to.equal(first?.madeAt);
    world.at("2024-03-06T12:00:00Z");
    await world.rows(
      "insert into candle values ('XAU/USD', '15min', '2024-03-06T11:00:00Z', 2000, 2001, 1999, 2000)",
    );
    await refresh();
    expect((await newest())[0]).to.deep.include({ to: "2024-03-06T11:15:00.000Z", candles: 7 });
  });

  it("follow exits by the minutes that are stored", async () => {
    await fetchCandles();
    for (const [minute, low] of [
      ["09:31", 1999],
      ["09:32", 1990],
    ] as const)
      await world.rows(`insert into candle values ('XAU/USD', '1min', $1, 2000, 2000.5, ${low}, 2000)`, [
        `2024-03-05T${minute}:00Z`,
      ]);
    await refresh();
    const [made] = await newest();
    const whole = await world.context.platformDb((trx) => reportById(trx, made?.id ?? ""));
    expect(whole?.report.trades[0]?.fills[0]).to.deep.include({
      reason: "stop",
      time: "2024-03-05T09:33:00.000Z",
    });
  });

  it("are asked for once however many ask, and a lease that ran out is taken again", async () => {
    await fetchCandles();
    const idle = new ReportDesk(world.context);
    await idle.close();
    const [one, two] = [await idle.ask(SCRIPTED), await idle.ask(SCRIPTED)];
    expect(one).to.equal(two);
    expect(await world.context.platformDb(leaseTask)).to.deep.include({ id: one });
    expect(await world.context.platformDb(leaseTask)).to.equal(undefined);
    await world.rows("update report_task set leased_until = now() - interval '1 second'");
    desk.look();
    await desk.settled();
    const task = await world.context.platformDb((trx) => taskById(trx, one));
    expect(task).to.deep.include({ state: "done", progress: 1, error: null });
    expect(task?.reportId).to.equal((await newest())[0]?.id);
  });

  it("say why there is none, and are not tried again before there are other candles", async () => {
    const id = await desk.ask(SCRIPTED);
    await desk.settled();
    const task = await world.context.platformDb((trx) => taskById(trx, id));
    expect(task).to.deep.include({ state: "failed", reportId: null });
    expect(task?.error).to.include("no stored candles");
  });

  it("keep one strategy's fault to itself", async () => {
    await fetchCandles();
    sandbox.strategies = async () => [
      { ...(await sandbox.describe("broken")), id: "broken" },
      await sandbox.describe("scripted"),
    ];
    const evaluate = sandbox.evaluateSeries.bind(sandbox);
    sandbox.evaluateSeries = async (...given: unknown[]) => {
      if (JSON.stringify(given).includes('"broken"'))
        throw new PlatformError("It threw.", { code: "sandbox.threw" });
      return evaluate();
    };
    await refresh();
    expect((await newest()).map(({ strategy }) => strategy)).to.deep.equal(["scripted"]);
    expect(await world.rows("select error from report_task where state = 'failed'")).to.deep.equal([
      { error: "It threw." },
    ]);
  });
});
