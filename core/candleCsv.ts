import { PlatformError } from "./errors.ts";
import { type Candle, TIMEFRAME_MS, type Timeframe } from "./strategy/candle.ts";

/** Timeframes of candles, finest first. */
export const TIMEFRAMES: readonly Timeframe[] = ["1min", "5min", "15min", "30min", "1h", "4h", "1day"];

/** How the lines of a CSV of candles are written. */
export interface CandleCsvFormat {
  separator: string;
}

/** The format that a header announces: `time,open,high,low,close[,volume]`; undefined for any other line. */
export function candleCsvFormat(header: string): CandleCsvFormat | undefined {
  const text = header.replace("\uFEFF", "").trim().toLowerCase();
  const match = /^(?:time|datetime)([,;\t])open\1high\1low\1close(?:\1|$)/.exec(text);
  return match?.[1] === undefined ? undefined : { separator: match[1] };
}

/** The candle of a line, or what is wrong with it as half a sentence. */
export function candleOfLine(line: string, { separator }: CandleCsvFormat): Candle | string {
  const [timeText = "", ...rest] = line.split(separator);
  const time = parseTime(timeText.trim());
  if (Number.isNaN(time)) return `"${timeText.slice(0, 40)}" is not an ISO 8601 time in UTC`;
  const [open = Number.NaN, high = Number.NaN, low = Number.NaN, close = Number.NaN, volume] = rest.map(
    (each) => (each.trim() === "" ? Number.NaN : Number(each)),
  );
  const fault = candleFault({ open, high, low, close });
  if (fault !== undefined) return fault;
  if (high >= HIGHEST) return NO_PRICES;
  return volume === undefined || Number.isNaN(volume)
    ? { time, open, high, low, close }
    : { time, open, high, low, close, volume };
}

const NO_PRICES = "open, high, low and close must be four prices above 0";

/** Why a candle cannot be one, as half a sentence; undefined where its four prices agree. */
export function candleFault({ open, high, low, close }: Omit<Candle, "time" | "volume">): string | undefined {
  if ([open, high, low, close].some((price) => !Number.isFinite(price) || price <= 0)) return NO_PRICES;
  if (low > Math.min(open, close) || high < Math.max(open, close))
    return "open and close must lie between low and high";
  return undefined;
}

/**
 * Candles of a CSV's text, `time,open,high,low,close[,volume]`, ascending. Raises `candles.bad_line` with the line's number;
 * `name` stands in errors.
 */
export function parseCandles(text: string, name: string): Candle[] {
  const lines = text.split(/\r?\n/);
  const [header = ""] = lines;
  const format = candleCsvFormat(header);
  if (format === undefined)
    throw badLine(name, 1, `it begins with "${header.slice(0, 60)}" instead of time,open,high,low,close`);
  const candles: Candle[] = [];
  for (let index = 1; index < lines.length; index++) {
    const line = lines[index] ?? "";
    if (line.trim() === "") continue;
    const candle = candleOfLine(line, format);
    if (typeof candle === "string") throw badLine(name, index + 1, candle);
    const before = candles.at(-1);
    if (before && candle.time <= before.time)
      throw badLine(name, index + 1, "its time is not after the line before it");
    candles.push(candle);
  }
  if (candles.length === 0) throw badLine(name, lines.length, "there is no candle in the file");
  return candles;
}

/** A time without a zone is UTC, as everything else here. */
function parseTime(text: string): number {
  const zoned = /(Z|[+-]\d\d:?\d\d)$/.test(text) ? text : `${text.replace(" ", "T")}Z`;
  return /^\d{4}-\d\d-\d\d/.test(text) ? Date.parse(zoned) : Number.NaN;
}

/** More than any market has cost; a longer number is a column that slipped. */
const HIGHEST = 1e9;

/** The shortest distance between two candles, where that is a timeframe. */
export function timeframeOf(candles: readonly Candle[]): Timeframe | undefined {
  const shortest = shortestDistance(candles);
  return TIMEFRAMES.find((each) => TIMEFRAME_MS[each] === shortest);
}

/** Milliseconds between the two nearest candles. */
export function shortestDistance(candles: readonly Candle[]): number {
  let shortest = Number.POSITIVE_INFINITY;
  for (let index = 1; index < candles.length; index++)
    shortest = Math.min(shortest, (candles[index]?.time ?? 0) - (candles[index - 1]?.time ?? 0));
  return shortest;
}

function badLine(name: string, line: number, problem: string): PlatformError {
  return new PlatformError(`${name}, line ${line}: ${problem}.`, {
    code: "candles.bad_line",
    status: 400,
    hint: "The file must have the header time,open,high,low,close[,volume] and one candle a line, oldest first.",
    details: { line },
  });
}
