import { type Candle, TIMEFRAME_MS } from "@promostack/core/strategy";
import type { Instrument } from "../domain/instrument.ts";
import { type TickCandle, tickCandle } from "../domain/ticks.ts";
import type { Purpose } from "./budget.ts";
import { candlesBetween } from "./candleStore.ts";
import type { MarketHub } from "./hub.ts";
import type { MarketSource } from "./source.ts";

/** A candle for the state machine, with the open that tells which signals it may advance. */
export interface FineCandle extends TickCandle {
  openTime: number;
}

/** Where a source gave no 1-minute candles, it is not asked again for so long. */
const ASK_AGAIN_MS = 6 * 3_600_000;

/**
 * The finest candles there are of a stretch of time: those of one minute, and the 15-minute ones where the source has no
 * minutes at all. While minutes could not be read, nothing coarser takes their place: they may still come.
 */
export class FinestCandles {
  readonly #hub: MarketHub;
  readonly #withoutMinutes = new Map<string, number>();

  constructor(hub: MarketHub) {
    this.#hub = hub;
  }

  /** Candles that opened at or after `from` and closed by `until`, ascending. */
  async between(
    source: MarketSource,
    instrument: Instrument,
    from: number,
    until: number,
    purpose: Purpose = "open",
  ): Promise<FineCandle[]> {
    const { symbol } = instrument;
    const sized = (candles: readonly Candle[], step: number) => closedBy(candles, step, until, instrument);
    const now = source.clock.now().getTime();
    const asking = (this.#withoutMinutes.get(symbol) ?? 0) <= now;
    const problem = asking
      ? (await this.#hub.refresh(source, symbol, "1min", { from, purpose })).problem
      : undefined;
    const read = (timeframe: "1min" | "15min") =>
      source.platformDb((trx) => candlesBetween(trx, symbol, timeframe, new Date(from), new Date(until)));
    const fine = asking ? sized(await read("1min"), TIMEFRAME_MS["1min"]) : [];
    const refused = problem?.problem === "plan" || problem?.problem === "bad-request";
    if (problem !== undefined && !refused) return fine;
    if (fine.length === 0) await this.#hub.refresh(source, symbol, "15min");
    const coarse = sized(await read("15min"), TIMEFRAME_MS["15min"]);
    if (asking && fine.length === 0 && coarse.length > 0)
      this.#withoutMinutes.set(symbol, now + ASK_AGAIN_MS);
    const uncovered = coarse.filter(
      ({ openTime, closeTime }) =>
        !fine.some((each) => each.openTime >= openTime && each.openTime < closeTime),
    );
    return [...fine, ...uncovered].sort((a, b) => a.openTime - b.openTime);
  }
}

function closedBy(
  candles: readonly Candle[],
  step: number,
  until: number,
  instrument: Instrument,
): FineCandle[] {
  return candles
    .filter((candle) => candle.time + step <= until)
    .map((candle) => ({ ...tickCandle(candle, step, instrument), openTime: candle.time }));
}
