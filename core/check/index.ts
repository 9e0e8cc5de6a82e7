/** Checks of a strategy by evaluating it: look-ahead, recursion, determinism, hindsight, levels and limits. Pure: series in, findings out. */

export { madeUpCandles } from "./candles.ts";
export * from "./check.ts";
export type * from "./finding.ts";
export { recursionNeeds } from "./recursion.ts";
export * from "./subject.ts";
