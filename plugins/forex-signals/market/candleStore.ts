import type { Transaction } from "@promostack/core";
import type { Candle, Timeframe } from "@promostack/core/strategy";

interface Row {
  time: Date;
  open: number;
  high: number;
  low: number;
  close: number;
}

const COLUMNS = `time, open::float8 as open, high::float8 as high, low::float8 as low, close::float8 as close`;

/** Candles whose open lies in [from, until), ascending. */
export async function candlesBetween(
  trx: Transaction,
  symbol: string,
  timeframe: Timeframe,
  from: Date,
  until: Date,
): Promise<Candle[]> {
  const rows = await trx.many<Row>(
    `select ${COLUMNS} from candle where symbol = $1 and timeframe = $2 and time >= $3 and time < $4 order by time`,
    [symbol, timeframe, from, until],
  );
  return rows.map(candleOf);
}

/** The newest `limit` candles, ascending. */
export async function newestCandles(
  trx: Transaction,
  symbol: string,
  timeframe: Timeframe,
  limit: number,
): Promise<Candle[]> {
  const rows = await trx.many<Row>(
    `select ${COLUMNS} from candle where symbol = $1 and timeframe = $2 order by time desc limit $3`,
    [symbol, timeframe, limit],
  );
  return rows.reverse().map(candleOf);
}

/** At most `limit` candles whose open lies in [from, to], ascending. */
export async function candlePage(
  trx: Transaction,
  symbol: string,
  timeframe: Timeframe,
  from: Date,
  to: Date | undefined,
  limit: number,
): Promise<Candle[]> {
  const rows = await trx.many<Row>(
    `select ${COLUMNS} from candle where symbol = $1 and timeframe = $2 and time >= $3
       and ($4::timestamptz is null or time <= $4) order by time limit $5`,
    [symbol, timeframe, from, to ?? null, limit],
  );
  return rows.map(candleOf);
}

/** What is stored of every series. */
export interface StoredSeries {
  symbol: string;
  timeframe: Timeframe;
  candles: number;
  from: Date;
  to: Date;
}

export function storedSeries(trx: Transaction): Promise<StoredSeries[]> {
  return trx.many<StoredSeries>(
    `select symbol, timeframe, count(*) as candles, min(time) as "from", max(time) as "to" from candle
     group by symbol, timeframe order by symbol, max(time) - min(time)`,
  );
}

function candleOf({ time, ...prices }: Row): Candle {
  return { time: time.getTime(), ...prices };
}
