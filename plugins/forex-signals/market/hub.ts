import { type Candle, TIMEFRAME_MS, type Timeframe } from "@promostack/core/strategy";
import { admit, type Purpose, recordBlock, recordCredits, reserve } from "./budget.ts";
import { candlesBetween, newestCandles } from "./candleStore.ts";
import { FeedError } from "./feedError.ts";
import { type FeedAnswer, recordFailure, type Standing, standingOf, storeAnswer } from "./feedRecord.ts";
import { type RefusedTally, refusedTold } from "./refusedCandles.ts";
import { type MarketSource, twelveDataOf } from "./source.ts";
import type { RefusedCandle, SeriesAnswer } from "./twelveData.ts";

/** Candles kept in memory for strategies; five times EMA 200 on hours is 4,000 quarters. */
const KEPT = 20_000;
/** So many more before the oldest are dropped, since that makes the series another one. */
const SLACK = 10_000;
/** Most candles of one answer. */
const PAGE = 5_000;
/** Candles asked for again, so that one that the feed had missed is noticed. */
const OVERLAP = 3;

/** Where a series stands after it was refreshed, and what kept it from being whole. */
export interface Refreshed {
  standing: Standing;
  problem?: FeedError;
}

/** A part of a series, [from, until) by the candles' opens. */
export interface Stretch {
  symbol: string;
  timeframe: Timeframe;
  from: number;
  until: number;
  purpose: Purpose;
}

interface Wish {
  from?: number;
  standing?: Standing;
  purpose?: Purpose;
}

interface Held {
  candles: Candle[];
  revision: number;
}

/**
 * Candles for everybody: each is fetched once, kept in the database, and held in memory as one growing series for the
 * strategies. Several replicas agree through the database.
 */
export class MarketHub {
  readonly #held = new Map<string, Held>();
  readonly #fetching = new Map<string, Promise<Refreshed>>();
  readonly #tally: RefusedTally;

  constructor(tally: RefusedTally = () => undefined) {
    this.#tally = tally;
  }

  /**
   * Fetches what closed since the newest stored candle (`from` at the earliest), unless everything up to now is there. One fetch
   * at a time for a series. `standing` saves a look into the database that the caller has just had; `purpose` says how
   * much of the budget it may take.
   */
  refresh(source: MarketSource, symbol: string, timeframe: Timeframe, wish: Wish = {}): Promise<Refreshed> {
    const key = `${symbol} ${timeframe}`;
    let fetching = this.#fetching.get(key);
    if (fetching === undefined) {
      fetching = this.#refresh(source, symbol, timeframe, wish).finally(() => this.#fetching.delete(key));
      this.#fetching.set(key, fetching);
    }
    return fetching;
  }

  /**
   * Asks for a stretch of the past and stores what is not there yet; answers how many candles came, or what kept them away.
   */
  async fill(
    source: MarketSource,
    { symbol, timeframe, from, until, purpose }: Stretch,
  ): Promise<{ added: number; problem?: FeedError }> {
    const now = source.clock.now();
    try {
      const refused = await source.platformDb((trx) => reserve(trx, { purpose, symbol, now }));
      if (refused !== undefined) return { added: 0, problem: refused };
      const {
        candles,
        refused: unsound,
        credits,
      } = await twelveDataOf(source).series({
        symbol,
        timeframe,
        from,
        until: until - TIMEFRAME_MS[timeframe],
        limit: PAGE,
        now,
      });
      const answer = { symbol, timeframe, candles, appended: 0, credits, now };
      return { added: await this.#store(source, answer, unsound) };
    } catch (error) {
      if (!(error instanceof FeedError)) throw error;
      await this.#recordFailure(source, symbol, timeframe, error, now);
      return { added: 0, problem: error };
    }
  }

  /** The price of this moment, for one credit. Raises a FeedError where the budget or the feed stands in the way. */
  async price(source: MarketSource, symbol: string): Promise<number> {
    const now = source.clock.now();
    const refused = await source.platformDb((trx) => reserve(trx, { purpose: "price", symbol, now }));
    if (refused !== undefined) throw refused;
    try {
      const { price, credits } = await twelveDataOf(source).price(symbol, now);
      await source.platformDb((trx) => recordCredits(trx, credits, now));
      return price;
    } catch (error) {
      if (error instanceof FeedError) await source.platformDb((trx) => recordBlock(trx, error, now));
      throw error;
    }
  }

  /** The stored series, oldest first, at most some 30,000: the same growing array each time while nothing but its end changes. */
  async series(
    source: MarketSource,
    symbol: string,
    timeframe: Timeframe,
    standing?: Standing,
  ): Promise<readonly Candle[]> {
    const at = standing ?? (await source.platformDb((trx) => standingOf(trx, symbol, timeframe)));
    return this.#follow(source, symbol, timeframe, at);
  }

  /** Brings memory to where the database stands. */
  async #follow(
    source: MarketSource,
    symbol: string,
    timeframe: Timeframe,
    { newest, revision }: Standing,
  ): Promise<readonly Candle[]> {
    const key = `${symbol} ${timeframe}`;
    const held = this.#held.get(key);
    if (held === undefined || held.revision !== revision || held.candles.length > KEPT + SLACK) {
      const candles = await source.platformDb((trx) => newestCandles(trx, symbol, timeframe, KEPT));
      this.#held.set(key, { candles, revision });
      return candles;
    }
    const last = held.candles.at(-1)?.time ?? 0;
    if (newest !== null && newest.getTime() > last) {
      const [from, until] = [new Date(last + 1), new Date(newest.getTime() + 1)];
      held.candles.push(
        ...(await source.platformDb((trx) => candlesBetween(trx, symbol, timeframe, from, until))),
      );
    }
    return held.candles;
  }

