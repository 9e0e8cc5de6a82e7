import { sideOf, WHOLE } from "../domain/levels.ts";
import { closeRest, type Fill, stopAfter, targetsFilled } from "../domain/signal.ts";
import type { Report } from "./api.ts";
import { type ClosedTrade, isAmbiguous, resultUnder } from "./trade.ts";

/**
 * What the trades that a candle left undecided could have changed: the total as booked (the stop first, the worst of both), and had
 * the target come first in each. Then the rest would have closed at the stop as that target moves it, since the candle
 * went on to the old stop.
 */
export function ambiguityOf(trades: readonly ClosedTrade[]): Report["ambiguity"] {
  let worstR = 0;
  let bestR = 0;
  let count = 0;
  for (const trade of trades) {
    worstR += trade.result.resultR;
    const undecided = isAmbiguous(trade.signal);
    bestR += undecided ? Math.max(trade.result.resultR, targetFirst(trade)) : trade.result.resultR;
    if (undecided) count++;
  }
  return { trades: count, worstR, bestR };
}

/** Its result in R, had the next target come before the stop. */
function targetFirst(trade: ClosedTrade): number {
  const { signal, spread, stopPolicy } = trade;
  const last = signal.fills.at(-1);
  const before = signal.fills.slice(0, -1);
  const filled = targetsFilled({ fills: before });
  const price = signal.targets[filled];
  if (last === undefined || price === undefined) return Number.NEGATIVE_INFINITY;
  const left = before.reduce((rest, fill) => rest - fill.fraction, WHOLE);
  const isLast = filled === signal.targets.length - 1;
  const fraction = isLast ? left : (signal.fractions[filled] ?? left);
  const reached: Fill = { ...last, price, fraction, reason: TARGETS[filled] ?? "target3", ambiguous: false };
  const fills = [...before, reached];
  if (fraction >= left) return resultUnder({ ...trade, signal: { ...signal, fills } }, spread).resultR;
  const moved = stopAfter(signal, filled + 1, stopPolicy);
  const exit = (moved - last.price) * sideOf(signal.direction) > 0 ? moved : last.price;
  const open = {
    ...signal,
    fills,
    status: "open" as const,
    effectiveStop: moved,
    announced: [],
    guidedAt: null,
  };
  return resultUnder({ ...trade, signal: closeRest(open, last.time, exit, "stop").signal }, spread).resultR;
}

const TARGETS = ["target1", "target2", "target3"] as const;
