import { createHash } from "node:crypto";
import type { SeriesRequest } from "@promostack/core";
import type { Candle } from "@promostack/core/strategy";
import { COLUMNS } from "./protocol.ts";
import type { HeldSeries } from "./runnerProcess.ts";

/** Names what a runner keeps between calls: one release with one set of parameters on one symbol. */
export function sessionName(
  key: string,
  parameters: Record<string, unknown>,
  request: SeriesRequest,
): string {
  const text = JSON.stringify([
    key,
    Object.entries(parameters).sort(([a], [b]) => (a < b ? -1 : 1)),
    request.symbol,
    request.hourly !== undefined,
  ]);
  return createHash("sha256").update(text).digest("base64url");
}

/** Names a set of parameters: the same values give the same name, in whatever order they were written. */
export function parametersName(parameters: Record<string, unknown>): string {
  const text = JSON.stringify(Object.entries(parameters).sort(([a], [b]) => (a < b ? -1 : 1)));
  return createHash("sha256").update(text).digest("base64url").slice(0, 16);
}

export function heldBy({ candles, hourly }: SeriesRequest): HeldSeries {
  return {
    held: candles.length,
    first: candles[0]?.time ?? 0,
    last: candles.at(-1)?.time ?? 0,
    lastHourly: hourly?.at(-1)?.time ?? 0,
  };
}

/** True when the series only grew: a gap that was filled later makes it another series, and the session begins anew. */
export function continues(candles: readonly Candle[], known: HeldSeries): boolean {
  return candles[0]?.time === known.first && candles[known.held - 1]?.time === known.last;
}

/** Candles as they travel to a runner. */
export function columnsOf(candles: readonly Candle[]): Float64Array {
  const columns = new Float64Array(candles.length * COLUMNS);
  let at = 0;
  for (const { time, open, high, low, close } of candles) {
    columns[at] = time;
    columns[at + 1] = open;
    columns[at + 2] = high;
    columns[at + 3] = low;
    columns[at + 4] = close;
    at += COLUMNS;
  }
  return columns;
}