  /** Forgets what is in memory. */
  clear(): void {
    this.#held.clear();
  }

  async #refresh(
    source: MarketSource,
    symbol: string,
    timeframe: Timeframe,
    { from, standing: seen, purpose = "check" }: Wish,
  ): Promise<Refreshed> {
    const now = source.clock.now();
    const step = TIMEFRAME_MS[timeframe];
    const standing = seen ?? (await source.platformDb((trx) => standingOf(trx, symbol, timeframe)));
    const newest = standing.newest?.getTime();
    const lastClosed = Math.floor(now.getTime() / step) * step - step;
    if (newest !== undefined && newest >= lastClosed) return { standing };
    const wanted = newest === undefined ? from : Math.max(newest - OVERLAP * step, from ?? 0);
    try {
      admit(standing, now);
      const refused = await source.platformDb((trx) => reserve(trx, { purpose, symbol, now }));
      if (refused !== undefined) return { standing, problem: refused };
      const query = { symbol, timeframe, limit: PAGE, now, ...(wanted !== undefined && { from: wanted }) };
      const answer = await twelveDataOf(source).series(query);
      return { standing: await this.#keep(source, symbol, timeframe, answer, standing, now) };
    } catch (error) {
      if (!(error instanceof FeedError)) throw error;
      source.log.warn("Market data could not be read", {
        symbol,
        timeframe,
        problem: error.problem,
        error: error.message,
      });
      await this.#recordFailure(source, symbol, timeframe, error, now);
      return { standing, problem: error };
    }
  }

  async #keep(
    source: MarketSource,
    symbol: string,
    timeframe: Timeframe,
    { candles, refused, credits }: SeriesAnswer,
    standing: Standing,
    now: Date,
  ): Promise<Standing> {
    const newest = standing.newest?.getTime() ?? 0;
    const appended = candles.filter((candle) => candle.time > newest);
    const answer = { symbol, timeframe, candles, appended: appended.length, credits, now };
    const added = await this.#store(source, answer, refused);
    const between = added > appended.length;
    const held = this.#held.get(`${symbol} ${timeframe}`);
    const known = held?.revision === standing.revision && (held.candles.at(-1)?.time ?? 0) === newest;
    if (held && known && !between) held.candles.push(...appended);
    const last = appended.at(-1);
    return {
      ...standing,
      newest: last ? new Date(last.time) : standing.newest,
      revision: standing.revision + (between ? 1 : 0),
    };
  }

  /** Stores the sound candles. The others stay missing, so they are asked for again, and the series says so until then. */
  async #store(source: MarketSource, answer: FeedAnswer, refused: readonly RefusedCandle[]): Promise<number> {
    const { symbol, timeframe, now } = answer;
    const problem = refusedTold(source.log, this.#tally, { symbol, timeframe, refused });
    return source.platformDb(async (trx) => {
      const added = await storeAnswer(trx, answer);
      if (problem !== undefined) await recordFailure(trx, symbol, timeframe, problem, now);
      return added;
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
      await recordFailure(trx, symbol, timeframe, error, now);
      await recordBlock(trx, error, now);
    });
  }
}
