import { createReadStream, createWriteStream } from "node:fs";
import { rename, rm } from "node:fs/promises";
import path from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGzip } from "node:zlib";
import { type CliCommand, type CliContext, PlatformError, type Transact } from "@promostack/core";
import type { Instrument } from "../domain/instrument.ts";
import { GOLD } from "../domain/knownInstruments.ts";
import { type CsvLine, csvLines } from "../history/csvLines.ts";
import { exportCandles } from "../history/exportCandles.ts";
import { type ImportReport, importCandles } from "../history/importCandles.ts";
import { Calendars } from "../market/calendars.ts";
import { storedSeries } from "../market/candleStore.ts";
import { readInstruments, unknownInstrument } from "../market/instruments.ts";
import { timeframeOption } from "./candleFile.ts";

type Options = Record<string, string | boolean | undefined>;

/** `npx promostack candles`: the stored candles of this installation. */
export const candlesCommand: CliCommand = {
  summary: "Imports candles from a CSV into this installation, exports stored ones, or lists what is stored.",
  arguments: [
    { name: "<action>", description: "import, export or list" },
    { name: "[file]", description: "CSV or CSV.gz: time,open,high,low,close[,volume]" },
  ],
  options: [
    { flags: "--symbol <symbol>", description: "symbol of the candles", default: GOLD.symbol },
    { flags: "--timeframe <name>", description: "1min, 15min, 1h …; an import sees it from the file" },
    { flags: "--dry-run", description: "import: say what would happen, and store nothing" },
    { flags: "--replace", description: "import: stored candles that differ are replaced" },
    { flags: "--from <time>", description: "export: first candle, such as 2024-01-01" },
    { flags: "--to <time>", description: "export: last candle" },
  ],
  async run(context, [action = "", file], options) {
    const db = withTables(databaseOf(context));
    if (action === "list") return list(context, db);
    if (action === "import" && file !== undefined) return importFile(context, db, file, options);
    if (action === "export" && file !== undefined) return exportFile(context, db, file, options);
    throw mistake(
      file === undefined && (action === "import" || action === "export")
        ? `candles ${action} needs a file.`
        : `candles cannot ${action}.`,
      "candles import FILE, candles export FILE, or candles list.",
    );
  },
};

async function importFile(context: CliContext, db: Transact, file: string, options: Options): Promise<void> {
  const instrument = await instrumentOf(db, options.symbol);
  const source = path.resolve(context.cwd, file);
  const open = () => linesOf(source, file);
  const counted = await count(open());
  const progress = context.progress(`Import ${instrument.symbol}`, counted);
  let done = 0;
  const report = await importCandles(db, open, {
    symbol: instrument.symbol,
    timeframe: timeframeOption(options.timeframe),
    calendar: await new Calendars().of({ platformDb: db }, instrument.calendar),
    now: new Date(),
    replace: options.replace === true,
    dryRun: options.dryRun === true,
    onProgress: (rows) => {
      progress.advance(rows - done);
      done = rows;
    },
    signal: context.signal,
  });
  progress.done();
  context.answer({ ...report, gaps: report.gaps.map(gapView) });
  for (const line of reportLines(report)) context.print(line);
}

/** Rounded up by the header, so that the bar comes to its end. */
async function count(lines: AsyncIterable<CsvLine>): Promise<number> {
  let found = 0;
  for await (const { number } of lines) found = number;
  return Math.max(0, found - 1);
}

function linesOf(source: string, name: string): AsyncIterable<CsvLine> {
  const stream = createReadStream(source);
  return csvLines(
    (async function* () {
      try {
        yield* stream;
      } catch (cause) {
        throw new PlatformError(`Cannot read ${name}.`, {
          code: "candles.unreadable",
          status: 400,
          hint: "Check the path; it is relative to the current folder.",
          cause,
        });
      }
    })(),
  );
}

function reportLines(report: ImportReport): string[] {
  const { symbol, timeframe, dryRun, rows, from, to, gaps } = report;
  const missing = gaps.reduce((sum, gap) => sum + gap.missing, 0);
  const figures: [string, string][] = [
    [dryRun ? "Would be new" : "New", number(report.added)],
    ["Stored already", number(report.same)],
    ["Stored otherwise", `${number(report.conflicts)}${conflictText(report)}`],
    ["Repeated lines", number(report.duplicates)],
    ["Gaps", gaps.length === 0 ? "none" : `${number(gaps.length)}, ${number(missing)} candles`],
  ];
  return [
    `${symbol} ${timeframe}: ${number(rows)} candles, ${from?.slice(0, 16) ?? "–"} to ${to?.slice(0, 16) ?? "–"}`,
    ...figures.map(([label, value]) => `  ${label.padEnd(18)}${value}`),
    ...gaps
      .slice(-5)
      .map(({ from: start, missing: lost }) => `    ${iso(start).slice(0, 16)}  ${lost} missing`),
    ...(report.problemCount > 0 ? [`  Wrong lines       ${number(report.problemCount)}`] : []),
    ...report.problems.map(({ line, problem }) => `    line ${line}: ${problem}`),
    ...(dryRun ? ["Nothing was stored (--dry-run)."] : []),
  ];
}

