import type { Transact } from "@promostack/core";
import type { Timeframe } from "@promostack/core/strategy";
import { candlePage } from "../market/candleStore.ts";

const PAGE = 10_000;

export interface ExportRange {
  symbol: string;
  timeframe: Timeframe;
  from?: Date;
  /** The last open that is wanted. */
  to?: Date;
}

/** Stored candles as the CSV that `importCandles` takes, in pieces of some thousand lines. */
export async function* exportCandles(
  db: Transact,
  { symbol, timeframe, from = new Date(0), to }: ExportRange,
): AsyncIterable<string> {
  yield "time,open,high,low,close\n";
  for (let start = from; ; ) {
    const page = await db((trx) => candlePage(trx, symbol, timeframe, start, to, PAGE));
    if (page.length > 0)
      yield page
        .map(
          ({ time, open, high, low, close }) =>
            `${new Date(time).toISOString()},${open},${high},${low},${close}\n`,
        )
        .join("");
    const last = page.at(-1);
    if (last === undefined || page.length < PAGE) return;
    start = new Date(last.time + 1);
  }
}
