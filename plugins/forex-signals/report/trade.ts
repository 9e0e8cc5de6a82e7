import type { Signal } from "../api.ts";
import type { Instrument } from "../domain/instrument.ts";
import { WHOLE } from "../domain/levels.ts";
import type { SignalPolicy } from "../domain/policy.ts";
import { type Result, resultOf } from "../domain/result.ts";
import type { OpenSignal } from "../domain/signal.ts";
import type { Trade } from "../domain/summary.ts";
import { toTicks } from "../domain/ticks.ts";

/** A signal as a report takes it, from a backtest or from the database. Ticks and milliseconds. */
export interface TakenTrade {
  /** Of a live signal. */
  id?: string;
  instrument: Instrument;
  signal: Pick<
    OpenSignal,
    "direction" | "entry" | "stop" | "targets" | "fractions" | "fills" | "openedAt" | "closedAt"
  >;
  /** Ticks. */
  spread: number;
  stopPolicy: SignalPolicy["stopPolicy"];
}

/** One that closed, with what it brought. */
export interface ClosedTrade extends TakenTrade {
  closedAt: number;
  result: Result;
}

/** The closed ones in order of closing; their results are computed from the fills. */
export function closedTrades(trades: readonly TakenTrade[]): ClosedTrade[] {
  return trades
    .flatMap((trade) => {
      const { closedAt } = trade.signal;
      return closedAt === null ? [] : [{ ...trade, closedAt, result: resultUnder(trade, trade.spread) }];
    })
    .sort((a, b) => a.closedAt - b.closedAt || a.signal.openedAt - b.signal.openedAt);
}

/** What its fills bring after so many ticks of cost. */
export function resultUnder({ signal, instrument }: TakenTrade, cost: number): Result {
  return resultOf(signal, cost, instrument);
}

/** A closed one as the summary counts it, with another result where one is given. */
export function countedTrade({ signal, closedAt, result }: ClosedTrade, other: Result = result): Trade {
  return { ...other, openedAt: signal.openedAt, closedAt, ambiguous: isAmbiguous(signal) };
}

export function isAmbiguous({ fills }: Pick<OpenSignal, "fills">): boolean {
  return fills.some((fill) => fill.ambiguous);
}

/** A signal as routes answer it, with its fills, in ticks; its policy is the caller's to say. */
export function tradeOfSignal(
  signal: Pick<
    Signal,
    "direction" | "entry" | "stop" | "targets" | "fractions" | "fills" | "openedAt" | "closedAt"
  >,
  instrument: Instrument,
): Pick<TakenTrade, "signal" | "instrument"> {
  const { direction, entry, stop, targets, fractions, fills = [], openedAt, closedAt } = signal;
  const ticks = (price: number) => toTicks(price, instrument);
  const parts = (fraction: number) => Math.round(fraction * WHOLE);
  const taken = {
    direction,
    entry: ticks(entry),
    stop: ticks(stop),
    targets: targets.map(ticks),
    fractions: fractions.map(parts),
    fills: fills.map((fill) => ({
      ...fill,
      time: Date.parse(fill.time),
      price: ticks(fill.price),
      fraction: parts(fill.fraction),
    })),
    openedAt: Date.parse(openedAt),
    closedAt: closedAt === null ? null : Date.parse(closedAt),
  };
  return { signal: taken, instrument };
}
