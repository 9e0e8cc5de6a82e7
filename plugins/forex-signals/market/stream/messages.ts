import { FeedError } from "../feedError.ts";
import { failureOf } from "../twelveData.ts";

/** A price as the provider saw it. */
export interface StreamedPrice {
  symbol: string;
  price: number;
  /** Milliseconds since the epoch. */
  time: number;
}

/** What Twelve Data's WebSocket says. */
export type StreamEvent =
  | { kind: "price"; price: StreamedPrice }
  | { kind: "subscribed"; followed: string[]; refused: string[] }
  | { kind: "error"; error: FeedError }
  | { kind: "other" };

/** Reads one message. What names no event that is known says only that the other side lives; a price that is none is an error. */
export function streamEvent(text: string, now: Date): StreamEvent {
  const message = record(parse(text));
  if (message.event === "price") return priceOf(message);
  if (message.event === "subscribe-status")
    return { kind: "subscribed", followed: symbolsOf(message.success), refused: symbolsOf(message.fails) };
  if (message.event === "error" || message.status === "error") {
    const code = Number(message.code);
    const failure = failureOf(500, { ...message, code: Number.isInteger(code) ? code : 500 }, now);
    const error =
      failure instanceof FeedError ? failure : new FeedError("bad-request", String(message.message));
    return { kind: "error", error };
  }
  return { kind: "other" };
}

/** What we say. */
export const saying = {
  subscribe: (symbols: readonly string[]) => say("subscribe", symbols),
  unsubscribe: (symbols: readonly string[]) => say("unsubscribe", symbols),
  heartbeat: JSON.stringify({ action: "heartbeat" }),
};

function say(action: string, symbols: readonly string[]): string {
  return JSON.stringify({ action, params: { symbols: symbols.join(",") } });
}

function priceOf({ symbol, price, timestamp }: Record<string, unknown>): StreamEvent {
  const sound = [price, timestamp].every(
    (each) => typeof each === "number" && Number.isFinite(each) && each > 0,
  );
  if (!sound || typeof symbol !== "string")
    return { kind: "error", error: new FeedError("malformed", "A streamed price cannot be used.") };
  return { kind: "price", price: { symbol, price: Number(price), time: Number(timestamp) * 1_000 } };
}

function symbolsOf(list: unknown): string[] {
  if (!Array.isArray(list)) return [];
  return list.map((each) => record(each).symbol).filter((symbol) => typeof symbol === "string");
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Not the service's: it counts as a word without meaning.
    return undefined;
  }
}

function record(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null ? { ...value } : {};
}
