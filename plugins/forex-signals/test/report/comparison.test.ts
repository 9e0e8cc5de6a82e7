import { expect } from "chai";
import { compare } from "../../report/live/comparison.ts";
import { liveComparison, livedWith } from "../../report/live/liveComparison.ts";
import { choicesOf } from "../../signals/choices.ts";
import { forexSettings } from "../../signals/settings.ts";
import { flat, quarters } from "../candles.ts";
import { ScriptedSandbox } from "../scriptedSandbox.ts";
import { World } from "../world.ts";

const AT = Date.parse("2024-03-05T09:30:00Z");
const signal = (openedAt: number, resultR: number | null) => ({
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
    const found = compare(live, tested, new Map([[4, "paused"]]));
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
      const compared = async (tenant: string) => {
        const context = world.tenantContext(tenant);
        const settings = forexSettings(context.settings);
        const [choice] = await choicesOf(
          world.context,
          settings,
          await world.market.instruments.all(world.context),
        );
        if (choice === undefined) throw new Error("There is no choice.");
        const lived = await context.db((trx) => livedWith(trx, choice.id, world.context.clock.now(), 12));
        return lived && liveComparison(world.context, choice, lived);
      };
      const one = await compared(whole);
      expect(one).to.deep.include({ same: 2, differing: [], missing: [], extra: [] });
      expect(one?.live.totalR).to.be.closeTo(one?.backtest.totalR ?? Number.NaN, 1e-9);
      const two = await compared(paused);
      expect(two?.same).to.equal(1);
      expect(two?.missing.map(({ reason }) => reason)).to.deep.equal(["paused"]);
      expect(await compared(await world.tenant({ strategy: "scripted" }))).to.equal(undefined);
    } finally {
      await world.close();
    }
  });
});
