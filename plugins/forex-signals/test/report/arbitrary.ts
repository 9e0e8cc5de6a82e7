import type { Candle } from "@promostack/core/strategy";
import fc from "fast-check";
import { backtest } from "../../domain/backtest.ts";
import { guardrailsFor } from "../../domain/guardrails.ts";
import { GOLD } from "../../domain/knownInstruments.ts";
import { defaultPolicy, type SignalPolicy } from "../../domain/policy.ts";
import { type ReportInput, reportOf } from "../../report/report.ts";

const START = Date.parse("2024-03-04T00:00:00Z");
const STEP = 900_000;

/** A market of small random steps, so that stops, targets, time-outs and ambiguous candles all occur. */
const market = fc
  .array(fc.tuple(fc.integer({ min: -300, max: 300 }), fc.nat(400), fc.nat(400)), {
    minLength: 50,
    maxLength: 400,
    size: "max",
  })
  .map((steps): Candle[] => {
    let price = 200_000;
    return steps.map(([move, up, down], index) => {
      const open = price;
      price += move;
      return {
        time: START + index * STEP,
        open: open / 100,
        high: (Math.max(open, price) + up) / 100,
        low: (Math.min(open, price) - down) / 100,
        close: price / 100,
      };
    });
  });

const proposal = fc.record({
  at: fc.nat(400),
  buys: fc.boolean(),
  risk: fc.integer({ min: 150, max: 900 }),
  first: fc.integer({ min: 80, max: 200 }),
  more: fc.array(fc.integer({ min: 10, max: 150 }), { maxLength: 2 }),
});

const policy = fc.record({
  stopPolicy: fc.constantFrom<SignalPolicy["stopPolicy"]>("trail", "entry", "fixed"),
  spread: fc.integer({ min: 0, max: 80 }),
});

/** Input of a report as a backtest over a random market with random proposals makes it. */
export const reportInput: fc.Arbitrary<ReportInput> = fc
  .tuple(market, fc.array(proposal, { maxLength: 120, size: "max" }), policy, fc.integer({ min: 1, max: 3 }))
  .map(([candles, proposals, own, maxOpenSignals]) => {
    const candidates = proposals
      .sort((a, b) => a.at - b.at)
      .flatMap(({ at, buys, risk, first, more }) => {
        const candle = candles[at];
        if (candle === undefined) return [];
        const side = buys ? 1 : -1;
        let distance = (risk * first) / 100;
        const targets = [distance, ...more.map((each) => (distance += (risk * each) / 100))];
        return {
          time: candle.time + STEP,
          direction: buys ? ("buy" as const) : ("sell" as const),
          entry: candle.close,
          stop: candle.close - (side * risk) / 100,
          targets: targets.map((each) => candle.close + (side * each) / 100),
        };
      })
      .filter((each, index, all) => each.time !== all[index - 1]?.time);
    const whole = { ...defaultPolicy(GOLD), ...own };
    const guardrails = {
      ...guardrailsFor(GOLD, {}),
      maxOpenSignals,
      maxSignalsPerDay: 100,
      dailyLossCapR: 50,
      cooldownAfterLossMinutes: 0,
    };
    const { signals, refusals } = backtest({
      instrument: GOLD,
      candles,
      step: STEP,
      candidates,
      guardrails,
      policy: whole,
    });
    return {
      strategy: null,
      instrument: GOLD,
      timeframe: "15min",
      trades: signals.map(({ signal }) => ({ signal, instrument: GOLD, ...whole })),
      candles,
      step: STEP,
      policy: whole,
      guardrails,
      candidates: candidates.length,
      refusals,
    };
  });

/** The report of a fixed random market, for tests of what is made of it. */
export function sampleReport(): { input: ReportInput; report: ReturnType<typeof reportOf> } {
  const inputs = fc.sample(reportInput, { seed: 7, numRuns: 20 });
  const input = inputs.reduce((most, each) => (each.trades.length > most.trades.length ? each : most));
  return { input, report: reportOf(input) };
}
