import { type Log, PlatformError, type SqlValue, type Transaction } from "@promostack/core";
import knex, { type Knex } from "knex";
import type { QueryResult } from "pg";
import { explain, isConnectionFailure, poolBusy } from "./failure.ts";
import { type Connection, inTransaction } from "./transaction.ts";
import { valueTypes } from "./values.ts";

export interface PoolStats {
  pool: string;
  /** Connections open now. */
  size: number;
  free: number;
  /** Callers waiting for one. */
  waiting: number;
}

/** A pooled pg client; knex drops it from the pool once `__knex__disposed` is set. */
type PooledConnection = Connection & { __knex__disposed?: unknown };

/** The part of knex's client that this room leans on: knex keeps the pool, pg carries the statements with its own `$1`. */
interface KnexClient {
  acquireConnection(): Promise<PooledConnection>;
  releaseConnection(connection: PooledConnection): Promise<void>;
  pool: { numUsed(): number; numFree(): number; numPendingAcquires(): number; max: number };
}

export interface PoolOptions {
  name: string;
  /** Asked again and again, since an embedded server may come back on another port; connections to an older address are dropped. */
  address: () => string;
  max: number;
  log: Log;
  /** How long a caller waits for a connection before `database.busy`. */
  acquireTimeoutMs?: number;
  /** When a server that says nothing any more is given up; past the role's own statement_timeout. */
  silenceMs?: number;
}

/** One pool of connections of one role. */
export class Pool {
  readonly #name: string;
  readonly #knex: Knex;
  readonly #client: KnexClient;

  constructor({ name, address, max, log, acquireTimeoutMs = 10_000, silenceMs }: PoolOptions) {
    this.#name = name;
    this.#knex = knex({
      client: "pg",
      // Known by what PostgreSQL 14 can do; saves the question on every new connection.
      version: "14",
      acquireConnectionTimeout: acquireTimeoutMs,
      pool: { min: 0, max, idleTimeoutMillis: 60_000 },
      // Each failure is thrown to its caller; knex's own lines would tell it twice.
      log: quiet(log),
      connection: () => {
        const current = address();
        return {
          connectionString: current,
          application_name: `promostack ${name}`,
          connectionTimeoutMillis: 5_000,
          query_timeout: silenceMs,
          keepAlive: true,
          types: valueTypes,
          expirationChecker: () => address() !== current,
        };
      },
    });
    this.#client = this.#knex.client;
  }

  /** `begin` opens the transaction and sets what is local to it. */
  async transaction<Result>(begin: string, work: (trx: Transaction) => Promise<Result>): Promise<Result> {
    let started = false;
    const once = (trx: Transaction) => {
      started = true;
      return work(trx);
    };
    for (let attempt = 1; ; attempt++) {
      const connection = await this.#acquire();
      try {
        return await inTransaction(connection, begin, once, (error) => {
          connection.__knex__disposed = error;
        });
      } catch (error) {
        // An idle connection may have died unnoticed: as long as no work was done, another one may serve.
        if (started || attempt === 3 || !isConnectionFailure(error)) throw error;
      } finally {
        await this.#client.releaseConnection(connection);
      }
    }
  }

  /** One statement in its own implicit transaction. Not repeated on failure: it may have been done. */
  async query<Row extends object>(text: string, values?: readonly SqlValue[]): Promise<Row[]> {
    const connection = await this.#acquire();
    try {
      const result: QueryResult<Row> = await connection.query(
        text,
        values === undefined ? undefined : [...values],
      );
      return result.rows;
    } catch (error) {
      if (isConnectionFailure(error)) connection.__knex__disposed = error;
      throw explain(error);
    } finally {
      await this.#client.releaseConnection(connection);
    }
  }

  stats(): PoolStats {
    const { pool } = this.#client;
    return {
      pool: this.#name,
      size: pool.numUsed() + pool.numFree(),
      free: pool.numFree(),
      waiting: pool.numPendingAcquires(),
    };
  }

  async close(): Promise<void> {
    await this.#knex.destroy();
  }

  async #acquire(): Promise<PooledConnection> {
    try {
      return await this.#client.acquireConnection();
    } catch (error) {
      if (error instanceof knex.KnexTimeoutError) {
        const { pool } = this.#client;
        throw poolBusy(this.#name, pool.max, pool.numPendingAcquires(), error);
      }
      if (error instanceof Error && error.message === "Unable to acquire a connection") {
        throw new PlatformError("The database was closed.", {
          code: "database.closed",
          status: 503,
          hint: "The host is shutting down; ask again when it is back.",
          cause: error,
        });
      }
      throw explain(error);
    }
  }
}

function quiet(log: Log): Knex.Logger {
  const debug = (message: unknown) => log.debug(String(message));
  return { debug, warn: debug, error: debug, deprecate: debug };
}
