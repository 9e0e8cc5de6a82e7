import type { Transaction } from "@promostack/core";
import { PROVIDER } from "../budget.ts";
import type { FeedProblem } from "../feedError.ts";
import type { StreamedPrice } from "./messages.ts";

/** How the one connection stands, for whoever shows it. */
export interface StreamState {
  state: "off" | "connecting" | "live" | "waiting";
  problem: FeedProblem | null;
  /** What went wrong last, in a sentence. */
  detail: string | null;
  symbols: string[];
  /** Symbols that the plan or the provider refused. */
  refused: string[];
  connectedAt: Date | null;
  heardAt: Date | null;
  retryAt: Date | null;
  reconnects: number;
}

const OFF: StreamState = {
  state: "off",
  problem: null,
  detail: null,
  symbols: [],
  refused: [],
  connectedAt: null,
  heardAt: null,
  retryAt: null,
  reconnects: 0,
};

/** The connection's state; off where whoever wrote it is gone. */
export async function readStream(trx: Transaction): Promise<StreamState> {
  const row = await trx.one<StreamState & { held: boolean }>(
    `select state, problem, detail, symbols, refused, connected_at as "connectedAt", heard_at as "heardAt",
       retry_at as "retryAt", reconnects, coalesce(lease_until > clock_timestamp(), false) as held
     from stream where provider = $1`,
    [PROVIDER],
  );
  if (row === undefined) return OFF;
  const { held, ...stream } = row;
  return held ? stream : { ...stream, state: "off" };
}

/** Takes or keeps the connection for `owner`, by the database's clock; false where another has it. */
export async function holdStream(trx: Transaction, owner: string, leaseMs: number): Promise<boolean> {
  const row = await trx.one(
    `insert into stream (provider, owner, lease_until) values ($1, $2, clock_timestamp() + $3 * interval '1 millisecond')
     on conflict (provider) do update set owner = excluded.owner, lease_until = excluded.lease_until
     where stream.owner = excluded.owner or stream.lease_until is null or stream.lease_until < clock_timestamp()
     returning owner`,
    [PROVIDER, owner, leaseMs],
  );
  return row !== undefined;
}

/** Hands it over: the next host need not wait for the lease to end. */
export async function releaseStream(trx: Transaction, owner: string): Promise<void> {
  await trx.run(
    "update stream set owner = null, lease_until = null, state = 'off', retry_at = null where provider = $1 and owner = $2",
    [PROVIDER, owner],
  );
}

/** Writes how it stands, while `owner` has it. */
export async function noteStream(
  trx: Transaction,
  owner: string,
  { state, problem, detail, symbols, refused, connectedAt, heardAt, retryAt, reconnects }: StreamState,
): Promise<void> {
  await trx.run(
    `update stream set state = $3, problem = $4, detail = $5, symbols = $6, refused = $7, connected_at = $8, heard_at = $9,
       retry_at = $10, reconnects = $11
     where provider = $1 and owner = $2`,
    [PROVIDER, owner, state, problem, detail, symbols, refused, connectedAt, heardAt, retryAt, reconnects],
  );
}

/** Writes the newest prices, one row a symbol, while `owner` has the connection: a host that lost it changes nothing. */
export async function storePrices(
  trx: Transaction,
  owner: string,
  prices: readonly StreamedPrice[],
  now: Date,
): Promise<number> {
  return trx.run(
    `insert into live_price (symbol, price, time, received_at)
     select symbol, price, to_timestamp(time / 1000.0), $5
     from unnest($3::text[], $4::numeric[], $6::float8[]) as p(symbol, price, time)
     where exists (select from stream where provider = $1 and owner = $2)
     on conflict (symbol) do update set price = excluded.price, time = excluded.time, received_at = excluded.received_at`,
    [
      PROVIDER,
      owner,
      prices.map(({ symbol }) => symbol),
      prices.map(({ price }) => price),
      now,
      prices.map(({ time }) => time),
    ],
  );
}

/** The newest streamed price of a symbol that is no older than `maxAgeMs` at `now`. */
export async function freshPrice(
  trx: Transaction,
  symbol: string,
  now: number,
  maxAgeMs: number,
): Promise<StreamedPrice | undefined> {
  const row = await trx.one<{ price: number; time: Date }>(
    "select price::float8 as price, time from live_price where symbol = $1 and time > $2 and time <= $3",
    [symbol, new Date(now - maxAgeMs), new Date(now + CLOCKS_MS)],
  );
  return row && { symbol, price: row.price, time: Math.min(row.time.getTime(), now) };
}

export interface LatestPrice {
  symbol: string;
  price: number;
  time: Date;
}

/** The last streamed price of every symbol, however old. */
export function latestPrices(trx: Transaction): Promise<LatestPrice[]> {
  return trx.many("select symbol, price::float8 as price, time from live_price order by symbol");
}

/** How far the provider's clock may be ahead of ours. */
const CLOCKS_MS = 5_000;
