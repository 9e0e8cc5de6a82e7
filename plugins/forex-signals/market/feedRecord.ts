import type { Transaction } from "@promostack/core";
import type { Candle, Timeframe } from "@promostack/core/strategy";
import { PROVIDER, spending, spendingValues } from "./budget.ts";
import type { FeedError, FeedProblem } from "./feedError.ts";
import type { Credits } from "./twelveData.ts";

/** Where a stored series stands, and whether the feed may be asked. */
export interface Standing {
  newest: Date | null;
  revision: number;
  blockedUntil: Date | null;
  reason: string | null;
  problem: FeedProblem | null;
}

export async function standingOf(trx: Transaction, symbol: string, timeframe: Timeframe): Promise<Standing> {
  const row = await trx.one<Standing>(
    `select (select max(time) from candle where symbol = $1 and timeframe = $2) as newest,
       coalesce((select revision from feed where symbol = $1 and timeframe = $2), 0) as revision,
       c.blocked_until as "blockedUntil", c.reason, c.problem from (select) one left join credit c on c.provider = $3`,
    [symbol, timeframe, PROVIDER],
  );
  return row ?? { newest: null, revision: 0, blockedUntil: null, reason: null, problem: null };
}

export interface FeedAnswer {
  symbol: string;
  timeframe: Timeframe;
  /** Ascending. */
  candles: readonly Candle[];
  /** How many of them are newer than the newest stored one; 0 for a stretch of the past. */
  appended: number;
  credits: Credits | undefined;
  now: Date;
}

/**
 * Stores what the feed answered, in one statement: candles that are not there yet (a stored one is never changed), the state of
 * the feed, and the credits (with the last one gone, nobody asks again before the next minute). Answers how many were new:
 * more than were appended means that some came in between stored ones, which makes the series another one.
 */
export async function storeAnswer(trx: Transaction, answer: FeedAnswer): Promise<number> {
  const { symbol, timeframe, candles, appended, credits, now } = answer;
  const stored = await trx.one<{ added: number }>(
    `with added as (
       insert into candle (symbol, timeframe, time, open, high, low, close)
       select $1, $2, to_timestamp(t / 1000.0), o, h, l, c
       from unnest($9::float8[], $10::numeric[], $11::numeric[], $12::numeric[], $13::numeric[]) as v(t, o, h, l, c)
       on conflict do nothing returning time
     ), spending as (
       ${spending(3)}
     ), standing as (
       insert into feed (symbol, timeframe, revision, fetched_at) values ($1, $2, 0, $3)
       on conflict (symbol, timeframe) do update set fetched_at = excluded.fetched_at,
         revision = feed.revision + case when (select count(*) from added) > $14 then 1 else 0 end,
         error_code = null, error_message = null, error_at = null
     )
     select count(*) as added from added`,
    [
      symbol,
      timeframe,
      ...spendingValues(credits, now),
      candles.map(({ time }) => time),
      candles.map(({ open }) => open),
      candles.map(({ high }) => high),
      candles.map(({ low }) => low),
      candles.map(({ close }) => close),
      appended,
    ],
  );
  return stored?.added ?? 0;
}

export async function recordFailure(
  trx: Transaction,
  symbol: string,
  timeframe: Timeframe,
  error: FeedError,
  now: Date,
): Promise<void> {
  await trx.run(
    `insert into feed (symbol, timeframe, error_code, error_message, error_at) values ($1, $2, $3, $4, $5)
     on conflict (symbol, timeframe) do update set error_code = excluded.error_code,
       error_message = excluded.error_message, error_at = excluded.error_at`,
    [symbol, timeframe, error.problem, error.message, now],
  );
}
