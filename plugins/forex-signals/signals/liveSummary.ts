import type { SqlValue, Transaction } from "@promostack/core";
import {
  type Group,
  hourName,
  type Summary,
  sessionOf,
  summaryOf,
  type Totals,
  weekdayName,
} from "../domain/summary.ts";

export interface SummaryFilter {
  strategy?: string;
  symbol?: string;
  /** ISO times of entry, both included. */
  from?: string;
  to?: string;
}

/** Points of the running total that a chart can use. */
const MOST_POINTS = 400;

/**
 * `summarize` over the tenant's closed signals, added up by the database: years of signals are no more than a few rows here. The running
 * total has every trade up to 400, and an even choice of them beyond.
 */
export async function liveSummary(trx: Transaction, filter: SummaryFilter): Promise<Summary> {
  const row = await trx.one<TotalsRow>(TOTALS, valuesOf(filter));
  const { slices, equity, ...totals } = row ?? NOTHING;
  const by = (name: (slice: Slice) => string | undefined) => grouped(slices ?? [], name);
  return summaryOf({
    ...totals,
    bySession: by(({ hour }) => (hour === null ? undefined : sessionOf(hour))),
    byHour: by(({ hour }) => (hour === null ? undefined : hourName(hour))),
    byWeekday: by(({ weekday }) => (weekday === null ? undefined : weekdayName(weekday))),
    byMonth: by(({ month }) => month ?? undefined),
    equity: (equity ?? []).map(({ time, r }) => ({ time: new Date(time).toISOString(), r })),
  });
}

/** One hour of the day, one weekday or one month; the other two are null. */
interface Slice {
  hour: number | null;
  weekday: number | null;
  month: string | null;
  trades: number;
  wins: number;
  totalR: number;
}

interface TotalsRow extends Omit<Totals, "bySession" | "byHour" | "byWeekday" | "byMonth" | "equity"> {
  slices: Slice[] | null;
  equity: { time: string; r: number }[] | null;
}

const NOTHING: TotalsRow = {
  trades: 0,
  open: 0,
  wins: 0,
  losses: 0,
  breakEvens: 0,
  totalR: 0,
  totalPips: 0,
  wonR: 0,
  lostR: 0,
  maxDrawdownR: 0,
  deviationR: null,
  downsideR: null,
  longestLosingRun: 0,
  ambiguous: 0,
  slices: null,
  equity: null,
};

/** $1 strategy, $2 symbol, $3 from, $4 to, $5 points of the running total. The formulas of summary.ts. */
const TOTALS = `
with t as materialized (
  select id, opened_at, closed_at, outcome, result_r, result_pips from signal
  where status = 'closed' and ($1::text is null or strategy = $1) and ($2::text is null or symbol = $2)
    and ($3::timestamptz is null or opened_at >= $3) and ($4::timestamptz is null or opened_at <= $4)
), curve as materialized (
  select closed_at, outcome, sum(result_r) over w as r, row_number() over w as number,
    count(*) filter (where outcome <> 'loss') over w as run
  from t window w as (order by closed_at, opened_at, id rows unbounded preceding)
), fall as (
  select greatest(0, max(r) over (order by number rows unbounded preceding)) - r as depth from curve
), slice as (
  select hour, weekday, to_char(month, 'YYYY-MM') as month, count(*) as trades,
    count(*) filter (where outcome = 'win') as wins, sum(result_r) as "totalR"
  from (
    select date_part('hour', entry) as hour, date_part('dow', entry) as weekday, date_trunc('month', entry) as month, outcome, result_r
    from (select opened_at at time zone 'UTC' as entry, outcome, result_r from t) entered) parts
  group by grouping sets ((hour), (weekday), (month))
)
select count(*) as trades, (select count(*) from signal where status = 'open') as open,
  count(*) filter (where outcome = 'win') as wins, count(*) filter (where outcome = 'loss') as losses,
  count(*) filter (where outcome = 'break-even') as "breakEvens",
  coalesce(sum(result_r), 0) as "totalR", coalesce(sum(result_pips), 0) as "totalPips",
  coalesce(sum(result_r) filter (where result_r > 0), 0) as "wonR",
  coalesce(-sum(result_r) filter (where result_r < 0), 0) as "lostR",
  coalesce((select max(depth) from fall), 0) as "maxDrawdownR",
  stddev_samp(result_r) as "deviationR", sqrt(avg(least(result_r, 0) ^ 2)) as "downsideR",
  coalesce((select max(length) from (select count(*) as length from curve where outcome = 'loss' group by run) runs), 0)
    as "longestLosingRun",
  (select count(distinct f.signal_id) from fill f join t on t.id = f.signal_id where f.ambiguous) as ambiguous,
  (select json_agg(slice) from slice) as slices,
  (select json_agg(json_build_object('time', closed_at, 'r', r) order by number) from curve, (
     select count(*) as most, greatest(1, ceil(count(*)::numeric / $5::int)) as step from t) size
   where (most - number) % step = 0) as equity
from t`;

function valuesOf({ strategy, symbol, from, to }: SummaryFilter): SqlValue[] {
  return [
    strategy ?? null,
    symbol ?? null,
    from ? new Date(from) : null,
    to ? new Date(to) : null,
    MOST_POINTS,
  ];
}

/** Slices with a name, those of the same name together, in the names' order. */
function grouped(
  slices: readonly Slice[],
  name: (slice: Slice) => string | undefined,
): Record<string, Group> {
  const sums = new Map<string, { trades: number; wins: number; totalR: number }>();
  for (const slice of slices) {
    const key = name(slice);
    if (key === undefined) continue;
    const { trades = 0, wins = 0, totalR = 0 } = sums.get(key) ?? {};
    sums.set(key, {
      trades: trades + slice.trades,
      wins: wins + slice.wins,
      totalR: totalR + slice.totalR,
    });
  }
  const entries = [...sums].sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(
    entries.map(([key, { trades, wins, totalR }]) => [key, { trades, winRate: wins / trades, totalR }]),
  );
}