function conflictText({ conflicts, replaced, dryRun }: ImportReport): string {
  if (conflicts === 0) return "";
  if (replaced > 0) return ", replaced";
  return dryRun ? ", kept unless --replace" : ", kept (--replace takes the file's)";
}

async function exportFile(context: CliContext, db: Transact, file: string, options: Options): Promise<void> {
  const { symbol } = await instrumentOf(db, options.symbol);
  const timeframe = timeframeOption(options.timeframe) ?? "15min";
  const range = { symbol, timeframe, ...boundOf("from", options.from), ...boundOf("to", options.to) };
  const target = path.resolve(context.cwd, file);
  const part = `${target}.part`;
  let lines = -1;
  const pieces = (async function* () {
    for await (const piece of exportCandles(db, range)) {
      lines += piece.split("\n").length - 1;
      yield piece;
    }
  })();
  const packing = file.endsWith(".gz") ? [createGzip()] : [];
  try {
    await pipeline([Readable.from(pieces), ...packing, createWriteStream(part)], { signal: context.signal });
    // A file of this name is whole.
    await rename(part, target);
  } catch (error) {
    await rm(part, { force: true });
    throw error;
  }
  context.answer({ symbol, timeframe, candles: lines, file: target });
  context.print(`${number(lines)} candles of ${symbol} ${timeframe} in ${file}`);
}

function boundOf(name: "from" | "to", text: string | boolean | undefined): { from?: Date; to?: Date } {
  if (text === undefined) return {};
  const zoned = /^\d{4}-\d\d-\d\d$/.test(String(text)) && name === "to" ? `${text}T23:59:59Z` : String(text);
  const time = new Date(/Z|[+-]\d\d:\d\d$|^\d{4}-\d\d-\d\d$/.test(zoned) ? zoned : `${zoned}Z`);
  if (Number.isNaN(time.getTime()))
    throw mistake(`--${name} ${String(text)} is no time.`, "Write 2024-01-31, or 2024-01-31T15:00.");
  return { [name]: time };
}

async function list(context: CliContext, db: Transact): Promise<void> {
  const series = await db(storedSeries);
  const items = series.map(({ from, to, ...row }) => ({
    ...row,
    from: from.toISOString(),
    to: to.toISOString(),
  }));
  context.answer({ items });
  if (items.length === 0) context.print("No candle is stored.");
  for (const { symbol, timeframe, candles, from, to } of items)
    context.print(
      `${symbol.padEnd(10)}${timeframe.padEnd(8)}${number(candles).padStart(10)}  ${from.slice(0, 16)} to ${to.slice(0, 16)}`,
    );
}

async function instrumentOf(db: Transact, symbol: string | boolean | undefined): Promise<Instrument> {
  const name = String(symbol ?? GOLD.symbol);
  const found = (await readInstruments({ platformDb: db })).get(name);
  if (found === undefined) throw unknownInstrument(name);
  return found;
}

function databaseOf({ platformDb }: CliContext): Transact {
  if (platformDb !== undefined) return platformDb;
  throw new PlatformError("This command needs the installation's database.", { code: "cli.no_database" });
}

/** PostgreSQL's code for a table that is not there. */
const UNDEFINED_TABLE = "42P01";

/** The tables come with the plugin's first start. */
function withTables(db: Transact): Transact {
  return async (work) => {
    try {
      return await db(work);
    } catch (error) {
      if (typeof error !== "object" || error === null || !("code" in error) || error.code !== UNDEFINED_TABLE)
        throw error;
      throw new PlatformError("This installation has no market data tables yet.", {
        code: "candles.no_tables",
        status: 409,
        hint: "Start the platform once (npx promostack start), or run npx promostack migrate up.",
        cause: error,
      });
    }
  };
}

function gapView({ from, until, missing }: ImportReport["gaps"][number]) {
  return { from: iso(from), until: iso(until), missing };
}

const iso = (time: number) => new Date(time).toISOString();
const number = (value: number) => value.toLocaleString("en-US");

function mistake(message: string, hint: string): PlatformError {
  return new PlatformError(message, { code: "cli.usage", status: 400, hint });
}
