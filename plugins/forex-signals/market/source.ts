import { type Clock, type Dial, type Log, PlatformError, type Transact } from "@promostack/core";
import { FeedError } from "./feedError.ts";
import { TwelveData } from "./twelveData.ts";

const REAL = "https://api.twelvedata.com";
const REAL_STREAM = "wss://ws.twelvedata.com";

/** What the market hub needs of the platform; a PlatformContext has it all. */
export interface MarketSource {
  readonly clock: Clock;
  readonly log: Log;
  readonly signal: AbortSignal;
  readonly fetch: typeof fetch;
  readonly platformDb: Transact;
  config(name: string): string | undefined;
}

/** What the stream of prices needs besides. */
export interface StreamSource extends MarketSource {
  readonly dial: Dial;
}

/** The feed's client as the installation configures it. Raises a FeedError where there is no key. */
export function twelveDataOf(source: MarketSource): TwelveData {
  const apiKey = source.config("TWELVEDATA_API_KEY");
  if (!apiKey)
    throw new FeedError(
      "not-configured",
      "No market data key is set: give TWELVEDATA_API_KEY to the installation.",
    );
  return new TwelveData({ fetch: source.fetch, baseUrl: baseUrlOf(source), apiKey, signal: source.signal });
}

/**
 * Where prices are streamed, the key included; undefined where there is no key, and where candles come from elsewhere and nobody said where
 * their stream is: prices of two sources are never mixed.
 */
export function streamAddressOf(source: Pick<MarketSource, "config">): URL | undefined {
  const apiKey = source.config("TWELVEDATA_API_KEY");
  const base = source.config("TWELVEDATA_WS_URL") || (isSimulated(source) ? undefined : REAL_STREAM);
  if (!apiKey || base === undefined) return undefined;
  const address = new URL(`${base.replace(/\/+$/, "")}/v1/quotes/price`);
  address.searchParams.set("apikey", apiKey);
  return address;
}

/** True where prices come from a stand-in instead of the real feed: everything that shows them says so. */
export function isSimulated(source: Pick<MarketSource, "config">): boolean {
  return new URL(baseUrlOf(source)).host !== new URL(REAL).host;
}

/** A FeedError for a person who waits for an answer. */
export function feedUnavailable(error: FeedError): PlatformError {
  return new PlatformError(`No price at the moment: ${error.message}`, {
    code: `feed.${error.problem}`,
    status: 503,
    hint: "The feed page shows when prices were last read.",
    cause: error,
  });
}

function baseUrlOf(source: Pick<MarketSource, "config">): string {
  return source.config("TWELVEDATA_BASE_URL") || REAL;
}
