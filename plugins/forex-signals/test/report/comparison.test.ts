import { expect } from "chai";
import { type ComparisonState, compare } from "../../report/live/comparison.ts";
import { ComparisonDesk } from "../../report/live/comparisonDesk.ts";
import { askForComparison, leaseComparison, NOTHING, questionOf } from "../../report/live/comparisonRows.ts";
import { basisOf, livedSpan } from "../../report/live/lived.ts";
import type { LiveReportQuery } from "../../report/live/liveReport.ts";
import { keepTerm } from "../../signals/settingTerms.ts";
import { flat, quarters } from "../candles.ts";
import { ScriptedSandbox } from "../scriptedSandbox.ts";
import { World } from "../world.ts";

const AT = Date.parse("2024-03-05T09:30:00Z");
const signal = (openedAt: number, resultR: number | null) => ({
  symbol: "XAU/USD",
  strategy: "scripted",
  openedAt,
  direction: "buy" as const,
  closedAt: resultR === null ? null : openedAt + 1_800_000,
  resultR,
});

describe("live beside the backtest of the same weeks", () => {
  it("says what is the same, what differs, what live lacks and why, and what only live has", () => {
    const live = [
      { ...signal(1, 1), status: "closed" },
      { ...signal(2, -1), status: "closed" },
      { ...signal(3, null), status: "failed" },
      { ...signal(6, 0.5), status: "closed" },
      { ...signal(7, null), status: "open" },
    ];
    const tested = [
      signal(1, 1.001),
      signal(2, 0.5),
      signal(3, 1),
      signal(4, 1),
      signal(5, 1),
      signal(7, null),
    ];
    const found = compare(live, tested, new Map([["4 XAU/USD", "paused"]]));
    expect(found.same, "the second is open in both").to.equal(2);
    expect(found.differing.map(({ liveR, backtestR }) => [liveR, backtestR])).to.deep.equal([[-1, 0.5]]);
    expect(found.missing.map(({ reason }) => reason)).to.deep.equal(["failed", "paused", null]);
    expect(found.extra.map(({ liveR }) => liveR)).to.deep.equal([0.5]);
    expect(found.live).to.deep.include({ signals: 4, closed: 3, totalR: 0.5 });
    expect(found.backtest).to.deep.include({ signals: 6, closed: 5 });
  });

  it("is of what the tenant lived: a paused candidate is missing with its reason, another tenant's signals are not there", async () => {
    const sandbox = new ScriptedSandbox();
    const quarter = 900_000;
    for (const time of [AT, AT + 4 * quarter])
      sandbox.propose(time, { direction: "buy", entry: 2000, stop: 1995, targets: [2005, 2010, 2015] });
    const candles = quarters("2024-03-05T09:00:00Z", [
      ...flat(2),
      [2000, 2016, 1999, 2010],
      [2010, 2010, 1999, 2000],
      ...flat(2),
      [2000, 2016, 1999, 2010],
      ...flat(1),
    ]);
    const world = await World.open({ candles, sandbox });
    try {
      const [whole, paused] = [
        await world.tenant({ strategy: "scripted" }),
        await world.tenant({ strategy: "scripted" }),
      ];
      for (let close = AT; close <= AT + 6 * quarter; close += quarter) {
        if (close === AT + 2 * quarter)
          await world.rows("insert into tenant_state (tenant_id, paused_until) values ($1, $2)", [
            paused,
            new Date(close + 86_400_000),
          ]);
        world.at(close);
        await world.tick();
      }
      const compared = async (tenant: string) => (await ask(world, tenant)).comparison;
      const one = await compared(whole);
      expect(one).to.deep.include({ same: 2, differing: [], missing: [], extra: [] });
      expect(one?.live.totalR).to.be.closeTo(one?.backtest.totalR ?? Number.NaN, 1e-9);
      const two = await compared(paused);
      expect(two?.same).to.equal(1);
      expect(two?.missing.map(({ reason }) => reason)).to.deep.equal(["paused"]);
      expect(await ask(world, await world.tenant({ strategy: "scripted" }))).to.equal(NOTHING);
    } finally {
      await world.close();
    }
  });

  it("goes by the rules of each time, which are kept from each change on, and says since when", async () => {
    await withWorld(async (world, sandbox) => {
      const tenant = await world.tenant({ strategy: "scripted", guardrails: { maxSignalsPerDay: 1 } });
      sandbox.propose(AT, proposal);
      sandbox.propose(AT + 4 * QUARTER, proposal);
      await live(world, AT, AT + 3 * QUARTER);
      await keepTerm(world.tenantContext(tenant));
      world.settings(tenant, { strategy: "scripted", guardrails: { maxSignalsPerDay: 4 } });
      world.at(AT + 3 * QUARTER + 60_000);
      await keepTerm(world.tenantContext(tenant));
      await keepTerm(world.tenantContext(tenant));
      await live(world, AT + 4 * QUARTER, AT + 6 * QUARTER);
      const { comparison } = await ask(world, tenant);
      expect(comparison).to.deep.include({ same: 2, differing: [], missing: [], extra: [] });
      expect(comparison?.rulesSince).to.equal(new Date(AT + 3 * QUARTER).toISOString());
      expect(comparison?.choices, "a term for each change, none for what stayed").to.have.length(2);
      world.settings(tenant, { strategy: "scripted", guardrails: { maxSignalsPerDay: 1 } });
      await world.rows("delete from setting_term");
      await world.rows("delete from comparison");
      const today = (await ask(world, tenant)).comparison;
      expect(today, "by the rules of today the second is one too many").to.include({
        same: 1,
        rulesSince: null,
      });
      expect(today?.extra).to.have.length(1);
    });
  });

  it("is made once, kept until another signal closes, and narrowed to what is asked for", async () => {
    await withWorld(async (world, sandbox) => {
      const tenant = await world.tenant({ strategy: "scripted" });
      sandbox.propose(AT, proposal);
      sandbox.propose(AT + 4 * QUARTER, proposal);
      await live(world, AT, AT + 3 * QUARTER);
      const evaluations = () => sandbox.seriesAsked;
      const first = await ask(world, tenant);
      expect(first.comparison?.live.signals).to.equal(1);
      const before = evaluations();
      expect((await ask(world, tenant)).comparison).to.deep.equal(first.comparison);
      expect(evaluations(), "nothing was evaluated again").to.equal(before);
      await live(world, AT + 4 * QUARTER, AT + 6 * QUARTER);
      expect((await ask(world, tenant)).comparison?.live.signals).to.equal(2);
      const other = (await ask(world, tenant, { symbol: "EUR/USD" })).comparison;
      expect(other).to.deep.include({ same: 0, missing: [], extra: [] });
      const late = { from: new Date(AT + 2 * QUARTER).toISOString() };
      expect((await ask(world, tenant, late)).comparison).to.deep.include({ same: 1, missing: [] });
    });
  });

  it("is taken up again where a process ended over it, and given up after the third time", async () => {
    await withWorld(async (world, sandbox) => {
      const tenant = await world.tenant({ strategy: "scripted" });
      sandbox.propose(AT, proposal);
      await live(world, AT, AT + 3 * QUARTER);
      await asked(world, tenant, {});
      expect(await world.context.platformDb(leaseComparison)).to.include({ tenantId: tenant });
      expect(await world.context.platformDb(leaseComparison)).to.equal(undefined);
      await world.rows("update comparison set leased_until = now() - interval '1 second'");
      expect((await ask(world, tenant)).comparison?.same).to.equal(1);
      await world.rows(
        "update comparison set state = 'running', attempts = 3, leased_until = now() - interval '1 second'",
      );
      expect(await world.context.platformDb(leaseComparison)).to.equal(undefined);
      expect(await asked(world, tenant, {})).to.include({ state: "failed" });
    });
  });
});

