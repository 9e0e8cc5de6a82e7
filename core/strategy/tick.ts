/** Decimal prices such as 2065.005 have no exact binary form; this much of a tick decides in favour of the decimal one. */
const SLACK = 1e-6;

/** A price above 0 at its nearest tick, half away from zero: the level as it will be traded. A whole number of ticks makes 1. */
export function roundToTick(price: number, tick: number): number {
  const perUnit = Math.round(1 / tick);
  return Math.floor(price * perUnit + 0.5 + SLACK) / perUnit;
}
