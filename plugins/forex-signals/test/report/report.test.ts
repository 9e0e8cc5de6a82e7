import { expect } from "chai";
import fc from "fast-check";
import { compile } from "../../../../host/plugin/schema.ts";
import { deepestFall } from "../../domain/drawdown.ts";
import { Report } from "../../report/api.ts";
import { simulate } from "../../report/monteCarlo.ts";
import { reportOf } from "../../report/report.ts";
import { reportInput, sampleReport } from "./arbitrary.ts";
import { expectToHoldTogether } from "./holdsTogether.ts";

describe("report", () => {
  it("holds together over random markets: fractions, R from fills, equity from R, groups, drawdown", () => {
    fc.assert(
      fc.property(reportInput, (input) => expectToHoldTogether(reportOf(input))),
      { numRuns: 25 },
    );
  });

  it("is what its schema says, through JSON and back", () => {
    const { report } = sampleReport();
    const read: unknown = JSON.parse(JSON.stringify(report));
    expect(compile(Report)(read)).to.deep.equal([]);
    expect(read).to.deep.equal(report);
  });

  it("is the same for the same input, and another for another seed", () => {
    const { input, report } = sampleReport();
    expect(reportOf(input)).to.deep.equal(report);
    expect(reportOf({ ...input, seed: 2 }).monteCarlo).not.to.deep.equal(report.monteCarlo);
  });

  it("says nothing of nothing", () => {
    const { input } = sampleReport();
    const report = reportOf({ ...input, trades: [], candles: [], refusals: [], candidates: 0 });
    expectToHoldTogether(report);
    expect(report).to.deep.include({ monteCarlo: null, benchmark: null, drawdown: null, heat: [] });
    expect(report.figures.exposure).to.equal(null);
  });

  it("keeps Sharpe and Sortino back until there are thirty trades, and says how many are missing", () => {
    const { input } = sampleReport();
    const closed = input.trades.filter(({ signal }) => signal.closedAt !== null);
    const of = (count: number) => reportOf({ ...input, trades: closed.slice(0, count) }).figures.sharpe;
    expect(closed.length).to.be.at.least(30);
    expect(of(12)).to.deep.equal({ value: null, needed: 30, missing: 18 });
    expect(of(30).value).to.be.a("number");
  });
});

describe("Monte Carlo", () => {
  const results = fc.array(fc.double({ min: -2, max: 4, noNaN: true }), { minLength: 5, maxLength: 60 });

  it("never finds a shuffled drawdown deeper than all losses in a row, nor shallower than the worst loss", () => {
    fc.assert(
      fc.property(results, (each) => {
        const found = simulate(each)?.monteCarlo.shuffled.maxDrawdownR;
        const losses = each.filter((r) => r < 0);
        expect(found?.p95).to.be.at.most(-losses.reduce((sum, r) => sum + r, 0) + 1e-9);
        expect(found?.p5).to.be.at.least(-Math.min(0, ...losses) - 1e-9);
      }),
      { numRuns: 20 },
    );
  });

  it("knows the drawdown of equal losses for certain, and the total of equal results", () => {
    const found = simulate(Array.from({ length: 20 }, () => -1));
    expect(found?.monteCarlo.shuffled.maxDrawdownR).to.deep.equal({ p5: 20, p50: 20, p95: 20 });
    expect(found?.expectancy).to.deep.equal({ low: -1, high: -1 });
  });

  it("spreads the resampled total around the real one", () => {
    const each = Array.from({ length: 400 }, (_, index) => (index % 2 === 0 ? 1.2 : -1));
    const found = simulate(each)?.monteCarlo.resampled.finalR;
    // 400 draws of a deviation of 1.1: 22 R; 1.645 of it on each side.
    expect(found?.p50).to.be.closeTo(40, 4);
    expect((found?.p95 ?? 0) - (found?.p5 ?? 0)).to.be.closeTo(2 * 1.645 * 22, 8);
  });

  it("measures a fall from the peak, which starts at zero", () => {
    expect(deepestFall([])).to.equal(0);
    expect(deepestFall([-1, -1, 3, -2, 1, -2])).to.equal(3);
  });
});
