import { ApiError, invalid } from "./apiError.ts";
import { INTERVALS, type Interval, isDaily, isInterval } from "./intervals.ts";
import { instant, isZone } from "./zone.ts";

export interface SeriesQuery {
  interval: Interval;
  /** Milliseconds; candles that open in [from, to]. */
  from: number;
  to: number;
  count: number;
  order: "asc" | "desc";
  /** Decimals, or undefined for the instrument's own. */
  decimals: number | undefined;
  /** Zone of the answer's times. */
  zone: string;
  format: "JSON" | "CSV";
  delimiter: string;
}

/** What Twelve Data calls the exchange's zone for metals and pairs. */
const EXCHANGE_ZONE = "Australia/Sydney";
const MOST = 5000;
const DAY_MS = 86_400_000;

/** Reads and checks the parameters of /time_series. Raises Twelve Data's errors. */
export function readSeriesQuery(query: URLSearchParams, now: number): SeriesQuery {
  const interval = readInterval(query.get("interval"));
  const zone = readZone(query.get("timezone"));
  // Dates alone are UTC unless a zone is named.
  const datesIn = query.get("timezone") ? zone : "UTC";
  const day = readDay(query.get("date"), now);
  const from = day?.from ?? readDate(query, "start_date", datesIn);
  const to = day?.to ?? readDate(query, "end_date", datesIn);
  const dated = from !== undefined || to !== undefined;
  return {
    interval,
    from: from ?? Number.NEGATIVE_INFINITY,
    to: to ?? Number.POSITIVE_INFINITY,
    count: readInteger(query, "outputsize", dated ? MOST : 30, 1, MOST),
    order: readChoice(query, "order", "desc", ["asc", "desc"]),
    decimals: decimalsOf(readInteger(query, "dp", -1, -1, 11)),
    zone: isDaily(interval) ? "UTC" : zone,
    format: readChoice(query, "format", "JSON", ["JSON", "CSV"]),
    delimiter: query.get("delimiter") ?? ";",
  };
}

export function readInterval(given: string | null): Interval {
  const value = given ?? "";
  if (isInterval(value)) return value;
  throw invalid("interval", value, `Supported intervals: ${INTERVALS.join(", ")}`);
}

export function readZone(given: string | null): string {
  if (!given || given === "Exchange") return EXCHANGE_ZONE;
  if (isZone(given)) return given;
  throw invalid("timezone", given, "Use Exchange, UTC or a name of the IANA database.");
}

function decimalsOf(given: number): number | undefined {
  return given === -1 ? undefined : given;
}

function readDate(query: URLSearchParams, name: string, zone: string): number | undefined {
  const given = query.get(name);
  if (!given) return undefined;
  const at = instant(given, zone);
  if (at === undefined) throw invalid(name, given, "Use the format 2006-01-02 or 2006-01-02 15:04:05");
  return at;
}

function readDay(given: string | null, now: number): { from: number; to: number } | undefined {
  if (!given) return undefined;
  const today = Math.floor(now / DAY_MS) * DAY_MS;
  const from = given === "today" ? today : given === "yesterday" ? today - DAY_MS : instant(given, "UTC");
  if (from === undefined) throw invalid("date", given, "Use the format 2006-01-02, today or yesterday");
  return { from, to: from + DAY_MS - 1 };
}

function readInteger(
  query: URLSearchParams,
  name: string,
  otherwise: number,
  least: number,
  most: number,
): number {
  const given = query.get(name);
  if (given === null || given === "") return otherwise;
  const value = Number(given);
  if (Number.isInteger(value) && value >= least && value <= most) return value;
  throw new ApiError(400, `Invalid **${name}** provided: ${given}. Use a value between ${least} and ${most}`);
}

function readChoice<const Choice extends string>(
  query: URLSearchParams,
  name: string,
  otherwise: NoInfer<Choice>,
  choices: readonly Choice[],
): Choice {
  const given = query.get(name);
  if (!given) return otherwise;
  const chosen = choices.find((choice) => choice.toLowerCase() === given.toLowerCase());
  if (chosen) return chosen;
  throw invalid(name, given, `Use one of: ${choices.join(", ")}`);
}
