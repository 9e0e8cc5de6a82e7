import { type Candle, TIMEFRAME_MS, type Timeframe } from "@promostack/core/strategy";
import { admit, type Budget, readBudget, recordBlock, recordCredits } from "./budget.ts";
import { addCandles, candlesBetween, newestCandles } from "./candleStore.ts";
import { FeedError } from "./feedError.ts";
import { type MarketSource, twelveDataOf } from "./source.ts";
import type { SeriesAnswer } from "./twelveData.ts";

/** Candles kept in memory for strategies; five times EMA 200 on hours is 4,000 quarters. */
const KEPT = 20_000;
/** So many more before the oldest are dropped, since that makes the series another one. */
const SLACK = 10_000;
/** Most candles of one answer. */
const PAGE = 5_000;
/** Candles asked for again, so that one that the feed had missed is noticed. */
const OVERLAP = 3;

interface Held {
  candles: Candle[];
  revision: number;
}

interface Position {
  newest: Date | null;
  revision: number;
}

/**
 * Candles for everybody: each is fetched once, kept in the database, and held in memory as one growing series for the
 * strategies. Several replicas agree through the database.
 */
export class MarketHub {
  readonly #held = new Map<string, Held>();
  readonly #fetching = new Map<string, Promise<FeedError | undefined>>();

  /**
   * Fetches what closed since the newest stored candle (`from` at the earliest, where nothing is stored), unless everything up
   * to now is there. Answers the FeedError that kept it from doing so. One fetch at a time for a series.
   */
  refresh(
    source: MarketSource,
    symbol: string,
    timeframe: Timeframe,
    from?: number,
  ): Promise<FeedError | undefined> {
    const key = `${symbol} ${timeframe}`;
    let fetching = this.#fetching.get(key);
    if (fetching === undefined) {
      fetching = this.#refresh(source, symbol, timeframe, from).finally(() => this.#fetching.delete(key));
      this.#fetching.set(key, fetching);
    }
    return fetching;
  }

  /** The stored series, oldest first, at most some 30,000: the same growing array each time while nothing but its end changes. */
  async series(source: MarketSource, symbol: string, timeframe: Timeframe): Promise<readonly Candle[]> {
    const key = `${symbol} ${timeframe}`;
    return source.platformDb(async (trx) => {
      const at = await positionOf(trx, symbol, timeframe);
      const held = this.#held.get(key);
      const last = held?.candles.at(-1)?.time ?? 0;
      if (held === undefined || held.revision !== at.revision || held.candles.length > KEPT + SLACK) {
        const candles = await newestCandles(trx, symbol, timeframe, KEPT);
        this.#held.set(key, { candles, revision: at.revision });
        return candles;
      }
      if (at.newest !== null && at.newest.getTime() > last) {
        const until = new Date(at.newest.getTime() + 1);
        held.candles.push(...(await candlesBetween(trx, symbol, timeframe, new Date(last + 1), until)));
      }
      return held.candles;
    });
  }

  /** Forgets what is in memory. */
  clear(): void {
    this.#held.clear();
  }

  async #refresh(
    source: MarketSource,
    symbol: string,
    timeframe: Timeframe,
    from: number | undefined,
  ): Promise<FeedError | undefined> {
    const now = source.clock.now();
    const step = TIMEFRAME_MS[timeframe];
    const [at, budget] = await source.platformDb(
      async (trx): Promise<[Position, Budget]> => [
        await positionOf(trx, symbol, timeframe),
        await readBudget(trx),
      ],
    );
    const newest = at.newest?.getTime();
    const lastClosed = Math.floor(now.getTime() / step) * step - step;
    if (newest !== undefined && newest >= lastClosed) return undefined;
    const wanted = newest === undefined ? from : Math.max(newest - OVERLAP * step, from ?? 0);
    try {
      admit(budget, now);
      const query = { symbol, timeframe, limit: PAGE, now, ...(wanted !== undefined && { from: wanted }) };
      const answer = await twelveDataOf(source).series(query);
      await this.#keep(source, symbol, timeframe, answer, at, now);
      return undefined;
    } catch (error) {
      if (!(error instanceof FeedError)) throw error;
      source.log.warn("Market data could not be read", {
        symbol,
        timeframe,
        problem: error.problem,
        error: error.message,
      });
      await this.#recordFailure(source, symbol, timeframe, error, now);
      return error;
    }
  }

  #keep(
    source: MarketSource,
    symbol: string,
    timeframe: Timeframe,
    { candles, credits }: SeriesAnswer,
    at: Position,
    now: Date,
  ): Promise<void> {
    const newest = at.newest?.getTime() ?? 0;
    const appended = candles.filter((candle) => candle.time > newest);
    return source.platformDb(async (trx) => {
      // What overlaps is compared only where something may be missing: the store says so itself.
      const { added, between } = await addCandles(trx, symbol, timeframe, candles);
      if (credits) await recordCredits(trx, credits, now);
      await trx.run(
        `insert into feed (symbol, timeframe, revision, fetched_at) values ($1, $2, 0, $3)
         on conflict (symbol, timeframe) do update set fetched_at = excluded.fetched_at,
           revision = feed.revision + $4, error_code = null, error_message = null, error_at = null`,
        [symbol, timeframe, now, between || added > appended.length ? 1 : 0],
      );
    });
  }

  #recordFailure(
    source: MarketSource,
    symbol: string,
    timeframe: Timeframe,
    error: FeedError,
    now: Date,
  ): Promise<void> {
    return source.platformDb(async (trx) => {
      await trx.run(
        `insert into feed (symbol, timeframe, error_code, error_message, error_at) values ($1, $2, $3, $4, $5)
         on conflict (symbol, timeframe) do update set error_code = excluded.error_code,
           error_message = excluded.error_message, error_at = excluded.error_at`,
        [symbol, timeframe, error.problem, error.message, now],
      );
      await recordBlock(trx, error, now);
    });
  }
}

async function positionOf(
  trx: Parameters<typeof readBudget>[0],
  symbol: string,
  timeframe: Timeframe,
): Promise<Position> {
  const row = await trx.one<Position>(
    `select (select max(time) from candle where symbol = $1 and timeframe = $2) as newest,
       coalesce((select revision from feed where symbol = $1 and timeframe = $2), 0) as revision`,
    [symbol, timeframe],
  );
  return row ?? { newest: null, revision: 0 };
}
