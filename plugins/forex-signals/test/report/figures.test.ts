import { expect } from "chai";
import { backtest } from "../../domain/backtest.ts";
import { guardrailsFor } from "../../domain/guardrails.ts";
import { GOLD } from "../../domain/knownInstruments.ts";
import { defaultPolicy } from "../../domain/policy.ts";
import type { Report } from "../../report/api.ts";
import { reportOf } from "../../report/report.ts";
import { flat, quarters } from "../candles.ts";

const START = "2024-03-05T09:00:00Z";
const STEP = 900_000;
const proposal = { direction: "buy" as const, entry: 2000, stop: 1990, targets: [2010, 2020, 2030] };
type Shape = Parameters<typeof quarters>[1][number];

/** The report of one buy at 2000 (stop 1990, targets 10 dollars apart) over the candles that follow, without spread. */
function reportOver(after: Shape[], spread = 0): Report {
  const candles = quarters(START, [...flat(1), ...after]);
  const policy = { ...defaultPolicy(GOLD), spread };
  const candidates = [{ ...proposal, time: Date.parse(START) + STEP }];
  const guardrails = guardrailsFor(GOLD, {});
  const { signals, refusals } = backtest({
    instrument: GOLD,
    candles,
    step: STEP,
    candidates,
    guardrails,
    policy,
  });
  return reportOf({
    strategy: null,
    instrument: GOLD,
    timeframe: "15min",
    trades: signals.map(({ signal }) => ({ signal, instrument: GOLD, ...policy })),
    candles,
    step: STEP,
    policy,
    guardrails,
    candidates: candidates.length,
    refusals,
  });
}

describe("figures of a report", () => {
  it("says at most what an undecided candle could have changed: the target first, the rest at the stop it moves", () => {
    const { ambiguity, summary } = reportOver([[2000, 2012, 1989, 1995]]);
    expect(summary.totalR).to.equal(-1);
    // Half at target 1 (+1 R), the rest at the entry.
    expect(ambiguity).to.deep.equal({ trades: 1, worstR: -1, bestR: 0.5 });
  });

  it("books everything at an undecided last target", () => {
    const { ambiguity, summary } = reportOver([
      [2000, 2011, 1999, 2010],
      [2010, 2021, 2009, 2019],
      [2019, 2031, 2008, 2009],
    ]);
    expect(summary.totalR).to.be.closeTo(0.5 + 0.6 + 0.2, 1e-9);
    expect(ambiguity.bestR).to.be.closeTo(0.5 + 0.6 + 0.6, 1e-9);
  });

  it("measures how far price went against a trade and its way, and only the fill of the last candle", () => {
    const [trade] = reportOver([
      [2000, 2004, 1996, 2000],
      [2000, 2001, 1980, 1985],
    ]).trades;
    expect(trade?.adverseR).to.be.closeTo(1, 1e-9);
    expect(trade?.favourableR).to.be.closeTo(0.4, 1e-9);
  });

  it("takes slippage off the entry and market exits, not off targets", () => {
    const { sensitivity } = reportOver([
      [2000, 2011, 1999, 2010],
      [2010, 2011, 1999, 2000],
    ]);
    const at = (dollars: number) => sensitivity?.slippage.find((each) => each.price === dollars)?.totalR;
    expect(at(0)).to.be.closeTo(0.5, 1e-9);
    // $0.40 at the entry and $0.40 on the half that was stopped at the entry, over a risk of $10.
    expect(at(0.4)).to.be.closeTo(0.5 - 0.04 - 0.02, 1e-9);
  });

  it("stands buy and hold beside the signals, in dollars an ounce and in average risks", () => {
    const { benchmark, figures } = reportOver([[2000, 2003, 1980, 1985], ...flat(2)], 30);
    expect(benchmark).to.deep.include({ change: 0, maxDrawdown: 15, averageRisk: 10 });
    expect(benchmark?.maxDrawdownR).to.equal(1.5);
    expect(benchmark?.signals).to.be.closeTo(-10.3, 1e-9);
    expect(figures.exposure).to.equal(1 / 4);
  });

  it("counts what is missing between candles, but not the daily break nor a week-end", () => {
    const candles = [
      "2024-03-07T21:45:00Z",
      "2024-03-07T23:00:00Z",
      "2024-03-08T09:00:00Z",
      "2024-03-08T21:45:00Z",
      "2024-03-10T22:00:00Z",
    ].map((time) => ({ time: Date.parse(time), open: 2000, high: 2000, low: 2000, close: 2000 }));
    const report = reportOf({
      strategy: null,
      instrument: GOLD,
      timeframe: "15min",
      trades: [],
      candles,
      step: STEP,
      policy: defaultPolicy(GOLD),
      guardrails: null,
      candidates: null,
      refusals: null,
    });
    expect(report.candles).to.deep.include({ count: 5, gaps: 2, missing: 39 + 50 });
    expect(report.candles.longestGaps[0]).to.deep.equal({
      from: "2024-03-08T09:15:00.000Z",
      to: "2024-03-08T21:45:00.000Z",
      candles: 50,
    });
  });
});