const QUARTER = 900_000;
const proposal = { direction: "buy" as const, entry: 2000, stop: 1995, targets: [2005, 2010, 2015] };

/** Two entries at 09:30 and 10:30 that both reach the last target in the quarter after. */
async function withWorld(work: (world: World, sandbox: ScriptedSandbox) => Promise<void>): Promise<void> {
  const sandbox = new ScriptedSandbox();
  const candles = quarters("2024-03-05T09:00:00Z", [
    ...flat(2),
    [2000, 2016, 1999, 2010],
    [2010, 2010, 1999, 2000],
    ...flat(2),
    [2000, 2016, 1999, 2010],
    ...flat(1),
  ]);
  const world = await World.open({ candles, sandbox });
  try {
    await work(world, sandbox);
  } finally {
    await world.close();
  }
}

async function live(world: World, from: number, until: number): Promise<void> {
  for (let close = from; close <= until; close += QUARTER) {
    world.at(close);
    await world.tick();
  }
}

/** What the route does, without the desk. */
function asked(world: World, tenantId: string, query: LiveReportQuery): Promise<ComparisonState> {
  const now = world.context.clock.now();
  return world.tenantContext(tenantId).db(async (trx) => {
    if ((await livedSpan(trx, query, now)) === undefined) return NOTHING;
    return askForComparison(trx, { tenantId, question: questionOf(query), basis: await basisOf(trx) }, now);
  });
}

async function ask(world: World, tenantId: string, query: LiveReportQuery = {}): Promise<ComparisonState> {
  const desk = new ComparisonDesk(world.context, world.market);
  await asked(world, tenantId, query);
  desk.look();
  await desk.settled();
  return asked(world, tenantId, query);
}
