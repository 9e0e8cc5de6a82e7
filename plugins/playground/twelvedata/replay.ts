import { PlatformError, type Transaction } from "@promostack/core";
import { noData } from "./apiError.ts";
import { closeOf, type Interval, MINUTE_MS, minutesOf, openOf } from "./intervals.ts";
import type { Feed } from "./market.ts";
import type { Candle } from "./simulation.ts";

/** Candles of a file, stored. Larger timeframes are put together from them; finer ones do not exist. */
export class ReplayFeed implements Feed {
  readonly finest: number;
  readonly #trx: Transaction;
  readonly #id: number;

  private constructor(trx: Transaction, id: number, minutes: number) {
    this.#trx = trx;
    this.#id = id;
    this.finest = minutes;
  }

  static async open(trx: Transaction, id: number): Promise<ReplayFeed> {
    const row = await trx.one<{ minutes: number }>("select minutes from replay where id = $1", [id]);
    if (!row) throw noData();
    return new ReplayFeed(trx, id, row.minutes);
  }

  async candles({ interval, from, to, count, now }: Parameters<Feed["candles"]>[0]): Promise<Candle[]> {
    const last = closeOf(interval, openOf(interval, Math.min(to, now))) - 1;
    const perCandle = Math.max(1, Math.ceil(minutesOf(interval) / this.finest));
    const rows = await this.#trx.many<Row>(
      `select time, open::float8, high::float8, low::float8, close::float8 from replay_candle
       where replay_id = $1 and time >= $2 and time <= $3 order by time desc limit $4`,
      [
        this.#id,
        new Date(openOf(interval, Math.max(from, 0))),
        new Date(Math.min(last, now)),
        (count + 1) * perCandle,
      ],
    );
    const visible = rows.reverse().map((row) => this.#known(row, now));
    return aggregate(visible, interval)
      .filter(({ time }) => time >= from && time <= to)
      .slice(-count);
  }

  async earliest(): Promise<number> {
    const row = await this.#trx.one<{ time: Date | null }>(
      "select min(time) as time from replay_candle where replay_id = $1",
      [this.#id],
    );
    if (!row?.time) throw noData();
    return row.time.getTime();
  }

  /** A candle that is not over shows its open and nothing more: the rest is the future. */
  #known({ time, open, high, low, close }: Row, now: number): Candle {
    const at = time.getTime();
    return at + this.finest * MINUTE_MS > now
      ? { time: at, open, high: open, low: open, close: open }
      : { time: at, open, high, low, close };
  }
}

interface Row {
  time: Date;
  open: number;
  high: number;
  low: number;
  close: number;
}

function aggregate(candles: readonly Candle[], interval: Interval): Candle[] {
  const whole: Candle[] = [];
  for (const candle of candles) {
    const time = openOf(interval, candle.time);
    const last = whole.at(-1);
    if (last?.time !== time) {
      whole.push({ ...candle, time });
    } else {
      last.high = Math.max(last.high, candle.high);
      last.low = Math.min(last.low, candle.low);
      last.close = candle.close;
    }
  }
  return whole;
}

export interface Replay {
  id: number;
  symbol: string;
  name: string;
  minutes: number;
  candles: number;
  from: Date;
  to: Date;
}

const BATCH = 5000;

/**
 * Stores the candles of a CSV (`time,open,high,low,close[,volume]`, times in UTC, ascending or not). Its timeframe is the
 * smallest distance between neighbours. Raises `replay.invalid` with the line.
 */
export async function storeReplay(
  trx: Transaction,
  { symbol, name, csv }: { symbol: string; name: string; csv: string },
): Promise<Replay> {
  const rows = parseCandles(csv);
  const minutes = timeframe(rows);
  const made = await trx.one<{ id: number }>(
    "insert into replay (symbol, name, minutes) values ($1, $2, $3) returning id",
    [symbol, name, minutes],
  );
  const id = made?.id ?? 0;
  for (let from = 0; from < rows.length; from += BATCH) {
    const batch = rows.slice(from, from + BATCH);
    await trx.run(
      `insert into replay_candle (replay_id, time, open, high, low, close)
       select $1, * from unnest($2::timestamptz[], $3::numeric[], $4::numeric[], $5::numeric[], $6::numeric[])
       on conflict do nothing`,
      [
        id,
        batch.map(({ time }) => new Date(time).toISOString()),
        ...(["open", "high", "low", "close"] as const).map((field) => batch.map((row) => row[field])),
      ],
    );
  }
  const [stored] = await replays(trx, id);
  if (!stored) throw new Error("A replay was not stored.");
  return stored;
}

export function replays(trx: Transaction, id?: number): Promise<Replay[]> {
  return trx.many<Replay>(
    `select r.id, r.symbol, r.name, r.minutes, count(c.time)::int as candles, min(c.time) as "from", max(c.time) as "to"
     from replay r join replay_candle c on c.replay_id = r.id where $1::bigint is null or r.id = $1 group by r.id order by r.id desc`,
    [id ?? null],
  );
}

function parseCandles(csv: string): Candle[] {
  const lines = csv.split(/\r?\n/);
  const candles: Candle[] = [];
  for (const [index, line] of lines.entries()) {
    if (
      line.trim() === "" ||
      (index === 0 && /[a-z]/i.test(line.split(/[,;]/)[0] ?? "") && !/^\d/.test(line))
    )
      continue;
    const [time = "", ...prices] = line.split(/[,;]/);
    const at = Date.parse(/[zZ]|[+-]\d\d:?\d\d$/.test(time) ? time : `${time.trim().replace(" ", "T")}Z`);
    const [open = Number.NaN, high = Number.NaN, low = Number.NaN, close = Number.NaN] = prices
      .slice(0, 4)
      .map(Number);
    const sound = [at, open, high, low, close].every(Number.isFinite) && low > 0;
    if (!sound || high < Math.max(open, close) || low > Math.min(open, close)) {
      throw new PlatformError(`Line ${index + 1} is no candle: ${line.slice(0, 80)}`, {
        code: "replay.invalid",
        status: 422,
        hint: "Write time,open,high,low,close with times in UTC, one candle a line.",
      });
    }
    candles.push({ time: at, open, high, low, close });
  }
  return candles.sort((one, other) => one.time - other.time);
}

function timeframe(candles: readonly Candle[]): number {
  let smallest = Number.POSITIVE_INFINITY;
  for (const [index, { time }] of candles.entries()) {
    const before = candles[index - 1];
    if (before && time > before.time) smallest = Math.min(smallest, time - before.time);
  }
  if (Number.isFinite(smallest)) return Math.max(1, Math.round(smallest / MINUTE_MS));
  throw new PlatformError("A replay needs at least two candles.", {
    code: "replay.invalid",
    status: 422,
    hint: "Upload a CSV with a header and a line for each candle.",
  });
}
