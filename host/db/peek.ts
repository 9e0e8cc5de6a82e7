import type { Log } from "@promostack/core";
import type { Config } from "../config/config.ts";
import { connectDirect } from "./direct.ts";
import { EmbeddedCluster } from "./embedded.ts";
import { DATABASE } from "./embeddedServer.ts";
import { codeOf, explain } from "./failure.ts";

/** What a look at an installation's database finds: rows, one that does not run now, or that there is no installation. */
export type Peek<Row> = { rows: Row[] } | "asleep" | "nowhere";

/**
 * Asks an installation's database one question and leaves everything as it is: nothing is started, migrated or made, so that a list of
 * commands may ask. Raises `database.unavailable` where DATABASE_URL does not answer.
 */
export async function peek<Row extends object>(
  config: Pick<Config, "databaseUrl" | "databaseDirectUrl" | "dataDir">,
  log: Log,
  question: string,
): Promise<Peek<Row>> {
  const own = config.databaseDirectUrl ?? config.databaseUrl;
  const address = own ?? (await new EmbeddedCluster({ dataDir: config.dataDir, log }).runningUrl(DATABASE));
  if (address === null) return "nowhere";
  if (address === undefined) return "asleep";
  const client = await connectDirect(address, "peek", 5_000);
  try {
    return { rows: (await client.query<Row>(question)).rows };
  } catch (error) {
    // No table, no database: nobody has started the platform on it yet.
    if (codeOf(error) === "42P01" || codeOf(error) === "3F000") return "nowhere";
    throw explain(error);
  } finally {
    await client.end();
  }
}
