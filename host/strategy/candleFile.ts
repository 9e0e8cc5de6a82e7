import { readFile } from "node:fs/promises";
import path from "node:path";
import { gunzipSync } from "node:zlib";
import { PlatformError, parseCandles, timeframeOf } from "@promostack/core";
import { type Candle, TIMEFRAME_MS, type Timeframe, toTimeframe } from "@promostack/core/strategy";

/** Candles of a CSV, gzipped where its name ends in .gz, ascending. Errors name the line. */
async function readCandleFile(file: string, cwd: string): Promise<Candle[]> {
  const bytes = await readFile(path.resolve(cwd, file)).catch((cause: unknown) => {
    throw unreadable(file, "Check the path; it is relative to the current folder.", cause);
  });
  return parseCandles(file.endsWith(".gz") ? unzipped(bytes, file) : bytes.toString("utf8"), file);
}

/** The same as candles of a timeframe: the file's own, or built from finer ones. */
export async function readCandlesOf(file: string, cwd: string, timeframe: Timeframe): Promise<Candle[]> {
  const candles = await readCandleFile(file, cwd);
  const found = timeframeOf(candles) ?? timeframe;
  if (TIMEFRAME_MS[found] > TIMEFRAME_MS[timeframe])
    throw new PlatformError(`The strategy needs ${timeframe} candles; ${file} has ${found} ones.`, {
      code: "candles.too_coarse",
      status: 400,
      hint: `Give a file of ${timeframe} candles or finer ones.`,
    });
  return toTimeframe(candles, found, timeframe);
}

function unzipped(bytes: Buffer, file: string): string {
  try {
    return gunzipSync(bytes).toString("utf8");
  } catch (cause) {
    throw unreadable(file, "Give a .csv, or a .csv.gz made by gzip.", cause);
  }
}

function unreadable(file: string, hint: string, cause: unknown): PlatformError {
  return new PlatformError(`Cannot read ${file}.`, { code: "candles.unreadable", status: 400, hint, cause });
}
