import type { Transaction } from "@promostack/core";
import type { Report } from "../api.ts";
import type { ReleaseReport, ReleaseReportQuery } from "./api.ts";

/** Reports kept of a release on a symbol; older ones go. */
const KEPT = 5;
/** Points of the course that lists draw. */
const POINTS = 60;

interface Row extends Omit<ReleaseReport, "from" | "to" | "madeAt"> {
  from: Date;
  to: Date;
  madeAt: Date;
}

const COLUMNS = `id, strategy, version, symbol, timeframe, node, candles_from as "from", candles_to as "to", candles,
  made_at as "madeAt", milliseconds, trades, win_rate as "winRate", total_r as "totalR", expectancy_r as "expectancyR",
  profit_factor as "profitFactor", max_drawdown_r as "maxDrawdownR", equity`;

/** The newest report of each release on each symbol. */
export async function newestReports(trx: Transaction, query: ReleaseReportQuery): Promise<ReleaseReport[]> {
  const rows = await trx.many<Row>(
    `select distinct on (strategy, version, symbol) ${COLUMNS} from release_report
     where ($1::text is null or strategy = $1) and ($2::text is null or version = $2) and ($3::text is null or symbol = $3)
     order by strategy, version, symbol, made_at desc, id desc`,
    [query.strategy ?? null, query.version ?? null, query.symbol ?? null],
  );
  return rows.map(shown);
}

export async function reportById(
  trx: Transaction,
  id: string,
): Promise<(ReleaseReport & { report: Report }) | undefined> {
  const row = await trx.one<Row & { report: Report }>(
    `select ${COLUMNS}, report from release_report where id = $1`,
    [id],
  );
  return row && { ...shown(row), report: row.report };
}

function shown<Seen extends Row>({ from, to, madeAt, ...row }: Seen) {
  return { ...row, from: from.toISOString(), to: to.toISOString(), madeAt: madeAt.toISOString() };
}

export interface NewReport {
  id: string;
  strategy: string;
  version: string;
  symbol: string;
  timeframe: string;
  node: string;
  from: Date;
  to: Date;
  madeAt: Date;
  milliseconds: number;
  report: Report;
}

/** Keeps a report in place of one over the same candles; answers its id. */
export async function keepReport(trx: Transaction, made: NewReport): Promise<string> {
  const { report, ...facts } = made;
  const { summary } = report;
  const kept = await trx.one<{ id: string }>(
    `insert into release_report (id, strategy, version, symbol, timeframe, node, candles_from, candles_to, made_at, milliseconds,
       candles, trades, win_rate, total_r, expectancy_r, profit_factor, max_drawdown_r, equity, report)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19)
     on conflict (strategy, version, symbol, candles_from, candles_to, node) do update set made_at = excluded.made_at,
       milliseconds = excluded.milliseconds, candles = excluded.candles, trades = excluded.trades, win_rate = excluded.win_rate,
       total_r = excluded.total_r, expectancy_r = excluded.expectancy_r, profit_factor = excluded.profit_factor,
       max_drawdown_r = excluded.max_drawdown_r, equity = excluded.equity, report = excluded.report
     returning id`,
    [
      facts.id,
      facts.strategy,
      facts.version,
      facts.symbol,
      facts.timeframe,
      facts.node,
      facts.from,
      facts.to,
      facts.madeAt,
      facts.milliseconds,
      report.candles.count,
      summary.trades,
      summary.winRate,
      summary.totalR,
      summary.expectancyR,
      summary.profitFactor,
      summary.maxDrawdownR,
      JSON.stringify(courseOf(summary.equity.map(({ r }) => r))),
      JSON.stringify(report),
    ],
  );
  await trx.run(
    `delete from release_report where strategy = $1 and version = $2 and symbol = $3 and id not in (
       select id from release_report where strategy = $1 and version = $2 and symbol = $3 order by made_at desc, id desc limit ${KEPT})`,
    [facts.strategy, facts.version, facts.symbol],
  );
  return kept?.id ?? facts.id;
}

function courseOf(totals: readonly number[]): number[] {
  const all = [0, ...totals];
  const points = Math.min(POINTS, all.length);
  return Array.from({ length: points }, (_, index) => {
    const at = points === 1 ? 0 : Math.round((index * (all.length - 1)) / (points - 1));
    return Number((all[at] ?? 0).toFixed(3));
  });
}
