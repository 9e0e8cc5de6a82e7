import { jointBacktest, type Lane, type RuledCandidate } from "../../domain/jointBacktest.ts";
import { type PackedCandles, unpacked } from "./packed.ts";

/** What a tenant had chosen, by the rules of each time, and the candles of it. */
export interface ComparisonWork {
  lanes: (Omit<Lane, "candles"> & { candles: PackedCandles })[];
  candidates: RuledCandidate[];
}

/** A signal that the tenant would have had. Times in milliseconds since the epoch, null where it is open still. */
export interface TestedSignal {
  symbol: string;
  strategy: string;
  openedAt: number;
  direction: "buy" | "sell";
  closedAt: number | null;
  resultR: number | null;
}

/** Pure: the joint backtest of it. */
export function testedSignals({ lanes, candidates }: ComparisonWork): TestedSignal[] {
  const { signals } = jointBacktest(
    lanes.map((lane) => ({ ...lane, candles: unpacked(lane.candles) })),
    candidates,
  );
  return signals.map(({ from: { symbol, strategy }, signal, result }) => ({
    symbol,
    strategy,
    openedAt: signal.openedAt,
    direction: signal.direction,
    closedAt: signal.closedAt,
    resultR: result?.resultR ?? null,
  }));
}
