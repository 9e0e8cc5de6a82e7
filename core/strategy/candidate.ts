export type Direction = "buy" | "sell";

/**
 * What a strategy proposes at a candle's close. Prices in dollars, unrounded: the platform rounds each to a tick
 * once, half away from zero.
 */
export interface Candidate {
  direction: Direction;
  entry: number;
  stop: number;
  /** One to three, nearest first. */
  targets: number[];
  /** Parts of the position closed at each target; they total 1. Default 0.5, 0.3, 0.2. */
  fractions?: number[];
  /** Indicator values at entry, for the thesis. */
  indicators?: Record<string, number>;
  /** One short sentence for people: why. */
  reason?: string;
}
