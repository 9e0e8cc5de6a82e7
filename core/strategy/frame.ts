import type { Candle } from "./candle.ts";
import type { Series } from "./definition.ts";
import { IndicatorSet } from "./indicatorSet.ts";
import { Column } from "./indicators/index.ts";

/** The closed candles of one timeframe in columns, with the indicators that somebody asked for. */
export class Frame {
  readonly #time = new Column();
  readonly #open = new Column();
  readonly #high = new Column();
  readonly #low = new Column();
  readonly #close = new Column();
  readonly indicators = new IndicatorSet(this.#high, this.#low, this.#close);
  /** What a strategy sees of the candles: frozen, and only functions. */
  readonly series: Series = seriesOf(this.#time, this.#open, this.#high, this.#low, this.#close);

  get length(): number {
    return this.#time.length;
  }

  /** Open time of the newest candle, NaN where there is none. */
  get newest(): number {
    return this.#time.back(0);
  }

  push(candle: Candle): void {
    this.#time.push(candle.time);
    this.#open.push(candle.open);
    this.#high.push(candle.high);
    this.#low.push(candle.low);
    this.#close.push(candle.close);
    this.indicators.push(candle.high, candle.low, candle.close);
  }

  /** Forgets every candle; indicators begin anew with the next one. */
  clear(): void {
    for (const column of [this.#time, this.#open, this.#high, this.#low, this.#close]) column.clear();
    this.indicators.clear();
  }
}

function seriesOf(time: Column, open: Column, high: Column, low: Column, close: Column): Series {
  return Object.freeze({
    get length() {
      return time.length;
    },
    time: Object.freeze((back: number) => time.back(back)),
    open: Object.freeze((back: number) => open.back(back)),
    high: Object.freeze((back: number) => high.back(back)),
    low: Object.freeze((back: number) => low.back(back)),
    close: Object.freeze((back: number) => close.back(back)),
  });
}
