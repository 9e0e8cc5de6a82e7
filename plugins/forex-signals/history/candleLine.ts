import type { Candle } from "@promostack/core/strategy";

/** How the lines of a file are written. */
export interface LineFormat {
  separator: string;
}

/** The format that a header announces: `time,open,high,low,close[,volume]`, or undefined for any other line. */
export function headerFormat(line: string): LineFormat | undefined {
  const header = line.replace("\uFEFF", "").trim().toLowerCase();
  const match = /^(?:time|datetime)([,;\t])open\1high\1low\1close(?:\1|$)/.exec(header);
  return match?.[1] === undefined ? undefined : { separator: match[1] };
}

/** The candle of a line, or what is wrong with it as half a sentence. */
export function readLine(line: string, { separator }: LineFormat): Candle | string {
  const [timeText = "", ...rest] = line.split(separator);
  const time = parseTime(timeText.trim());
  if (Number.isNaN(time)) return `"${timeText.slice(0, 40)}" is not an ISO 8601 time in UTC`;
  const [open, high, low, close, volume] = rest.map((each) =>
    each.trim() === "" ? Number.NaN : Number(each),
  );
  if (!isPrice(open) || !isPrice(high) || !isPrice(low) || !isPrice(close))
    return "open, high, low and close must be four prices above 0";
  if (low > Math.min(open, close) || high < Math.max(open, close))
    return "open and close must lie between low and high";
  return volume === undefined || Number.isNaN(volume)
    ? { time, open, high, low, close }
    : { time, open, high, low, close, volume };
}

/** A time without a zone is UTC, as everything else here. */
function parseTime(text: string): number {
  const zoned = /(Z|[+-]\d\d:?\d\d)$/.test(text) ? text : `${text.replace(" ", "T")}Z`;
  return /^\d{4}-\d\d-\d\d/.test(text) ? Date.parse(zoned) : Number.NaN;
}

/** More than any market has cost; a longer number is a column that slipped. */
const HIGHEST = 1e9;

function isPrice(value: number | undefined): value is number {
  return value !== undefined && Number.isFinite(value) && value > 0 && value < HIGHEST;
}
