/** TA-Lib's definitions, incremental: push one candle's numbers, get the newest value, NaN while there is none. Batch is pushing all. */

export { Adx } from "./adx.ts";
export { Atr, trueRange } from "./atr.ts";
export { Bollinger } from "./bollinger.ts";
export { Column } from "./column.ts";
export { Macd } from "./macd.ts";
export { Ema, Sma } from "./movingAverage.ts";
export { Rsi } from "./rsi.ts";
export { Stochastic } from "./stochastic.ts";
