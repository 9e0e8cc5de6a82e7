import type { TimedCandidate } from "@promostack/core";
import type { Candle } from "@promostack/core/strategy";
import { type Guardrails, type Refusal, refusalOf } from "./guardrails.ts";
import { SignalHistory } from "./history.ts";
import type { Instrument } from "./instrument.ts";
import { levelsOf } from "./levels.ts";
import type { SignalPolicy } from "./policy.ts";
import { type Result, resultOf } from "./result.ts";
import { advance, type OpenSignal, openSignal } from "./signal.ts";
import { tickCandle } from "./ticks.ts";

export interface BacktestInput {
  instrument: Instrument;
  /** The finest candles there are, ascending: signals are advanced by each of them. Some may say that they are finer. */
  candles: readonly (Candle & { step?: number })[];
  /** Length of one that says nothing, milliseconds. */
  step: number;
  /** At most one for each close of the strategy's timeframe, ascending by `time`, the close of c0. */
  candidates: readonly TimedCandidate[];
  guardrails: Guardrails;
  policy: SignalPolicy;
}

/** A signal of a backtest; its result once it closed. One that is still open at the end has none. */
export interface TestedSignal {
  signal: OpenSignal;
  result: Result | undefined;
}

export interface Backtest {
  signals: TestedSignal[];
  refusals: { time: number; reason: Refusal }[];
}

/**
 * Runs candidates through guardrails and the state machine, as the live platform does for one tenant: each candle first
 * advances the open signals, then the candidate at its close may open one.
 */
export function backtest(input: BacktestInput): Backtest {
  const { instrument, candles, step, candidates, guardrails, policy } = input;
  const history = new SignalHistory();
  const signals: TestedSignal[] = [];
  const refusals: Backtest["refusals"] = [];
  let open: TestedSignal[] = [];
  let next = 0;

  const consider = (until: number) => {
    for (let each = candidates[next]; each !== undefined && each.time <= until; each = candidates[++next]) {
      const levels = levelsOf(each, instrument);
      const reason = refusalOf(levels, each.time, history.at(each.time), guardrails);
      if (reason !== undefined) {
        refusals.push({ time: each.time, reason });
        continue;
      }
      const tested: TestedSignal = { signal: openSignal(levels, each.time), result: undefined };
      signals.push(tested);
      open.push(tested);
      history.opened(each.time);
    }
  };

  for (const candle of candles) {
    // Where fine candles are missing, a candidate may stem from a close before this candle opened.
    const length = candle.step ?? step;
    consider(candle.time);
    if (open.length > 0) {
      const ticks = tickCandle(candle, length, instrument);
      for (const each of open) {
        each.signal = advance(each.signal, ticks, policy).signal;
        if (each.signal.status !== "closed") continue;
        each.result = resultOf(each.signal, policy.spread, instrument);
        history.closed(ticks.closeTime, each.result.resultR, each.result.outcome);
      }
      open = open.filter((each) => each.signal.status === "open");
    }
    consider(candle.time + length);
  }
  return { signals, refusals };
}
