import { PlatformError, type Transact, type Transaction } from "@promostack/core";
import { type Candle, TIMEFRAME_MS, type Timeframe } from "@promostack/core/strategy";
import { type Gap, gapsOf } from "../calendar/gaps.ts";
import type { TradingCalendar } from "../calendar/tradingCalendar.ts";
import type { CsvLine } from "./csvLines.ts";
import { emptyScan, type LineProblem, type Scan, scanLines, scanned } from "./scan.ts";

const BATCH = 5_000;

export interface ImportOptions {
  symbol: string;
  /** Seen from the file when absent. */
  timeframe: Timeframe | undefined;
  calendar: TradingCalendar;
  /** A candle that has not closed by now is none. */
  now: Date;
  /** Stored candles that differ are replaced; otherwise they are kept. */
  replace: boolean;
  /** Nothing is stored. */
  dryRun: boolean;
  /** Called with the candles done, after each batch. */
  onProgress?: (rows: number) => void;
  signal?: AbortSignal;
}

export interface ImportReport {
  symbol: string;
  timeframe: Timeframe;
  dryRun: boolean;
  rows: number;
  from: string | null;
  to: string | null;
  /** Lines of the file that repeat the one before. */
  duplicates: number;
  /** New ones, or what would be new. */
  added: number;
  /** Stored already, as the file says. */
  same: number;
  /** Stored with other prices. */
  conflicts: number;
  replaced: number;
  gaps: Gap[];
  problems: LineProblem[];
  problemCount: number;
}

/**
 * Takes a file's candles into the store. The file is read twice (`open` gives it anew each time): a file with a wrong line
 * changes nothing. Each batch commits by itself, and doing it again adds nothing: an import that was cut off is simply repeated.
 */
export async function importCandles(
  db: Transact,
  open: () => AsyncIterable<CsvLine>,
  options: ImportOptions,
): Promise<ImportReport> {
  const scan = await scanLines(open());
  const timeframe = options.timeframe ?? timeframeOf(scan);
  const report: ImportReport = {
    symbol: options.symbol,
    timeframe,
    dryRun: options.dryRun,
    rows: scan.rows,
    ...spanOf(scan.times),
    duplicates: scan.duplicates,
    added: 0,
    same: 0,
    conflicts: 0,
    replaced: 0,
    gaps: gapsIn(scan.times, timeframe, options.calendar),
    problems: scan.problems,
    problemCount: scan.problemCount,
  };
  if (scan.problemCount > 0) {
    if (options.dryRun) return report;
    throw refused(scan);
  }
  refuseFuture(scan.times, timeframe, options.now);
  let done = 0;
  for await (const batch of batches(scanned(open(), emptyScan()))) {
    options.signal?.throwIfAborted();
    const counts = await db((trx) =>
      options.dryRun ? compare(trx, options.symbol, timeframe, batch) : store(trx, options, timeframe, batch),
    );
    report.added += counts.added;
    report.same += counts.same;
    report.conflicts += counts.conflicts;
    report.replaced += counts.replaced;
    done += batch.length;
    options.onProgress?.(done);
  }
  return report;
}

interface Counts {
  added: number;
  same: number;
  conflicts: number;
  replaced: number;
}

const GIVEN = `given as (
    select to_timestamp(t / 1000.0) as time, o, h, l, c
    from unnest($3::float8[], $4::numeric[], $5::numeric[], $6::numeric[], $7::numeric[]) as v(t, o, h, l, c)
  ), known as (
    select g.*, (k.open, k.high, k.low, k.close) = (g.o, g.h, g.l, g.c) as same
    from given g join candle k on k.symbol = $1 and k.timeframe = $2 and k.time = g.time
  )`;

async function compare(
  trx: Transaction,
  symbol: string,
  timeframe: Timeframe,
  batch: readonly Candle[],
): Promise<Counts> {
  const row = await trx.one<{ same: number; known: number }>(
    `with ${GIVEN} select count(*) filter (where same) as same, count(*) as known from known`,
    valuesOf(symbol, timeframe, batch),
  );
  const { same = 0, known = 0 } = row ?? {};
  return { added: batch.length - known, same, conflicts: known - same, replaced: 0 };
}

