import { expect } from "chai";
import { backtest } from "../domain/backtest.ts";
import { guardrailsFor } from "../domain/guardrails.ts";
import { GOLD } from "../domain/knownInstruments.ts";
import { defaultPolicy } from "../domain/policy.ts";
import { reportSignal, summaryOf } from "../domain/report.ts";
import { flat, quarters } from "./candles.ts";

const START = "2024-03-05T09:00:00Z";
const STEP = 900_000;
const GUARDRAILS = guardrailsFor(GOLD, {});
const POLICY = defaultPolicy(GOLD);
const at = (index: number) => Date.parse(START) + (index + 1) * STEP;
const proposal = { direction: "buy" as const, entry: 2000, stop: 1995, targets: [2005, 2010, 2015] };

describe("backtest", () => {
  it("advances the open signal before it considers the candidate of the same close", () => {
    const candles = quarters(START, [...flat(2), [2000, 2016, 1999, 2010], ...flat(2)]);
    const { signals, refusals } = backtest({
      instrument: GOLD,
      candles,
      step: STEP,
      candidates: [1, 2].map((index) => ({ ...proposal, time: at(index) })),
      guardrails: GUARDRAILS,
      policy: POLICY,
    });
    expect(refusals).to.deep.equal([]);
    expect(signals.map(({ signal }) => [signal.openedAt, signal.status])).to.deep.equal([
      [at(1), "closed"],
      [at(2), "open"],
    ]);
  });

  it("records why a candidate was refused", () => {
    const { refusals } = backtest({
      instrument: GOLD,
      candles: quarters(START, flat(4)),
      step: STEP,
      candidates: [0, 2].map((index) => ({ ...proposal, time: at(index) })),
      guardrails: GUARDRAILS,
      policy: POLICY,
    });
    expect(refusals).to.deep.equal([{ time: at(2), reason: "max-open" }]);
  });

  it("advances by finer candles where there are some, so that fewer exits are ambiguous", () => {
    const minutes = [
      [2000, 2006, 1999, 2005],
      [2005, 2005, 1994, 1995],
    ].map(([open = 0, high = 0, low = 0, close = 0], index) => ({
      time: at(0) + index * 60_000,
      open,
      high,
      low,
      close,
    }));
    const { signals } = backtest({
      instrument: GOLD,
      candles: minutes,
      step: 60_000,
      candidates: [{ ...proposal, time: at(0) }],
      guardrails: GUARDRAILS,
      policy: POLICY,
    });
    expect(signals[0]?.signal.fills.map(({ reason, ambiguous }) => [reason, ambiguous])).to.deep.equal([
      ["target1", false],
      ["stop", false],
    ]);
  });

  it("sums up what closed, and only counts what is open", () => {
    const candles = quarters(START, [
      ...flat(1),
      [2000, 2016, 1999, 2010],
      [2010, 2010, 1990, 1990],
      ...flat(2),
    ]);
    const { signals } = backtest({
      instrument: GOLD,
      candles,
      step: STEP,
      candidates: [0, 1, 4].map((index) => ({ ...proposal, time: at(index) })),
      guardrails: GUARDRAILS,
      policy: { ...POLICY, spread: 0 },
    });
    const summary = summaryOf(signals.map(({ signal, result }) => reportSignal(signal, result, GOLD)));
    expect(summary).to.deep.include({
      trades: 2,
      open: 1,
      wins: 1,
      losses: 1,
      longestLosingRun: 1,
      maxDrawdownR: 1,
    });
    expect(summary.totalR).to.be.closeTo(0.7, 1e-9);
    expect(summary.profitFactor).to.be.closeTo(1.7, 1e-9);
    expect(summary.byWeekday.Tuesday?.trades).to.equal(2);
  });
});
