import type { Transaction } from "@promostack/core";
import type { Facts } from "../messages/facts.ts";

/** A stretch of whole UTC days, its end excluded. */
export interface Span {
  from: Date;
  until: Date;
}

/** Signals that a recap lists one by one; the figures count all. */
const LISTED = 12;

interface Row {
  tenantId: string;
  closed: number;
  wins: number;
  losses: number;
  breakEvens: number;
  timeouts: number;
  ambiguous: number;
  totalR: number;
  totalPips: number;
  best: number;
  worst: number;
  signals: { time: string; direction: string; symbol: string; outcome: string; resultR: number }[];
}

/**
 * What tenants' closed signals of a span say, for many tenants in one statement. Losses, time-outs and break-evens are all in it; signals
 * that could not be posted count nowhere. A tenant without a closed signal has no entry.
 */
export async function recapFacts(
  trx: Transaction,
  tenantIds: readonly string[],
  { from, until }: Span,
): Promise<Map<string, Facts>> {
  const rows = await trx.many<Row>(
    `select s.tenant_id as "tenantId", count(*)::int as closed,
       (count(*) filter (where s.outcome = 'win'))::int as wins,
       (count(*) filter (where s.outcome = 'loss'))::int as losses,
       (count(*) filter (where s.outcome = 'break-even'))::int as "breakEvens",
       (count(*) filter (where s.close_reason = 'timeout'))::int as timeouts,
       (count(*) filter (where exists (
         select from fill f where f.tenant_id = s.tenant_id and f.signal_id = s.id and f.ambiguous)))::int as ambiguous,
       sum(s.result_r) as "totalR", sum(s.result_pips) as "totalPips", max(s.result_r) as best, min(s.result_r) as worst,
       (json_agg(json_build_object('time', s.closed_at, 'direction', s.direction, 'symbol', s.symbol, 'outcome', s.outcome,
          'resultR', s.result_r) order by s.closed_at, s.id)) as signals
     from signal s
     where s.status = 'closed' and s.closed_at >= $2 and s.closed_at < $3 and s.tenant_id = any($1::uuid[])
     group by s.tenant_id`,
    [tenantIds, from, until],
  );
  return new Map(rows.map(({ tenantId, ...row }) => [tenantId, factsOf(row, { from, until })]));
}

/** Facts of a span in which nothing closed. */
export function emptyRecap(span: Span): Facts {
  return { ...spanFacts(span), empty: true };
}

function factsOf({ signals, ...row }: Omit<Row, "tenantId">, span: Span): Facts {
  const { totalR, totalPips, best, worst, timeouts, ambiguous, ...counts } = row;
  return {
    ...spanFacts(span),
    ...counts,
    // A figure that is nought is left out of lines that have it as a block.
    timeouts: timeouts || null,
    ambiguous: ambiguous || null,
    winRate: row.wins / row.closed,
    totalR: rounded(totalR, 2),
    totalPips: rounded(totalPips, 1),
    best: row.closed > 1 ? rounded(best, 2) : null,
    worst: row.closed > 1 ? rounded(worst, 2) : null,
    days: daysOf(signals),
    signals: signals.slice(0, LISTED).map(({ time, ...signal }) => ({
      ...signal,
      time: new Date(time),
      resultR: rounded(signal.resultR, 2),
    })),
    more: signals.length > LISTED ? signals.length - LISTED : null,
  };
}

/** The days on which something closed, in order. */
function daysOf(signals: Row["signals"]): Facts[] {
  const days = new Map<string, { closed: number; total: number }>();
  for (const { time, resultR } of signals) {
    const name = new Date(time).toISOString().slice(0, 10);
    const day = days.get(name) ?? { closed: 0, total: 0 };
    days.set(name, { closed: day.closed + 1, total: day.total + resultR });
  }
  return [...days].map(([name, { closed, total }]) => ({
    day: new Date(name),
    dayClosed: closed,
    dayR: rounded(total, 2),
  }));
}

function spanFacts({ from, until }: Span): Facts {
  return { day: from, firstDay: from, lastDay: new Date(until.getTime() - 86_400_000) };
}

function rounded(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}
