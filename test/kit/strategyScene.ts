import {
  type IndicatorSeries,
  roundToTick,
  type Series,
  type StrategyContext,
} from "@promostack/core/strategy";

type Row = readonly [open: number, high: number, low: number, close: number];

/** What a strategy is shown: candles newest first, and indicators by name, a number for the newest or a list newest first. */
export interface Scene {
  /** Close of c0, UTC. */
  close: string;
  candles: readonly Row[];
  indicators: Readonly<Record<string, number | readonly number[]>>;
}

/** A context that shows exactly the scene, so that a rule can be tried at its very edge. What the scene lacks is NaN. */
export function contextOf<Parameters>(parameters: Parameters, scene: Scene): StrategyContext<Parameters> {
  const closeTime = Date.parse(scene.close);
  return {
    parameters,
    candles: seriesOf(scene.candles),
    indicators: indicatorsOf(scene.indicators, ""),
    clock: {
      closeTime,
      minuteOfDay: () => Math.floor((closeTime % 86_400_000) / 60_000),
      weekday: () => new Date(closeTime).getUTCDay() || 7,
    },
    toTick: (price) => roundToTick(price, 0.01),
    higher: (timeframe) => ({
      candles: seriesOf([]),
      indicators: indicatorsOf(scene.indicators, `${timeframe}.`),
    }),
  };
}

function seriesOf(rows: readonly Row[]): Series {
  const column = (index: number) => (back: number) => rows[back]?.[index] ?? Number.NaN;
  return {
    length: rows.length,
    time: () => Number.NaN,
    open: column(0),
    high: column(1),
    low: column(2),
    close: column(3),
  };
}

function indicatorsOf(values: Scene["indicators"], prefix: string): StrategyContext<unknown>["indicators"] {
  const line = (name: string): IndicatorSeries => {
    const found = values[prefix + name];
    const list = typeof found === "number" ? [found] : (found ?? []);
    return { at: (back) => list[back] ?? Number.NaN };
  };
  const single = (kind: string) => (period: number) => line(`${kind}(${period})`);
  return {
    ema: single("ema"),
    sma: single("sma"),
    rsi: single("rsi"),
    atr: single("atr"),
    adx: single("adx"),
    macd: (fast, slow, signal) => {
      const name = `macd(${fast},${slow},${signal})`;
      return { macd: line(name), signal: line(`${name}.signal`), histogram: line(`${name}.histogram`) };
    },
    bollinger: (period, deviations) => {
      const name = `bollinger(${period},${deviations})`;
      return { upper: line(`${name}.upper`), middle: line(name), lower: line(`${name}.lower`) };
    },
    stochastic: (k, smoothK, d) => {
      const name = `stochastic(${k},${smoothK},${d})`;
      return { k: line(`${name}.k`), d: line(`${name}.d`) };
    },
  };
}
