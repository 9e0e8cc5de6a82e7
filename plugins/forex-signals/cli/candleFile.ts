import { readFile } from "node:fs/promises";
import path from "node:path";
import { gunzipSync } from "node:zlib";
import { PlatformError, parseCandles, shortestDistance, TIMEFRAMES, timeframeOf } from "@promostack/core";
import type { Candle, Timeframe } from "@promostack/core/strategy";

/** Candles of a file, ascending, and the timeframe that they have. */
export interface CandleFile {
  candles: Candle[];
  timeframe: Timeframe;
}

/**
 * Reads `time,open,high,low,close[,volume]` from a CSV, gzipped where its name ends in .gz. Errors name the line. The
 * timeframe is seen from the candles' distances; `otherwise` is taken where it cannot be.
 */
export async function readCandles(file: string, cwd: string, otherwise?: Timeframe): Promise<CandleFile> {
  const bytes = await readFile(path.resolve(cwd, file)).catch((cause: unknown) => {
    throw new PlatformError(`Cannot read ${file}.`, {
      code: "candles.unreadable",
      status: 400,
      hint: "Check the path; it is relative to the current folder.",
      cause,
    });
  });
  const candles = parseCandles(decompress(bytes, file), file);
  return { candles, timeframe: timeframeOf(candles) ?? otherwise ?? refuseTimeframe(candles, file) };
}

function refuseTimeframe(candles: readonly Candle[], name: string): never {
  throw new PlatformError(`${name}: the candles are ${shortestDistance(candles) / 60_000} minutes apart.`, {
    code: "candles.timeframe_unknown",
    status: 400,
    hint: `Give candles of one of ${TIMEFRAMES.join(", ")}, or say which they are with --timeframe.`,
  });
}

/** Checks the value of `--timeframe`. */
export function timeframeOption(value: string | boolean | undefined): Timeframe | undefined {
  if (value === undefined) return undefined;
  const known = TIMEFRAMES.find((each) => each === value);
  if (known === undefined)
    throw new PlatformError(`There is no timeframe ${String(value)}.`, {
      code: "candles.timeframe_unknown",
      status: 400,
      hint: `Use one of ${TIMEFRAMES.join(", ")}.`,
    });
  return known;
}

function decompress(bytes: Buffer, file: string): string {
  if (!file.endsWith(".gz")) return bytes.toString("utf8");
  try {
    return gunzipSync(bytes).toString("utf8");
  } catch (cause) {
    throw new PlatformError(`${file} is not gzip.`, {
      code: "candles.unreadable",
      status: 400,
      hint: "Give a .csv, or a .csv.gz made by gzip.",
      cause,
    });
  }
}
