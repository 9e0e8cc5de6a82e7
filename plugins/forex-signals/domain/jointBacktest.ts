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

/** The candles of a symbol, ascending; some may say that they are finer than `step`, milliseconds. */
export interface Lane {
  instrument: Instrument;
  candles: readonly (Candle & { step?: number })[];
  step: number;
}

/** A candidate with the rules of its moment. */
export interface RuledCandidate extends TimedCandidate {
  symbol: string;
  strategy: string;
  version: string;
  guardrails: Guardrails;
  policy: SignalPolicy;
}

export interface JointSignal {
  from: RuledCandidate;
  signal: OpenSignal;
  result: Result | undefined;
}

export interface JointBacktest {
  signals: JointSignal[];
  refusals: { time: number; symbol: string; reason: Refusal | "strategy-queued" }[];
}

/**
 * What a tenant would have had: candidates of several symbols and strategies in order of time, each by the rules of its moment, under guardrails
 * that count over all of them as the live platform's do. At each moment the candles of all symbols advance what is open, then its candidates are considered. Of
 * one symbol and one set of rules it is `backtest`.
 */
export function jointBacktest(lanes: readonly Lane[], candidates: readonly RuledCandidate[]): JointBacktest {
  const history = new SignalHistory();
  const lastOf = new Map<string, number>();
  const signals: JointSignal[] = [];
  const refusals: JointBacktest["refusals"] = [];
  let open: JointSignal[] = [];

  const consider = (each: RuledCandidate, instrument: Instrument) => {
    const levels = levelsOf(each, instrument);
    const queued = open.some(({ from }) => from.strategy !== each.strategy || from.version !== each.version);
    const past = { ...history.at(each.time), lastSignalAt: lastOf.get(each.strategy) ?? null };
    const reason = queued ? "strategy-queued" : refusalOf(levels, each.time, past, each.guardrails);
    if (reason !== undefined) {
      refusals.push({ time: each.time, symbol: each.symbol, reason });
      return;
    }
    const opened: JointSignal = { from: each, signal: openSignal(levels, each.time), result: undefined };
    signals.push(opened);
    open.push(opened);
    history.opened(each.time);
    lastOf.set(each.strategy, each.time);
  };

  const move = ({ instrument, step }: Lane, candle: Candle & { step?: number }) => {
    const own = open.filter(({ from }) => from.symbol === instrument.symbol);
    if (own.length === 0) return;
    const ticks = tickCandle(candle, candle.step ?? step, instrument);
    for (const each of own) {
      each.signal = advance(each.signal, ticks, each.from.policy).signal;
      if (each.signal.status !== "closed") continue;
      each.result = resultOf(each.signal, each.from.policy.spread, instrument);
      history.closed(ticks.closeTime, each.result.resultR, each.result.outcome);
    }
    open = open.filter(({ signal }) => signal.status === "open");
  };

  for (const moment of momentsOf(lanes, candidates)) {
    if (moment.candle !== undefined) move(moment.lane, moment.candle);
    else consider(moment.candidate, moment.lane.instrument);
  }
  return { signals, refusals };
}

type Moment = { at: number; lane: Lane } & (
  | { candle: Candle & { step?: number }; candidate?: undefined }
  | { candle?: undefined; candidate: RuledCandidate }
);

/**
 * Closes of candles and candidates in order of time, candles first. A candidate within a candle (where finer ones are missing) waits for its close: the
 * candle began before it.
 */
function momentsOf(lanes: readonly Lane[], candidates: readonly RuledCandidate[]): Moment[] {
  const moments: Moment[] = [];
  for (const lane of lanes) {
    const own = candidates
      .filter(({ symbol }) => symbol === lane.instrument.symbol)
      .sort((a, b) => a.time - b.time);
    let next = 0;
    for (const candle of lane.candles) {
      const close = candle.time + (candle.step ?? lane.step);
      for (let each = own[next]; each !== undefined && each.time < close; each = own[++next])
        moments.push({ at: each.time <= candle.time ? each.time : close, lane, candidate: each });
      moments.push({ at: close, lane, candle });
    }
    for (const each of own.slice(next)) moments.push({ at: each.time, lane, candidate: each });
  }
  const order = ({ candle }: Moment) => (candle === undefined ? 1 : 0);
  return moments.sort((a, b) => a.at - b.at || order(a) - order(b));
}
