import pg from "pg";
import { explain } from "./failure.ts";
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
