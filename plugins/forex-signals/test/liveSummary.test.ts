import { expect } from "chai";
import { uuidv7 } from "uuidv7";
import type { Outcome } from "../domain/result.ts";
import { type Summary, summarize, type Trade } from "../domain/summary.ts";
import { liveSummary, type SummaryFilter } from "../signals/liveSummary.ts";
import { ScriptedSandbox } from "./scriptedSandbox.ts";
import { World } from "./world.ts";

type Booked = Trade & { strategy: string; symbol: string };

describe("statistics that the database adds up", () => {
  let world: World;
  let tenantId: string;

  before(async () => {
    world = await World.open({ candles: [], sandbox: new ScriptedSandbox() });
    tenantId = await world.tenant();
  });
  after(() => world?.close());

  const live = (filter: SummaryFilter = {}, tenant = tenantId) =>
    world.tenantContext(tenant).db((trx) => liveSummary(trx, filter));

  /** Straight into the tables; the same instant of closing, and runs of losses, are among them. */
  async function book(tenant: string, count: number): Promise<Booked[]> {
    const trades: Booked[] = Array.from({ length: count }, (_, each) => {
      const openedAt = Date.parse("2025-10-20T00:00:00Z") + each * 7 * 3_600_000;
      const outcome: Outcome = each % 7 < 3 ? "loss" : each % 5 === 0 ? "break-even" : "win";
      const resultR = outcome === "loss" ? -1.06 : outcome === "win" ? 0.4 + (each % 9) / 7 : 0.01;
      return {
        openedAt,
        closedAt: Math.floor(openedAt / 36_000_000) * 36_000_000 + 36_000_000,
        outcome,
        resultR,
        resultPips: resultR * 50,
        ambiguous: each % 11 === 0,
        strategy: each % 2 === 0 ? "one" : "two",
        symbol: each % 3 === 0 ? "XAG/USD" : "XAU/USD",
      };
    });
    for (const trade of trades) {
      const id = uuidv7();
      await world.rows(
        `insert into signal (tenant_id, id, position_id, choice_id, strategy, version, symbol, timeframe, direction, entry, stop, targets,
           fractions, stop_policy, spread, status, slot, opened_at, closed_at, close_reason, outcome, result_r, result_pips)
         values ($1, $2, $2, 'c', $3, '1.0.0', $4, '15min', 'buy', 2000, 1995, '{2005}', '{10000}', 'trail', 0.3, 'closed', 1, $5, $6,
           'stop', $7, $8, $9)`,
        [
          tenant,
          id,
          trade.strategy,
          trade.symbol,
          new Date(trade.openedAt),
          new Date(trade.closedAt),
          trade.outcome,
          trade.resultR,
          trade.resultPips,
        ],
      );
      await world.rows(
        `insert into fill (tenant_id, signal_id, number, time, price, fraction, reason, ambiguous)
         select $1, $2, number, $3, 1995, 5000, 'stop', $4 = 1 from generate_series(1, 2) number`,
        [tenant, id, new Date(trade.closedAt), trade.ambiguous ? 1 : 0],
      );
    }
    return trades;
  }

  /** Sums of the same numbers in another order differ in the last digits. */
  const rounded = (summary: Summary) =>
    JSON.parse(
      JSON.stringify(summary, (_, value: unknown) =>
        typeof value === "number" ? Number(value.toFixed(9)) : value,
      ),
    );

  it("say nothing of a tenant without trades", async () => {
    expect(rounded(await live())).to.deep.equal(rounded(summarize([], 0)));
  });

  it("are those of the rules that backtests use, whatever is asked for, and of no other tenant's trades", async () => {
    const trades = await book(tenantId, 150);
    await book(await world.tenant(), 20);
    expect(rounded(await live())).to.deep.equal(rounded(summarize(trades, 0)));
    const from = "2025-11-01T00:00:00.000Z";
    const to = new Date(trades[120]?.openedAt ?? 0).toISOString();
    const asked = trades.filter(
      ({ strategy, symbol, openedAt }) =>
        strategy === "two" &&
        symbol === "XAU/USD" &&
        openedAt >= Date.parse(from) &&
        openedAt <= Date.parse(to),
    );
    expect(asked.length).to.be.greaterThan(10);
    const filter = { strategy: "two", symbol: "XAU/USD", from, to };
    expect(rounded(await live(filter))).to.deep.equal(rounded(summarize(asked, 0)));
  });

  it("thin the running total out evenly, and end it where it stands", async () => {
    const many = await world.tenant();
    const trades = await book(many, 900);
    const { equity, totalR, maxDrawdownR } = await live({}, many);
    const whole = summarize(trades, 0);
    expect(equity).to.have.length(300);
    expect(equity.at(-1)?.r).to.be.closeTo(totalR, 1e-9);
    expect(equity.at(-1)?.time).to.equal(whole.equity.at(-1)?.time);
    expect(maxDrawdownR, "of every trade all the same").to.be.closeTo(whole.maxDrawdownR, 1e-9);
  });
});
