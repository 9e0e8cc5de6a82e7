import type { Candle } from "@promostack/core/strategy";
import { LRUCache } from "lru-cache";
import type { TryOut } from "./api.ts";

/** A result holds a point for each trade: some hundred of them are a few MB. */
const MOST = 100;

type Tried = TryOut["proposed"];

/**
 * Backtests of whoever tries a change out: the setting until now stays the same from key to key, and what was tried a moment ago
 * is tried again. A result is of everything that it depends on, so nothing ever has to be thrown out but by age.
 */
export class TryOutResults {
  readonly #results = new LRUCache<string, Tried>({ max: MOST });
  readonly #names = new WeakMap<readonly Candle[], number>();
  #named = 0;

  /** `of` is what the result depends on beside the candles, as data. A result that fails, or is given up, is not kept. */
  async of(candles: readonly Candle[], of: object, test: () => Promise<Tried>): Promise<Tried> {
    const key = JSON.stringify([this.#nameOf(candles), of]);
    const known = this.#results.get(key);
    if (known !== undefined) return known;
    const tried = await test();
    this.#results.set(key, tried);
    return tried;
  }

  /** The hub's series grows at its end, and is another one where anything else in it changed. */
  #nameOf(candles: readonly Candle[]): string {
    const known = this.#names.get(candles);
    const name = known ?? this.#named++;
    if (known === undefined) this.#names.set(candles, name);
    return `${name} ${candles.length}`;
  }
}
