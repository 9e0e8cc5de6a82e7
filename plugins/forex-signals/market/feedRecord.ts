import type { Transaction } from "@promostack/core";
import type { Timeframe } from "@promostack/core/strategy";
import { PROVIDER } from "./budget.ts";
import type { FeedError } from "./feedError.ts";
import type { Credits } from "./twelveData.ts";

/** Where a stored series stands, and whether the feed may be asked. */
export interface Standing {
  newest: Date | null;
  revision: number;
  blockedUntil: Date | null;
  reason: string | null;
}

export async function standingOf(trx: Transaction, symbol: string, timeframe: Timeframe): Promise<Standing> {
  const row = await trx.one<Standing>(
    `select (select max(time) from candle where symbol = $1 and timeframe = $2) as newest,
       coalesce((select revision from feed where symbol = $1 and timeframe = $2), 0) as revision,
       c.blocked_until as "blockedUntil", c.reason from (select) one left join credit c on c.provider = $3`,
    [symbol, timeframe, PROVIDER],
  );
  return row ?? { newest: null, revision: 0, blockedUntil: null, reason: null };
}

/** Writes that the feed answered. With the last credit gone, nobody asks again before the next minute. */
export async function recordAnswer(
  trx: Transaction,
  symbol: string,
  timeframe: Timeframe,
  { now, filled, credits }: { now: Date; filled: boolean; credits: Credits | undefined },
): Promise<void> {
  const spent = credits !== undefined && credits.left <= 0;
  const nextMinute = new Date((Math.floor(now.getTime() / 60_000) + 1) * 60_000);
  await trx.run(
    `with spending as (
       insert into credit (provider, used, remaining, seen_at, blocked_until, reason)
       select $5, $6::int, $7::int, $3, $8::timestamptz, $9::text where $6::int is not null
       on conflict (provider) do update set used = excluded.used, remaining = excluded.remaining,
         seen_at = excluded.seen_at, blocked_until = excluded.blocked_until, reason = excluded.reason
     )
     insert into feed (symbol, timeframe, revision, fetched_at) values ($1, $2, 0, $3)
     on conflict (symbol, timeframe) do update set fetched_at = excluded.fetched_at,
       revision = feed.revision + $4, error_code = null, error_message = null, error_at = null`,
    [
      symbol,
      timeframe,
      now,
      filled ? 1 : 0,
      PROVIDER,
      credits?.used ?? null,
      credits?.left ?? null,
      spent ? nextMinute : null,
      spent ? "The credits of this minute are used up." : null,
    ],
  );
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
