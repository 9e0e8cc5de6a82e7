import type { Fill } from "../api.ts";
import type { Instrument } from "../domain/instrument.ts";
import { WHOLE } from "../domain/levels.ts";
import type { OpenSignal } from "../domain/signal.ts";
import { toTicks } from "../domain/ticks.ts";
import type { WholeSignal } from "./signalRows.ts";

/** A tenant's signal as the state machine has it, read back from the books. Guidance is the position's, so it is not in it. */
export function stateOf(signal: WholeSignal, fills: readonly Fill[], instrument: Instrument): OpenSignal {
  const ticks = (price: number) => toTicks(price, instrument);
  return {
    direction: signal.direction,
    entry: ticks(signal.entry),
    stop: ticks(signal.stop),
    targets: signal.targets.map(ticks),
    fractions: signal.fractions.map((part) => Math.round(part * WHOLE)),
    openedAt: Date.parse(signal.openedAt),
    status: "open",
    effectiveStop: ticks(signal.effectiveStop),
    fills: fills.map((fill) => ({
      time: Date.parse(fill.time),
      price: ticks(fill.price),
      fraction: Math.round(fill.fraction * WHOLE),
      reason: fill.reason,
      ambiguous: fill.ambiguous,
    })),
    announced: [],
    guidedAt: null,
    closedAt: null,
  };
}
