import type { Instrument } from "./instrument.ts";
import { toTicks } from "./ticks.ts";

/** How a signal is managed after it opened; the same for members' messages and for the books. */
export interface SignalPolicy {
  /**
   * trail: after target 1 the stop moves to the entry, after target 2 to target 1. entry: to the entry after target 1 and
   * no further. fixed: it stays where it was.
   */
  stopPolicy: "trail" | "entry" | "fixed";
  /** Minutes from entry to the hard time-out. */
  timeoutMinutes: number;
  /** At most one guidance message per signal in so many minutes. */
  guidanceMinutes: number;
  /** Ticks between bid and ask, taken from every result. */
  spread: number;
  /** Closes at market when the thesis of the entry is broken. */
  closeOnBrokenThesis: boolean;
}

/** How signals of an instrument are managed where nobody says otherwise. */
export function defaultPolicy(instrument: Instrument): SignalPolicy {
  return {
    stopPolicy: "trail",
    timeoutMinutes: 180,
    guidanceMinutes: 10,
    spread: toTicks(instrument.spread, instrument),
    closeOnBrokenThesis: false,
  };
}
