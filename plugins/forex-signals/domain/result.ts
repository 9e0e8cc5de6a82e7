import type { Instrument } from "./instrument.ts";
import { riskOf, sideOf, WHOLE } from "./levels.ts";
import type { OpenSignal } from "./signal.ts";
import { toPips } from "./ticks.ts";

export type Outcome = "win" | "loss" | "break-even";

export interface Result {
  /** Multiples of the initial risk, less the spread. */
  resultR: number;
  /** The same in pips. */
  resultPips: number;
  outcome: Outcome;
}

/** Result of a signal's fills: Σ fraction × (fill − entry) × direction, less the spread, over the initial risk. */
export function resultOf(
  signal: Pick<OpenSignal, "direction" | "entry" | "stop" | "fills">,
  spread: number,
  instrument: Pick<Instrument, "ticksPerPip">,
): Result {
  const side = sideOf(signal.direction);
  const risk = riskOf(signal);
  const gross = signal.fills.reduce(
    (sum, fill) => sum + fill.fraction * (fill.price - signal.entry) * side,
    0,
  );
  // Whole numbers up to here, so that the thresholds below are exact.
  const net = gross - spread * WHOLE;
  const ticks = net / WHOLE;
  const threshold = risk * WHOLE;
  const outcome = net * 20 > threshold ? "win" : net * 20 < -threshold ? "loss" : "break-even";
  return { resultR: ticks / risk, resultPips: toPips(ticks, instrument), outcome };
}
