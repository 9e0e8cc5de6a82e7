import type { Transaction } from "@promostack/core";
import { INSTRUMENTS, type Instrument, instrument, replayedInstrument } from "./instruments.ts";
import type { Interval } from "./intervals.ts";
import { ReplayFeed } from "./replay.ts";
import { SimulatedFeed } from "./simulatedFeed.ts";
import type { Candle } from "./simulation.ts";

/** Where a symbol's prices come from. All times are milliseconds since the epoch. */
export interface Feed {
  /** Minutes of its finest candles. */
  readonly finest: number;
  /**
   * The last `count` candles that open in [from, to], ascending. What is after `now` is invisible: the candle of `now` is there
   * as far as it has formed.
   */
  candles(query: {
    interval: Interval;
    from: number;
    to: number;
    count: number;
    now: number;
  }): Promise<Candle[]>;
  /** Open of the first candle there is. */
  earliest(): Promise<number>;
}

export interface MarketSource {
  symbol: string;
  source: "simulated" | "replay";
  seed: string;
  replay_id: number | null;
}

const DEFAULT_SEED = "promostack";

/** What trades now: what is simulated, and any other symbol whose market shows a replay. */
export async function tradedInstruments(trx: Transaction): Promise<Instrument[]> {
  const rows = await trx.many<{ symbol: string }>(
    "select symbol from market where source = 'replay' and replay_id is not null order by symbol",
  );
  const others = rows.filter(({ symbol }) => instrument(symbol) === undefined);
  return [...INSTRUMENTS, ...others.map(({ symbol }) => replayedInstrument(symbol))];
}

/** One of them; undefined where it does not trade. */
export async function tradedInstrument(trx: Transaction, symbol: string): Promise<Instrument | undefined> {
  const simulated = instrument(symbol);
  if (simulated !== undefined) return simulated;
  const name = symbol.toUpperCase();
  return (await tradedInstruments(trx)).find((each) => each.symbol === name);
}

export async function sourceOf(trx: Transaction, symbol: string): Promise<MarketSource> {
  const row = await trx.one<MarketSource>(
    "select symbol, source, seed, replay_id from market where symbol = $1",
    [symbol],
  );
  return row ?? { symbol, source: "simulated", seed: DEFAULT_SEED, replay_id: null };
}

export async function setSource(trx: Transaction, source: MarketSource): Promise<void> {
  await trx.run(
    `insert into market (symbol, source, seed, replay_id) values ($1, $2, $3, $4)
     on conflict (symbol) do update set source = excluded.source, seed = excluded.seed, replay_id = excluded.replay_id`,
    [source.symbol, source.source, source.seed, source.replay_id],
  );
}

export async function openFeed(trx: Transaction, instrument: Instrument): Promise<Feed> {
  const { source, seed, replay_id } = await sourceOf(trx, instrument.symbol);
  if (source === "simulated" || replay_id === null) return new SimulatedFeed(instrument, seed);
  return ReplayFeed.open(trx, replay_id);
}
