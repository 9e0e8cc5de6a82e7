import { expect } from "chai";
import type { Report } from "../../report/api.ts";

const CLOSE = 1e-6;

/** What must hold of every report, whatever it is of. */
export function expectToHoldTogether(report: Report): void {
  const { summary, trades } = report;
  const closed = trades.filter(({ closedAt }) => closedAt !== null);
  expect(summary.trades, "closed trades").to.equal(closed.length);
  expect(summary.open, "open trades").to.equal(trades.length - closed.length);
  expect(summary.wins + summary.losses + summary.breakEvens, "outcomes").to.equal(summary.trades);
  for (const trade of closed) expectTrade(trade, report.rules.spread ?? 0);
  expectEquity(report, closed);
  expectGroups(report);
  expectChance(report);
  if (report.candidates !== null && report.refusals !== null) {
    const kept = report.refusals.reduce((sum, { count }) => sum + count, 0);
    expect(trades.length + kept, "candidates").to.equal(report.candidates);
  }
  const { worstR, bestR } = report.ambiguity;
  expect(worstR, "ambiguity, as booked").to.be.closeTo(summary.totalR, CLOSE);
  expect(bestR, "ambiguity, at best").to.be.at.least(worstR - CLOSE);
  expect(report.ambiguity.trades).to.equal(summary.ambiguous);
}

/** Fractions total, R comes from the fills, pips from R, the fills lie in order. */
function expectTrade(trade: Report["trades"][number], spread: number): void {
  const side = trade.direction === "buy" ? 1 : -1;
  const risk = (trade.entry - trade.stop) * side;
  const total = trade.fills.reduce((sum, { fraction }) => sum + fraction, 0);
  expect(total, "fractions total 1").to.be.closeTo(1, 1e-9);
  const gain = trade.fills.reduce(
    (sum, { fraction, price }) => sum + fraction * (price - trade.entry) * side,
    -spread,
  );
  expect(trade.resultR, "R from fills").to.be.closeTo(gain / risk, CLOSE);
  expect(trade.resultPips, "pips from fills").to.be.closeTo(gain * 10, 1e-4);
  const r = trade.resultR ?? 0;
  const outcome = r > 0.05 + CLOSE ? "win" : r < -0.05 - CLOSE ? "loss" : trade.outcome;
  expect(trade.outcome).to.equal(outcome);
  const times = trade.fills.map(({ time }) => time);
  expect(times).to.deep.equal([...times].sort());
  expect(trade.closedAt).to.equal(times.at(-1));
  expect(trade.closedAt && trade.closedAt > trade.time, "closed after it opened").to.equal(true);
  if (trade.adverseR !== null && trade.favourableR !== null) {
    const exits = trade.fills.map(({ price }) => ((price - trade.entry) * side) / risk);
    expect(trade.favourableR).to.be.at.least(Math.max(...exits, 0) - CLOSE);
    expect(trade.adverseR).to.be.at.least(-Math.min(...exits, 0) - CLOSE);
  }
}

/** The equity is the running total of R in order of closing; the drawdown is its deepest fall below its peak. */
function expectEquity({ summary, drawdown }: Report, closed: Report["trades"]): void {
  const ordered = [...closed].sort(
    (a, b) => String(a.closedAt).localeCompare(String(b.closedAt)) || a.time.localeCompare(b.time),
  );
  let total = 0;
  const curve = ordered.map(({ resultR }) => (total += resultR ?? 0));
  expect(summary.equity.length).to.equal(closed.length);
  for (const [index, { r }] of summary.equity.entries()) expect(r).to.be.closeTo(curve[index] ?? 0, CLOSE);
  expect(summary.totalR).to.be.closeTo(total, CLOSE);
  let deepest = 0;
  for (const [low, r] of curve.entries())
    for (const peak of [0, ...curve.slice(0, low)]) deepest = Math.max(deepest, peak - r);
  expect(summary.maxDrawdownR, "drawdown").to.be.closeTo(deepest, CLOSE);
  expect(drawdown?.depthR ?? 0, "where the drawdown lies").to.be.closeTo(deepest, CLOSE);
}

function expectGroups({ summary, byDirection, byExit, heat }: Report): void {
  const all = [
    summary.bySession,
    summary.byHour,
    summary.byWeekday,
    summary.byMonth,
    byDirection,
    byExit,
    Object.fromEntries(heat.map((cell) => [`${cell.weekday} ${cell.hour}`, cell])),
  ];
  for (const groups of all) {
    const rows = Object.values(groups);
    const sum = (of: (row: (typeof rows)[number]) => number) =>
      rows.reduce((total, row) => total + of(row), 0);
    expect(sum((row) => row.trades)).to.equal(summary.trades);
    expect(sum((row) => row.trades * row.winRate)).to.be.closeTo(summary.wins, CLOSE);
    expect(sum((row) => row.totalR)).to.be.closeTo(summary.totalR, CLOSE);
  }
}

function expectChance({ summary, monteCarlo, sensitivity, figures }: Report): void {
  if (sensitivity === null) return;
  const booked = sensitivity.spread.find((each) => each.booked);
  expect(booked?.totalR).to.be.closeTo(summary.totalR, CLOSE);
  expect(booked?.maxDrawdownR).to.be.closeTo(summary.maxDrawdownR, CLOSE);
  expect(sensitivity.slippage[0]?.totalR).to.be.closeTo(summary.totalR, CLOSE);
  for (const cases of [sensitivity.spread, sensitivity.slippage]) {
    const totals = cases.map(({ totalR }) => totalR);
    for (const [index, total] of totals.entries())
      expect(total).to.be.at.most((totals[index - 1] ?? total) + CLOSE);
  }
  for (const { value, needed, missing } of [figures.sharpe, figures.sortino]) {
    expect(missing).to.equal(Math.max(0, needed - summary.trades));
    if (missing > 0) expect(value).to.equal(null);
  }
  if (monteCarlo === null) return;
  for (const { p5, p50, p95 } of [
    monteCarlo.shuffled.maxDrawdownR,
    monteCarlo.resampled.finalR,
    monteCarlo.resampled.maxDrawdownR,
  ]) {
    expect(p5).to.be.at.most(p50);
    expect(p50).to.be.at.most(p95);
  }
  expect(monteCarlo.resampled.fan.at(-1)?.trade).to.equal(summary.trades);
  expect(monteCarlo.resampled.fan.at(-1)?.p50).to.be.closeTo(monteCarlo.resampled.finalR.p50, CLOSE);
}
