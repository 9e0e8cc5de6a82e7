import { PlatformError, type SqlValue, type Transaction } from "@promostack/core";
import type { QueryResult } from "pg";
import { explain, isConnectionFailure } from "./failure.ts";

/** What a transaction needs of a pg client. */
export interface Connection {
  query(text: string, values?: unknown[]): Promise<QueryResult>;
}

/** Core's Transaction on one pg connection. Unnamed statements only, so that a pooler in transaction mode is fine beneath. */
class OpenTransaction implements Transaction {
  readonly #connection: Connection;
  #over = false;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  async many<Row extends object>(text: string, values?: readonly SqlValue[]): Promise<Row[]> {
    return (await this.#query(text, values)).rows;
  }

  async one<Row extends object>(text: string, values?: readonly SqlValue[]): Promise<Row | undefined> {
    const rows = await this.many<Row>(text, values);
    if (rows.length > 1) {
      throw new PlatformError(`A query that must find one row found ${rows.length}.`, {
        code: "database.too_many_rows",
        hint: "Make the condition unique, or use many().",
        details: { text },
      });
    }
    return rows[0];
  }

  async run(text: string, values?: readonly SqlValue[]): Promise<number> {
    return (await this.#query(text, values)).rowCount ?? 0;
  }

  /** From here on every use is an error: the connection belongs to somebody else. */
  end(): void {
    this.#over = true;
  }

  async #query(text: string, values?: readonly SqlValue[]): Promise<QueryResult> {
    if (this.#over) {
      throw new PlatformError("The transaction is over.", {
        code: "database.transaction_over",
        hint: "Await every query inside the transaction's function.",
        details: { text },
      });
    }
    try {
      return await this.#connection.query(text, values === undefined ? undefined : [...values]);
    } catch (error) {
      throw explain(error);
    }
  }
}

/**
 * Runs `work` between `begin` and a commit; rolls back when it throws. A commit that PostgreSQL turned into a rollback (because an
 * error inside was swallowed) is an error here.
 * @param begin text that opens the transaction and sets what is local to it, sent in one round trip.
 * @param broken told when the connection must not be used again.
 */
export async function inTransaction<Result>(
  connection: Connection,
  begin: string,
  work: (trx: Transaction) => Promise<Result>,
  broken: (error: unknown) => void,
): Promise<Result> {
  const trx = new OpenTransaction(connection);
  try {
    await connection.query(begin);
  } catch (error) {
    broken(error);
    throw explain(error);
  }
  let result: Result;
  try {
    result = await work(trx);
  } catch (error) {
    trx.end();
    await abandon(connection, error, broken);
    throw error;
  }
  trx.end();
  try {
    const { command } = await connection.query("commit");
    if (command === "COMMIT") return result;
  } catch (error) {
    // A deferred constraint fails here with the connection whole; anything else leaves it in doubt.
    await abandon(connection, error, broken);
    throw explain(error);
  }
  throw new PlatformError(
    "The transaction was rolled back: a statement inside it failed and went unnoticed.",
    {
      code: "database.rolled_back",
      hint: "Let errors of queries leave the transaction's function.",
    },
  );
}

async function abandon(
  connection: Connection,
  error: unknown,
  broken: (error: unknown) => void,
): Promise<void> {
  // A connection that failed is not asked again: a server that is silent would make its caller wait twice.
  if (isConnectionFailure(error)) broken(error);
  else await connection.query("rollback").catch(broken);
}
