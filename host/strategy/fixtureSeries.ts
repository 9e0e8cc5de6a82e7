import { type Candle, TIMEFRAME_MS, type Timeframe, toTimeframe } from "@promostack/core/strategy";

const HEADER = /^\uFEFF?time,open,high,low,close(,|$)/;

/**
 * A fixture's candles in the strategy's timeframe; undefined where the file holds something else: a fixture may be
 * whatever helps its author.
 */
export function fixtureSeries(text: string, timeframe: Timeframe): Candle[] | undefined {
  const [header = "", ...lines] = text.split(/\r?\n/);
  if (!HEADER.test(header)) return undefined;
  const candles = lines.filter((line) => line.trim() !== "").map(candleOf);
  const sound = candles.every(
    (candle, index) => isSound(candle) && candle.time > (candles[index - 1]?.time ?? 0),
  );
  const own = sound ? timeframeOf(candles) : undefined;
  if (own === undefined || TIMEFRAME_MS[own] > TIMEFRAME_MS[timeframe]) return undefined;
  return own === timeframe ? candles : [...toTimeframe(candles, own, timeframe)];
}

function candleOf(line: string): Candle {
  const [time = "", ...prices] = line.split(",");
  const [open = Number.NaN, high = Number.NaN, low = Number.NaN, close = Number.NaN] = prices.map(Number);
  return { time: Date.parse(/Z$/.test(time) ? time : `${time.replace(" ", "T")}Z`), open, high, low, close };
}

function isSound({ time, open, high, low, close }: Candle): boolean {
  return time > 0 && low > 0 && low <= Math.min(open, close) && high >= Math.max(open, close);
}

function timeframeOf(candles: readonly Candle[]): Timeframe | undefined {
  let shortest = Number.POSITIVE_INFINITY;
  for (let index = 1; index < candles.length; index++)
    shortest = Math.min(shortest, (candles[index]?.time ?? 0) - (candles[index - 1]?.time ?? 0));
  const known: Timeframe[] = ["1min", "5min", "15min", "30min", "1h", "4h", "1day"];
  return known.find((each) => TIMEFRAME_MS[each] === shortest);
}
