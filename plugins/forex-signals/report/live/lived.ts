import type { SqlValue, Transaction } from "@promostack/core";
import { type LiveSignal, refusalKey } from "./comparison.ts";
import type { LiveReportQuery } from "./liveReport.ts";

const WEEK_MS = 7 * 86_400_000;
/** Weeks of a comparison where nobody names a beginning, and at most. */
const WEEKS = 12;
const MOST_WEEKS = 53;

/** The time that a comparison is of. */
export interface Span {
  from: Date;
  to: Date;
}

/** What a tenant did in a span: its signals, and the candidates that became none. */
export interface Lived {
  signals: LiveSignal[];
  refusals: Map<string, string>;
}

/** From the later of what is asked for and the first thing that happened to the tenant; undefined where nothing did. */
export async function livedSpan(
  trx: Transaction,
  { from, to }: Pick<LiveReportQuery, "from" | "to">,
  now: Date,
): Promise<Span | undefined> {
  const row = await trx.one<{ first: Date | null }>(
    "select least((select min(opened_at) from signal), (select min(close_time) from refusal)) as first",
  );
  const end = to === undefined ? now : new Date(Math.min(Date.parse(to), now.getTime()));
  const asked = from === undefined ? end.getTime() - WEEKS * WEEK_MS : Date.parse(from);
  const earliest = end.getTime() - MOST_WEEKS * WEEK_MS;
  if (!row?.first) return undefined;
  const begin = new Date(Math.max(asked, earliest, row.first.getTime()));
  return begin < end ? { from: begin, to: end } : undefined;
}

export async function livedIn(
  trx: Transaction,
  { symbol, strategy }: Pick<LiveReportQuery, "symbol" | "strategy">,
  { from, to }: Span,
): Promise<Lived> {
  const values: SqlValue[] = [from, to, symbol ?? null, strategy ?? null];
  const signals = await trx.many<
    Omit<LiveSignal, "openedAt" | "closedAt"> & { openedAt: Date; closedAt: Date | null }
  >(
    `select symbol, strategy, opened_at as "openedAt", closed_at as "closedAt", direction, result_r as "resultR", status from signal
     where opened_at >= $1 and opened_at <= $2 and ($3::text is null or symbol = $3) and ($4::text is null or strategy = $4)
     order by opened_at`,
    values,
  );
  const refusals = await trx.many<{ symbol: string; time: Date; reason: string }>(
    `select symbol, close_time as time, reason from refusal
     where close_time >= $1 and close_time <= $2 and ($3::text is null or symbol = $3)`,
    values.slice(0, 3),
  );
  return {
    signals: signals.map((signal) => ({
      ...signal,
      openedAt: signal.openedAt.getTime(),
      closedAt: signal.closedAt?.getTime() ?? null,
    })),
    refusals: new Map(
      refusals.map(({ symbol: of, time, reason }) => [
        refusalKey({ symbol: of, openedAt: time.getTime() }),
        reason,
      ]),
    ),
  };
}

/** What an answer depends on: while it stays the same, nothing new has closed and no rule has changed. */
export async function basisOf(trx: Transaction): Promise<string> {
  const row = await trx.one<{ basis: string }>(
    `select concat_ws(' ', count(*), extract(epoch from max(closed_at)), (select count(*) from setting_term)) as basis
     from signal where status = 'closed'`,
  );
  return row?.basis ?? "";
}