/** A stored candle is kept unless it is to be replaced. What changes makes the series another one for whoever holds it. */
async function store(
  trx: Transaction,
  { symbol, replace }: ImportOptions,
  timeframe: Timeframe,
  batch: readonly Candle[],
): Promise<Counts> {
  const row = await trx.one<Counts>(
    `with ${GIVEN}, added as (
       insert into candle (symbol, timeframe, time, open, high, low, close)
       select $1, $2, time, o, h, l, c from given on conflict do nothing returning time
     ), replaced as (
       update candle k set open = n.o, high = n.h, low = n.l, close = n.c from known n
       where $8 and not n.same and k.symbol = $1 and k.timeframe = $2 and k.time = n.time returning k.time
     ), counts as (
       select (select count(*) from added) as added, (select count(*) from known where same) as same,
         (select count(*) from known where not same) as conflicts, (select count(*) from replaced) as replaced
     ), changed as (
       insert into feed (symbol, timeframe, revision) select $1, $2, 1 from counts where added + replaced > 0
       on conflict (symbol, timeframe) do update set revision = feed.revision + 1
     )
     select * from counts`,
    [...valuesOf(symbol, timeframe, batch), replace],
  );
  return row ?? { added: 0, same: 0, conflicts: 0, replaced: 0 };
}

function valuesOf(symbol: string, timeframe: Timeframe, batch: readonly Candle[]) {
  return [
    symbol,
    timeframe,
    batch.map(({ time }) => time),
    batch.map(({ open }) => open),
    batch.map(({ high }) => high),
    batch.map(({ low }) => low),
    batch.map(({ close }) => close),
  ];
}

async function* batches(candles: AsyncIterable<Candle>): AsyncIterable<Candle[]> {
  let batch: Candle[] = [];
  for await (const candle of candles) {
    batch.push(candle);
    if (batch.length < BATCH) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

function gapsIn(times: readonly number[], timeframe: Timeframe, calendar: TradingCalendar): Gap[] {
  const [first, last] = [times[0], times.at(-1)];
  return first === undefined || last === undefined
    ? []
    : gapsOf(times, calendar, TIMEFRAME_MS[timeframe], first, last);
}

function spanOf(times: readonly number[]): Pick<ImportReport, "from" | "to"> {
  const text = (time: number | undefined) => (time === undefined ? null : new Date(time).toISOString());
  return { from: text(times[0]), to: text(times.at(-1)) };
}

/** The shortest distance between two candles. Raises `candles.timeframe_unknown`. */
function timeframeOf({ times, problemCount }: Scan): Timeframe {
  let shortest = Number.POSITIVE_INFINITY;
  for (let index = 1; index < times.length; index++)
    shortest = Math.min(shortest, (times[index] ?? 0) - (times[index - 1] ?? 0));
  const known = Object.entries(TIMEFRAME_MS).find(([, milliseconds]) => milliseconds === shortest);
  const found = TIMEFRAMES.find((each) => each === known?.[0]);
  if (found !== undefined) return found;
  // A file without one sound line has no timeframe, and its problems say more.
  if (problemCount > 0) return "15min";
  throw new PlatformError(
    times.length < 2
      ? "The file has fewer than two candles."
      : `The candles are ${shortest / 60_000} minutes apart, which is no timeframe.`,
    {
      code: "candles.timeframe_unknown",
      status: 400,
      hint: `Give candles of one of ${TIMEFRAMES.join(", ")}, or say which they are.`,
    },
  );
}

const TIMEFRAMES: readonly Timeframe[] = ["1min", "5min", "15min", "30min", "1h", "4h", "1day"];

/** One candle from the future would keep the feed from being asked until then. */
function refuseFuture(times: readonly number[], timeframe: Timeframe, now: Date): void {
  const last = times.at(-1);
  if (last === undefined || last + TIMEFRAME_MS[timeframe] <= now.getTime()) return;
  throw new PlatformError(`The candle of ${new Date(last).toISOString()} has not closed yet.`, {
    code: "candles.in_future",
    status: 400,
    hint: "Nothing was stored. Times are UTC: check the zone of the file's times.",
  });
}

function refused({ problems, problemCount }: Scan): PlatformError {
  const [first] = problems;
  const more = problemCount > 1 ? ` ${problemCount - 1} more lines are wrong.` : "";
  return new PlatformError(`Line ${first?.line}: ${first?.problem}.${more}`, {
    code: "candles.bad_line",
    status: 400,
    hint: "Nothing was stored. The file must have the header time,open,high,low,close[,volume] and one candle a line, in order of time.",
    details: { problems, problemCount },
  });
}
