import type { Static, TObject } from "@sinclair/typebox";
import type { Candidate } from "./candidate.ts";
import type { Timeframe } from "./candle.ts";

/** A closed series, newest first: `close(0)` is c0, `close(1)` the candle before. NaN beyond the first candle. */
export interface Series {
  readonly length: number;
  /** Open time of the candle, milliseconds since the epoch. */
  time(back: number): number;
  open(back: number): number;
  high(back: number): number;
  low(back: number): number;
  close(back: number): number;
}

/** An indicator's values on a series, newest first; NaN where it has none yet. */
export interface IndicatorSeries {
  at(back: number): number;
}

/** Indicators by name, TA-Lib's definitions. The same call twice answers the same object: take it once, outside the hot path or in it. */
export interface Indicators {
  ema(period: number): IndicatorSeries;
  sma(period: number): IndicatorSeries;
  rsi(period: number): IndicatorSeries;
  atr(period: number): IndicatorSeries;
  adx(period: number): IndicatorSeries;
  macd(
    fast: number,
    slow: number,
    signal: number,
  ): { macd: IndicatorSeries; signal: IndicatorSeries; histogram: IndicatorSeries };
  bollinger(
    period: number,
    deviations: number,
  ): { upper: IndicatorSeries; middle: IndicatorSeries; lower: IndicatorSeries };
  stochastic(k: number, smoothK: number, d: number): { k: IndicatorSeries; d: IndicatorSeries };
}

/** The only clock a strategy has: the close of c0. */
export interface SessionClock {
  /** Close time of c0, milliseconds since the epoch. */
  readonly closeTime: number;
  /** Minutes since local midnight at c0's close in an IANA zone, daylight saving included. 0 to 1439. */
  minuteOfDay(zone: string): number;
  /** 1 Monday to 7 Sunday at c0's close in the zone. */
  weekday(zone: string): number;
}

export interface StrategyContext<Parameters> {
  readonly parameters: Readonly<Parameters>;
  readonly candles: Series;
  readonly indicators: Indicators;
  readonly clock: SessionClock;
  /** A price as it will be traded: at the symbol's nearest tick, half away from zero. Risk is the distance between such prices. */
  toTick(price: number): number;
  /** Closed candles of a declared higher timeframe at c0's close, with their indicators. */
  higher(timeframe: Timeframe): { candles: Series; indicators: Indicators };
}

/** Defaults of the guardrails that this strategy wants otherwise than the platform's. */
export interface GuardrailDefaults {
  maxSignalsPerDay?: number;
  minMinutesBetween?: number;
  cooldownAfterLossMinutes?: number;
  dailyLossCapR?: number;
  /** Dollars. */
  minStop?: number;
}

export interface StrategyDefinition<Schema extends TObject = TObject> {
  title: string;
  summary: string;
  timeframe: Timeframe;
  /** Candles needed before the first evaluation; at least five times the longest period is loaded. */
  warmUp: number;
  higherTimeframes?: { timeframe: Timeframe; warmUp: number }[];
  parameters: Schema;
  guardrails?: GuardrailDefaults;
  /** Pure: the same context gives the same candidate. Called once for each closed candle after the warm-up. */
  evaluate(context: StrategyContext<Static<Schema>>): Candidate | null;
}

const BRAND = Symbol.for("promostack.strategy");

/** A strategy's default export. */
export function defineStrategy<Schema extends TObject>(
  definition: StrategyDefinition<Schema>,
): StrategyDefinition<Schema> {
  return Object.assign({ ...definition }, { [BRAND]: true as const });
}
