import { type CandleCsvFormat, candleCsvFormat, candleOfLine } from "@promostack/core";
import type { Candle } from "@promostack/core/strategy";
import type { CsvLine } from "./csvLines.ts";

/** Problems that are listed; the rest is counted. */
const LISTED = 20;

export interface LineProblem {
  line: number;
  problem: string;
}

/** What a file holds, without storing anything. */
export interface Scan {
  rows: number;
  /** Lines that say the same as the one before. */
  duplicates: number;
  problems: LineProblem[];
  /** All of them, listed or not. */
  problemCount: number;
  /** Opens, ascending. */
  times: number[];
}

/**
 * Candles of a stream of lines, in the file's order: oldest first, or newest first throughout. What is wrong is noted in
 * `scan` with its line and left out; a line that repeats the one before it is counted.
 */
export async function* scanned(lines: AsyncIterable<CsvLine>, scan: Scan): AsyncIterable<Candle> {
  let format: CandleCsvFormat | undefined;
  let before: Candle | undefined;
  let direction = 0;
  for await (const { number, text } of lines) {
    if (format === undefined) {
      format = candleCsvFormat(text);
      if (format === undefined) {
        note(scan, number, `it begins with "${text.slice(0, 60)}" instead of time,open,high,low,close`);
        break;
      }
      continue;
    }
    if (text.trim() === "") continue;
    const candle = candleOfLine(text, format);
    if (typeof candle === "string") {
      note(scan, number, candle);
      continue;
    }
    if (before !== undefined) {
      const step = Math.sign(candle.time - before.time);
      if (step === 0 && sameCandle(candle, before)) {
        scan.duplicates++;
        continue;
      }
      direction ||= step;
      if (step === 0 || step !== direction) {
        note(
          scan,
          number,
          step === 0 ? "another candle of this time stands before it" : "its time is out of order",
        );
        continue;
      }
    }
    before = candle;
    scan.rows++;
    scan.times.push(candle.time);
    yield candle;
  }
  if (direction < 0) scan.times.reverse();
}

export function emptyScan(): Scan {
  return { rows: 0, duplicates: 0, problems: [], problemCount: 0, times: [] };
}

/** Reads a stream to its end for what it holds. */
export async function scanLines(lines: AsyncIterable<CsvLine>): Promise<Scan> {
  const scan = emptyScan();
  for await (const _candle of scanned(lines, scan));
  return scan;
}

function note(scan: Scan, line: number, problem: string): void {
  scan.problemCount++;
  if (scan.problems.length < LISTED) scan.problems.push({ line, problem });
}

function sameCandle(one: Candle, other: Candle): boolean {
  return (
    one.open === other.open && one.high === other.high && one.low === other.low && one.close === other.close
  );
}
