import { expect } from "chai";
import { GOLD } from "../../domain/knownInstruments.ts";
import { closedSignals, liveReport } from "../../report/live/liveReport.ts";
import { flat, quarters } from "../candles.ts";
import { ScriptedSandbox } from "../scriptedSandbox.ts";
import { World } from "../world.ts";
import { expectToHoldTogether } from "./holdsTogether.ts";

const START = "2024-03-05T09:00:00Z";

describe("a tenant's own report", () => {
  it("is of the tenant's closed signals as they were booked, and of nobody else's", async () => {
    const sandbox = new ScriptedSandbox();
    sandbox.propose("2024-03-05T09:30:00Z", {
      direction: "buy",
      entry: 2000,
      stop: 1995,
      targets: [2005, 2010, 2015],
    });
    const candles = quarters(START, [...flat(2), [2000, 2016, 1999, 2010], ...flat(1)]);
    const world = await World.open({ candles, sandbox });
    try {
      const one = await world.tenant({ strategy: "scripted", spread: 0.5 });
      const two = await world.tenant({ strategy: "other" });
      for (const time of ["09:30", "09:45"]) {
        world.at(`2024-03-05T${time}:00Z`);
        await world.tick();
      }
      const of = async (tenant: string) => {
        const query = { symbol: "XAU/USD", strategy: "scripted" };
        const trades = await world
          .tenantContext(tenant)
          .db((trx) => closedSignals(trx, query, new Map([["XAU/USD", GOLD]])));
        return liveReport(trades, candles, GOLD);
      };
      const report = await of(one);
      expectToHoldTogether(report);
      expect(report.summary).to.deep.include({ trades: 1, wins: 1 });
      expect(report.rules.spread).to.equal(0.5);
      const [booked] = await world.rows<{ r: number }>(
        "select result_r as r from signal where status = 'closed' and strategy = 'scripted'",
      );
      expect(report.summary.totalR).to.be.closeTo(booked?.r ?? 0, 1e-9);
      expect((await of(two)).summary.trades).to.equal(0);
    } finally {
      await world.close();
    }
  });
});
