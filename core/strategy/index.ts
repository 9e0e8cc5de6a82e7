/** What a trading strategy imports: its definition, candles and indicators. Pure. */

export { type Static, Type } from "@sinclair/typebox";
export * from "./candidate.ts";
export * from "./candle.ts";
export * from "./definition.ts";
export * from "./engine.ts";
export * from "./indicators/index.ts";
export * from "./tick.ts";
export * from "./timeframes.ts";
export * from "./zone.ts";
