import type { Transaction } from "@promostack/core";
import pg from "pg";
import { explain } from "./failure.ts";
import { inTransaction } from "./transaction.ts";
import { valueTypes } from "./values.ts";

/** One connection of its own, past every pooler: for migrations, LISTEN and session locks. The caller ends it. */
export async function connectDirect(
  address: string,
  purpose: string,
  queryTimeoutMs?: number,
): Promise<pg.Client> {
  const client = new pg.Client({
    connectionString: address,
    application_name: `promostack ${purpose}`,
    connectionTimeoutMillis: 5_000,
    keepAlive: true,
    query_timeout: queryTimeoutMs,
    types: valueTypes,
  });
  // A lost connection shows in the next statement; without a listener Node would end the process.
  client.on("error", () => undefined);
  try {
    await client.connect();
    return client;
  } catch (error) {
    await client.end().catch(() => undefined);
    throw explain(error);
  }
}

/** A transaction on a connection of its own, as whoever the address names. */
export async function directTransaction<Result>(
  address: string,
  work: (trx: Transaction) => Promise<Result>,
): Promise<Result> {
  const client = await connectDirect(address, "owner");
  try {
    return await inTransaction(client, "begin", work, () => undefined);
  } finally {
    await client.end().catch(() => undefined);
  }
}
