import type { Transaction } from "@promostack/core";
import type { Timeframe } from "@promostack/core/strategy";
import type { Gap } from "../calendar/gaps.ts";

/** A gap as it is kept. */
export interface KnownGap {
  symbol: string;
  timeframe: Timeframe;
  from: Date;
  until: Date;
  missing: number;
  seenAt: Date;
  askedAt: Date | null;
  attempts: number;
  filledAt: Date | null;
}

const COLUMNS = `symbol, timeframe, from_time as "from", until_time as "until", missing, seen_at as "seenAt",
  asked_at as "askedAt", attempts, filled_at as "filledAt"`;

/** After so many vain requests the source has nothing: a person may still ask. */
export const MOST_ATTEMPTS = 6;

/** Opens of the stored candles in [from, until), ascending. */
export async function storedTimes(
  trx: Transaction,
  symbol: string,
  timeframe: Timeframe,
  from: Date,
  until: Date,
): Promise<number[]> {
  const rows = await trx.many<{ time: number }>(
    `select extract(epoch from time)::float8 * 1000 as time from candle
     where symbol = $1 and timeframe = $2 and time >= $3 and time < $4 order by time`,
    [symbol, timeframe, from, until],
  );
  return rows.map(({ time }) => time);
}

/** Brings what is kept of a stretch of a series to what was found there: new gaps come in, those that are gone are filled. */
export async function keepGaps(
  trx: Transaction,
  series: { symbol: string; timeframe: Timeframe; from: Date; until: Date },
  gaps: readonly Gap[],
  now: Date,
): Promise<void> {
  const { symbol, timeframe, from, until } = series;
  const starts = gaps.map((gap) => new Date(gap.from));
  await trx.run(
    `insert into gap (symbol, timeframe, from_time, until_time, missing, seen_at)
     select $1, $2, f, u, m, $3 from unnest($4::timestamptz[], $5::timestamptz[], $6::int[]) as g(f, u, m)
     on conflict (symbol, timeframe, from_time) do update
       set until_time = excluded.until_time, missing = excluded.missing, filled_at = null`,
    [
      symbol,
      timeframe,
      now,
      starts,
      gaps.map((gap) => new Date(gap.until)),
      gaps.map(({ missing }) => missing),
    ],
  );
  await trx.run(
    `update gap set filled_at = $3 where symbol = $1 and timeframe = $2 and filled_at is null
       and from_time >= $4 and from_time < $5 and from_time <> all($6::timestamptz[])`,
    [symbol, timeframe, now, from, until, starts],
  );
}

/** Open gaps whose turn it is, newest first: each vain request doubles the wait. */
export function dueGaps(trx: Transaction, now: Date, most: number): Promise<KnownGap[]> {
  return trx.many<KnownGap>(
    `select ${COLUMNS} from gap where filled_at is null and attempts < $2
       and (asked_at is null or asked_at + interval '5 minutes' * 2 ^ attempts <= $1)
     order by from_time desc limit $3`,
    [now, MOST_ATTEMPTS, most],
  );
}

export async function markAsked(trx: Transaction, gap: KnownGap, now: Date): Promise<void> {
  await trx.run(
    "update gap set asked_at = $4, attempts = attempts + 1 where symbol = $1 and timeframe = $2 and from_time = $3",
    [gap.symbol, gap.timeframe, gap.from, now],
  );
}

/** Gaps for a page: open ones first, newest first. */
export function listGaps(trx: Transaction, most: number): Promise<KnownGap[]> {
  return trx.many<KnownGap>(
    `select ${COLUMNS} from gap order by filled_at is null desc, from_time desc limit $1`,
    [most],
  );
}

/** A person's wish: every open gap is asked for again at once. */
export function askAgain(trx: Transaction): Promise<number> {
  return trx.run("update gap set attempts = 0, asked_at = null where filled_at is null");
}
