import { candleFault } from "@promostack/core";
import { type Candle, TIMEFRAME_MS, type Timeframe } from "@promostack/core/strategy";
import type { Usage } from "./budget.ts";
import { FeedError } from "./feedError.ts";

/** Finer than any tick that is known. */
const DECIMALS = "8";

/** Credits of the current minute, as the answer's headers said. */
export interface Credits {
  used: number;
  left: number;
}

export interface SeriesQuery {
  symbol: string;
  timeframe: Timeframe;
  /** Open time of the first candle that is wanted; the newest `limit` when absent. */
  from?: number;
  /** Open time of the last one; up to now when absent. */
  until?: number;
  /** At most 5,000. */
  limit: number;
  now: Date;
}

/** A candle that came and cannot be one, and why, as half a sentence. */
export interface RefusedCandle {
  time: number;
  fault: string;
}

export interface SeriesAnswer {
  /** Closed candles, ascending, without duplicates. */
  candles: Candle[];
  /** Closed candles that were left out: a false price must reach nobody, and the sound ones beside it wait for nobody. */
  refused: RefusedCandle[];
  credits: Credits | undefined;
}

export interface PriceAnswer {
  price: number;
  credits: Credits | undefined;
}

export interface TwelveDataOptions {
  fetch: typeof fetch;
  baseUrl: string;
  apiKey: string;
  signal: AbortSignal;
}

/**
 * Twelve Data's `time_series`, `price` and `api_usage`, always in UTC. Errors are FeedErrors by what can be done about them, whether they came with
 * their own HTTP status or with 200; "no data on these dates" is an empty series.
 */
export class TwelveData {
  readonly #options: TwelveDataOptions;

  constructor(options: TwelveDataOptions) {
    this.#options = options;
  }

  async series(query: SeriesQuery): Promise<SeriesAnswer> {
    const { symbol, timeframe, from, until, limit, now } = query;
    const parameters = {
      symbol,
      interval: timeframe,
      outputsize: String(limit),
      timezone: "UTC",
      order: "asc",
      dp: DECIMALS,
      ...(from !== undefined && { start_date: wireTime(from) }),
      ...(until !== undefined && { end_date: wireTime(until) }),
    };
    const { response, body } = await this.#get("/time_series", parameters, now);
    const credits = creditsOf(response.headers);
    const failure = failureOf(response.status, body, now);
    if (failure === "no-data") return { candles: [], refused: [], credits };
    if (failure !== undefined) throw failure;
    return { ...closedCandles(body, query), credits };
  }

  /** The newest price. It carries no time: only a feed whose candles are fresh makes it a fresh one. */
  async price(symbol: string, now: Date): Promise<PriceAnswer> {
    const { response, body } = await this.#get("/price", { symbol, dp: DECIMALS }, now);
    const failure = failureOf(response.status, body, now);
    if (failure === "no-data") throw new FeedError("unavailable", "There is no price of this symbol now.");
    if (failure !== undefined) throw failure;
    const price = Number(record(body).price);
    if (!Number.isFinite(price) || price <= 0) throw malformed("the price is none");
    return { price, credits: creditsOf(response.headers) };
  }

  /** What the provider itself counts. */
  async usage(now: Date): Promise<Usage> {
    const { response, body } = await this.#get("/api_usage", {}, now);
    const failure = failureOf(response.status, body, now);
    if (failure === "no-data") throw malformed("there is no usage");
    if (failure !== undefined) throw failure;
    const answer = record(body);
    const [used, perMinute] = [answer.current_usage, answer.plan_limit];
    if (typeof used !== "number" || typeof perMinute !== "number")
      throw malformed("the usage has no numbers");
    const { daily_usage: dayUsed, plan_daily_limit: perDay, plan_category: plan } = answer;
    return {
      used,
      perMinute,
      dayUsed: typeof dayUsed === "number" ? dayUsed : null,
      perDay: typeof perDay === "number" ? perDay : null,
      plan: typeof plan === "string" ? plan : null,
    };
  }

