import type { TimedCandidate } from "@promostack/core";
import { backtest } from "../../domain/backtest.ts";
import type { Guardrails } from "../../domain/guardrails.ts";
import type { Instrument } from "../../domain/instrument.ts";
import type { SignalPolicy } from "../../domain/policy.ts";
import type { Report } from "../api.ts";
import { reportOf } from "../report.ts";
import { type PackedCandles, unpacked } from "./packed.ts";

/** Everything that a release's report is computed from. */
export interface ReleaseWork {
  strategy: { id: string; version: string; parameters: Record<string, unknown> };
  instrument: Instrument;
  /** The strategy's. */
  timeframe: string;
  /** Those that the report is of, each `step` long, milliseconds. */
  candles: PackedCandles;
  step: number;
  /** The finest that signals are followed by. */
  finest: PackedCandles;
  candidates: TimedCandidate[];
  guardrails: Guardrails;
  policy: SignalPolicy;
}

/** Pure: backtest and report. Seconds for years of candles, so that no thread that answers somebody should run it. */
export function releaseReport(work: ReleaseWork): Report {
  const { strategy, instrument, timeframe, step, candidates, guardrails, policy } = work;
  const finest = unpacked(work.finest);
  const tested = backtest({ instrument, candles: finest, step, candidates, guardrails, policy });
  return reportOf({
    strategy,
    instrument,
    timeframe,
    trades: tested.signals.map(({ signal }) => ({ signal, instrument, ...policy })),
    candles: unpacked(work.candles),
    step,
    policy,
    guardrails,
    candidates: candidates.length,
    refusals: tested.refusals,
  });
}
