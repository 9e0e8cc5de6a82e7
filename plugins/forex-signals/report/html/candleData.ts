import type { Candle } from "@promostack/core/strategy";
import type { Report } from "../api.ts";

/** Candles of a file: some 400 kB. */
const MOST = 20_000;
/** Candles kept before an entry and after an exit, where not all are. */
const AROUND = 48;

export interface CandleData {
  digits: number;
  /** Seconds of the first open, then minutes between opens. */
  start: number;
  /** For each candle: minutes since the one before, and open, high, low, close in ticks, the open from the close before and the rest from the open. */
  rows: number[];
  /** The first trade whose candles are there. */
  firstTrade: number;
  trades: [number, number, number, number, number, number[], [number, number, string][]][];
}

/**
 * The candles of a report in few bytes: all of them, or those around the newest trades where there are more than 20,000.
 * A trade is its number, open and close in seconds, entry, stop, targets, and fills as time, price and reason.
 */
export function candleData(report: Report, candles: readonly Candle[]): CandleData | null {
  const digits = report.instrument?.digits ?? 2;
  const scale = 10 ** digits;
  const { kept, firstTrade } = keptCandles(report, candles);
  const [first] = kept;
  if (first === undefined) return null;
  const rows: number[] = [];
  let before = first.time;
  let price = 0;
  const ticks = (value: number) => Math.round(value * scale);
  for (const { time, open, high, low, close } of kept) {
    const opened = ticks(open);
    rows.push(
      (time - before) / 60_000,
      opened - price,
      ticks(high) - opened,
      ticks(low) - opened,
      ticks(close) - opened,
    );
    before = time;
    price = ticks(close);
  }
  return {
    digits,
    start: first.time / 1000,
    rows,
    firstTrade,
    trades: report.trades
      .slice(firstTrade)
      .map((trade, index) => [
        firstTrade + index,
        seconds(trade.time),
        trade.closedAt === null ? 0 : seconds(trade.closedAt),
        trade.entry,
        trade.stop,
        trade.targets,
        trade.fills.map(({ time, price: at, reason }) => [seconds(time), at, reason]),
      ]),
  };
}

function keptCandles(
  { trades }: Report,
  candles: readonly Candle[],
): { kept: readonly Candle[]; firstTrade: number } {
  if (candles.length <= MOST) return { kept: candles, firstTrade: 0 };
  const keep = new Set<number>();
  let index = candles.length - 1;
  let firstTrade = trades.length;
  for (let number = trades.length - 1; number >= 0 && keep.size < MOST; number--) {
    const trade = trades[number];
    if (trade === undefined) break;
    const [opened, closed] = [Date.parse(trade.time), Date.parse(trade.closedAt ?? trade.time)];
    while (index > 0 && (candles[index]?.time ?? 0) > closed) index--;
    for (let near = Math.min(candles.length - 1, index + AROUND); near >= 0; near--) {
      keep.add(near);
      if ((candles[near + AROUND]?.time ?? Number.POSITIVE_INFINITY) < opened) break;
    }
    firstTrade = number;
  }
  return { kept: candles.filter((_, at) => keep.has(at)), firstTrade };
}

function seconds(time: string): number {
  return Date.parse(time) / 1000;
}