  async #get(path: string, parameters: Record<string, string>, now: Date) {
    const { baseUrl, apiKey, signal } = this.#options;
    const address = new URL(`${baseUrl.replace(/\/+$/, "")}${path}`);
    for (const [name, value] of Object.entries(parameters)) address.searchParams.set(name, value);
    try {
      const response = await this.#options.fetch(address, {
        headers: { authorization: `apikey ${apiKey}` },
        signal,
      });
      return { response, body: parse(await response.text()) };
    } catch (cause) {
      signal.throwIfAborted();
      throw new FeedError(
        "unavailable",
        `Twelve Data did not answer: ${reasonOf(cause)}.`,
        inSeconds(now, 30),
        cause,
      );
    }
  }
}

/** What an answer's status and body mean: nothing wrong, an empty series, or a FeedError. The body is asked first. */
export function failureOf(status: number, body: unknown, now: Date): FeedError | "no-data" | undefined {
  const { code, message, status: word } = record(body);
  const failed = word === "error" || status >= 400;
  if (!failed) return undefined;
  const number = typeof code === "number" ? code : status;
  const text = typeof message === "string" ? message : `HTTP ${status}`;
  if (number === 400 && /no data is available/i.test(text)) return "no-data";
  if (number === 429) {
    const day = /for the day/i.test(text);
    return new FeedError(day ? "day-credits" : "minute-credits", text, day ? nextDay(now) : nextMinute(now));
  }
  if (number === 401) return new FeedError("key-refused", text);
  if (number === 403 || /available (exclusively|starting) with/i.test(text))
    return new FeedError("plan", text);
  if (number === 404) return new FeedError("unknown-symbol", text);
  if (number >= 500) return new FeedError("unavailable", text, inSeconds(now, 30));
  return new FeedError("bad-request", text);
}

function closedCandles(
  body: unknown,
  { timeframe, now }: SeriesQuery,
): Pick<SeriesAnswer, "candles" | "refused"> {
  const { values } = record(body);
  if (!Array.isArray(values)) throw malformed("there are no values");
  const newest = now.getTime() - TIMEFRAME_MS[timeframe];
  const closed = values.map(candleOf).filter(({ time }) => time <= newest);
  const candles: Candle[] = [];
  const refused: RefusedCandle[] = [];
  for (const candle of closed.sort((a, b) => a.time - b.time)) {
    const fault = candleFault(candle);
    if (fault !== undefined) refused.push({ time: candle.time, fault });
    else if (candle.time !== candles.at(-1)?.time) candles.push(candle);
  }
  return { candles, refused };
}

/** A candle as it came, whatever its prices are. */
function candleOf(value: unknown): Candle {
  const { datetime, open, high, low, close } = record(value);
  const known = typeof datetime === "string" && /^\d{4}-\d\d-\d\d( \d\d:\d\d:\d\d)?$/.test(datetime);
  const time = known
    ? Date.parse(`${datetime.replace(" ", "T")}${datetime.length === 10 ? "T00:00:00" : ""}Z`)
    : Number.NaN;
  if (Number.isNaN(time)) throw malformed(`a datetime is ${JSON.stringify(datetime)}`);
  return { time, open: Number(open), high: Number(high), low: Number(low), close: Number(close) };
}

function creditsOf(headers: Headers): Credits | undefined {
  const [used, left] = [headers.get("api-credits-used"), headers.get("api-credits-left")];
  if (used === null || left === null) return undefined;
  const credits = { used: Number(used), left: Number(left) };
  return Number.isFinite(credits.used) && Number.isFinite(credits.left) ? credits : undefined;
}

/** An HTML page from a proxy is no answer of the service's: undefined, judged by its status. */
function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // The status says more than the page; a 200 without JSON fails where the values are read.
    return undefined;
  }
}

function malformed(problem: string): FeedError {
  return new FeedError("malformed", `Twelve Data's answer cannot be used: ${problem}.`);
}

function record(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null ? { ...value } : {};
}

function wireTime(time: number): string {
  return new Date(time).toISOString().slice(0, 19);
}

function reasonOf(cause: unknown): string {
  if (!(cause instanceof Error)) return String(cause);
  return cause.cause instanceof Error ? cause.cause.message : cause.message;
}

/** The window of credits is the minute; a second more because clocks differ. */
function nextMinute(now: Date): Date {
  return new Date((Math.floor(now.getTime() / 60_000) + 1) * 60_000 + 1_000);
}

function nextDay(now: Date): Date {
  return new Date((Math.floor(now.getTime() / 86_400_000) + 1) * 86_400_000 + 1_000);
}

function inSeconds(now: Date, seconds: number): Date {
  return new Date(now.getTime() + seconds * 1_000);
}
