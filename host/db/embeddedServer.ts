import { setTimeout as sleep } from "node:timers/promises";
import type { Log } from "@promostack/core";
import pg from "pg";
import { connectDirect } from "./direct.ts";
import { EmbeddedCluster } from "./embedded.ts";
import { codeOf, isConnectionFailure } from "./failure.ts";

/** Every host holds this advisory lock shared; who gets it alone is the last one out. Dies with a crashed host's connection. */
const PRESENCE = 7_076_116;
/** The platform's database in it. */
export const DATABASE = "promostack";

/** This process's share in the embedded server: keeps it running while it is wanted, stops it when nobody else does. */
export class EmbeddedServer {
  readonly #cluster: EmbeddedCluster;
  readonly #log: Log;
  #presence: pg.Client | undefined;
  #recovery: Promise<void> | undefined;
  #closed = false;

  private constructor(cluster: EmbeddedCluster, log: Log) {
    this.#cluster = cluster;
    this.#log = log;
  }

  /** Adopts the running server, or starts one, and makes the database. */
  static async open(options: {
    dataDir: string;
    log: Log;
    settings?: Readonly<Record<string, string>>;
  }): Promise<EmbeddedServer> {
    const server = new EmbeddedServer(new EmbeddedCluster(options), options.log);
    for (let attempt = 1; ; attempt++) {
      try {
        await server.#join();
        return server;
      } catch (error) {
        // The last host may just be stopping the server under us.
        if (attempt === 5 || !isConnectionFailure(error)) throw error;
        await sleep(50);
      }
    }
  }

  /** Address of the platform's database as its owner. Changes when the server had to come back on another port. */
  get url(): string {
    return this.#cluster.url(DATABASE);
  }

  /** Leaves; the last one stops the server. */
  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    await this.#recovery;
    const client = this.#presence;
    if (!client) return;
    try {
      const { rows } = await client.query<{ last: boolean }>(
        `select pg_advisory_unlock_shared(${PRESENCE}), pg_try_advisory_lock(${PRESENCE}) as last`,
      );
      if (rows[0]?.last) await this.#cluster.stop();
    } catch (error) {
      if (!isConnectionFailure(error)) throw error;
      this.#log.debug("The embedded database was gone before us", { reason: String(error) });
    } finally {
      await client.end().catch(() => undefined);
    }
  }

  async #join(): Promise<void> {
    await this.#cluster.ensureRunning();
    const client = await connectDirect(this.#cluster.url("postgres"), "presence");
    try {
      await client.query(`select pg_advisory_lock_shared(${PRESENCE})`);
      const { rows } = await client.query("select 1 from pg_database where datname = $1", [DATABASE]);
      if (rows.length === 0) await createDatabase(client);
    } catch (error) {
      await client.end().catch(() => undefined);
      throw error;
    }
    this.#presence = client;
    client.once("end", () => {
      if (!this.#closed) this.#recovery ??= this.#recover();
    });
  }

  async #recover(): Promise<void> {
    this.#log.warn("The embedded database went away; starting it again");
    for (let wait = 100; !this.#closed; wait = Math.min(wait * 2, 5_000)) {
      try {
        await this.#join();
        this.#log.info("The embedded database is back");
        break;
      } catch (error) {
        this.#log.error("The embedded database could not be started", { error });
        await sleep(wait);
      }
    }
    this.#recovery = undefined;
  }
}

async function createDatabase(client: pg.Client): Promise<void> {
  try {
    await client.query(`create database ${pg.escapeIdentifier(DATABASE)}`);
  } catch (error) {
    // Another host that starts at the same moment made it: duplicate_database, or its unique index.
    if (codeOf(error) !== "42P04" && codeOf(error) !== "23505") throw error;
  }
}
