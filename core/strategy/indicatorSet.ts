import type { IndicatorSeries, Indicators } from "./definition.ts";
import { Adx, Atr, Bollinger, Column, Ema, Macd, Rsi, Sma, Stochastic } from "./indicators/index.ts";

/** Longest period that can be asked for. */
const MOST_PERIOD = 5_000;
/** Different indicators on one timeframe. */
const MOST_INDICATORS = 100;

type Feed = (high: number, low: number, close: number) => void;

/** The indicators on one timeframe's candles, made when first asked for (and then fed the candles that have passed). */
export class IndicatorSet {
  readonly #high: Column;
  readonly #low: Column;
  readonly #close: Column;
  readonly #columns: Column[] = [];
  readonly #begins: (() => Feed)[] = [];
  #feeds: Feed[] = [];
  /** What a strategy sees: frozen, and only functions. */
  readonly view: Indicators = this.#makeView();

  constructor(high: Column, low: Column, close: Column) {
    this.#high = high;
    this.#low = low;
    this.#close = close;
  }

  push(high: number, low: number, close: number): void {
    const feeds = this.#feeds;
    for (let i = 0; i < feeds.length; i++) feeds[i]?.(high, low, close);
  }

  /** Begins every indicator anew with the next candle. */
  clear(): void {
    for (const column of this.#columns) column.clear();
    this.#feeds = this.#begins.map((begin) => begin());
  }

  /** A line by its name, such as `ema(50)` or `macd(12,26,9).histogram`; undefined for a name nobody knows. */
  line(name: string): IndicatorSeries | undefined {
    const match = /^([a-z]+)\(([\d.,]+)\)(?:\.([a-zA-Z]+))?$/.exec(name.replaceAll(" ", ""));
    if (match === null) return undefined;
    const [, kind = "", list = "", output = ""] = match;
    const [a = Number.NaN, b = Number.NaN, c = Number.NaN] = list.split(",").map(Number);
    switch (kind) {
      case "ema":
      case "sma":
      case "rsi":
      case "atr":
      case "adx":
        return output === "" ? this.view[kind](a) : undefined;
      case "macd":
        return new Map(Object.entries(this.view.macd(a, b, c))).get(output || "macd");
      case "bollinger":
        return new Map(Object.entries(this.view.bollinger(a, b))).get(output || "middle");
      case "stochastic":
        return new Map(Object.entries(this.view.stochastic(a, b, c))).get(output || "k");
      default:
        return undefined;
    }
  }

  #makeView(): Indicators {
    return Object.freeze({
      ema: this.#single((period) => new Ema(period)),
      sma: this.#single((period) => new Sma(period)),
      rsi: this.#single((period) => new Rsi(period)),
      atr: this.#ofRange((period) => new Atr(period)),
      adx: this.#ofRange((period) => new Adx(period)),
      macd: remember((fast, slow, signal) => {
        for (const period of [fast, slow, signal]) checkPeriod(period);
        const lines = { macd: new Column(), signal: new Column(), histogram: new Column() };
        this.#add(Object.values(lines), () => {
          const macd = new Macd(fast, slow, signal);
          return (_high, _low, close) => {
            lines.macd.push(macd.push(close));
            lines.signal.push(macd.signal);
            lines.histogram.push(macd.histogram);
          };
        });
        const { macd, signal: smoothed, histogram } = lines;
        return Object.freeze({
          macd: seriesOf(macd),
          signal: seriesOf(smoothed),
          histogram: seriesOf(histogram),
        });
      }),
      bollinger: remember((period, deviations) => {
        checkPeriod(period);
        const lines = { upper: new Column(), middle: new Column(), lower: new Column() };
        this.#add(Object.values(lines), () => {
          const bands = new Bollinger(period, deviations);
          return (_high, _low, close) => {
            lines.middle.push(bands.push(close));
            lines.upper.push(bands.upper);
            lines.lower.push(bands.lower);
          };
        });
        const { upper, middle, lower } = lines;
        return Object.freeze({ upper: seriesOf(upper), middle: seriesOf(middle), lower: seriesOf(lower) });
      }),
      stochastic: remember((k, smoothK, d) => {
        for (const period of [k, smoothK, d]) checkPeriod(period);
        const lines = { k: new Column(), d: new Column() };
        this.#add(Object.values(lines), () => {
          const stochastic = new Stochastic(k, smoothK, d);
          return (high, low, close) => {
            lines.k.push(stochastic.push(high, low, close));
            lines.d.push(stochastic.d);
          };
        });
        return Object.freeze({ k: seriesOf(lines.k), d: seriesOf(lines.d) });
      }),
    });
  }

  #single(make: (period: number) => { push(close: number): number }) {
    return remember((period) => {
      checkPeriod(period);
      const line = new Column();
      this.#add([line], () => {
        const indicator = make(period);
        return (_high, _low, close) => line.push(indicator.push(close));
      });
      return seriesOf(line);
    });
  }

  #ofRange(make: (period: number) => { push(high: number, low: number, close: number): number }) {
    return remember((period) => {
      checkPeriod(period);
      const line = new Column();
      this.#add([line], () => {
        const indicator = make(period);
        return (high, low, close) => line.push(indicator.push(high, low, close));
      });
      return seriesOf(line);
    });
  }

  /** Registers an indicator that writes into the columns, and feeds it the candles so far. `begin` makes it anew. */
  #add(columns: readonly Column[], begin: () => Feed): void {
    if (this.#begins.length >= MOST_INDICATORS)
      throw new RangeError(`At most ${MOST_INDICATORS} indicators on one timeframe.`);
    const feed = begin();
    for (let index = 0; index < this.#close.length; index++)
      feed(this.#high.at(index), this.#low.at(index), this.#close.at(index));
    this.#columns.push(...columns);
    this.#begins.push(begin);
    this.#feeds.push(feed);
  }
}

function seriesOf(column: Column): IndicatorSeries {
  return Object.freeze({ at: Object.freeze((back: number) => column.back(back)) });
}

function checkPeriod(period: number): void {
  if (!Number.isInteger(period) || period < 1 || period > MOST_PERIOD)
    throw new RangeError(`A period is a whole number from 1 to ${MOST_PERIOD}, not ${period}.`);
}

/** The same numbers answer the same object, without an allocation after the first time. */
function remember<Value>(make: (a: number, b: number, c: number) => Value) {
  const known = new Map<number, Map<number, Map<number, Value>>>();
  const find = (a: number, b = 0, c = 0): Value => {
    const found = known.get(a)?.get(b)?.get(c);
    if (found !== undefined) return found;
    const value = make(a, b, c);
    const second = known.get(a) ?? new Map<number, Map<number, Value>>();
    const third = second.get(b) ?? new Map<number, Value>();
    known.set(a, second.set(b, third.set(c, value)));
    return value;
  };
  return Object.freeze(find);
}
