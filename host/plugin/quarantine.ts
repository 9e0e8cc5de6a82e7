import { uuidv7 } from "uuidv7";
import type { Database } from "../db/database.ts";
import { PLUGIN_CHANNEL } from "./registration.ts";

export interface Quarantine {
  pluginId: string;
  version: string;
  cause: "operator" | "crash" | "breaker";
  reason: string;
  strikes: number;
  until: Date | null;
  /** By the database's clock, so that all replicas agree. */
  inForce: boolean;
  /** Until it ends by itself; null where it does not. */
  secondsLeft: number | null;
}

const COLUMNS = `plugin_id as "pluginId", version, cause, reason, strikes, until,
  (until is null or until > now()) as "inForce", extract(epoch from until - now())::float8 as "secondsLeft"`;

/** What a person ordered ends when they said, or when they say so: never because the release failed meanwhile. */
const NOT_AN_OPERATORS = "(plugin_quarantine.cause <> 'operator' or plugin_quarantine.until <= now())";

/**
 * A crash while a plugin started may have been a kill from outside: it gets two more chances, each after the host is up
 * without it. Seconds until the next one; after the last it stays out until somebody releases it.
 */
export const CHANCES = [5, 60];

/** Plugins that must not run, and why. Runs on the machine's clock. */
export class Quarantines {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /** Those in force, and those whose time is up but which have not proven themselves yet. */
  list(): Promise<Quarantine[]> {
    return this.#database.query<Quarantine>(`select ${COLUMNS} from host.plugin_quarantine`);
  }

  async put(
    pluginId: string,
    version: string,
    cause: "operator" | "breaker",
    reason: string,
    until?: Date,
  ): Promise<void> {
    await this.#database.system(async (trx) => {
      await trx.run(
        `insert into host.plugin_quarantine (plugin_id, version, cause, reason, until) values ($1, $2, $3, $4, $5)
         on conflict (plugin_id) do update set version = $2, cause = $3, reason = $4, until = $5, at = now()
         where excluded.cause = 'operator' or ${NOT_AN_OPERATORS}`,
        [pluginId, version, cause, reason, until ?? null],
      );
      await trx.run("select pg_notify($1, $2)", [PLUGIN_CHANNEL, pluginId]);
    });
  }

  /**
   * It took a process down while starting: out for a moment, and after the third time until somebody releases it. Answers which
   * time it was.
   */
  async strike(pluginId: string, version: string, reason: string): Promise<number> {
    return this.#database.system(async (trx) => {
      const known = await trx.one<{ strikes: number }>(
        "select strikes from host.plugin_quarantine where plugin_id = $1 and version = $2 for update",
        [pluginId, version],
      );
      const strikes = (known?.strikes ?? 0) + 1;
      const seconds = CHANCES[strikes - 1] ?? null;
      await trx.run(
        `insert into host.plugin_quarantine (plugin_id, version, cause, reason, strikes, until)
         values ($1, $2, 'crash', $3, $4, now() + make_interval(secs => $5))
         on conflict (plugin_id) do update set
           version = $2, cause = 'crash', reason = $3, strikes = $4, until = excluded.until, at = now()
         where ${NOT_AN_OPERATORS}`,
        [pluginId, version, reason, strikes, seconds],
      );
      await trx.run("select pg_notify($1, $2)", [PLUGIN_CHANNEL, pluginId]);
      return strikes;
    });
  }

  /** True where there was one. */
  async lift(pluginId: string): Promise<boolean> {
    return this.#database.system(async (trx) => {
      const rows = await trx.run("delete from host.plugin_quarantine where plugin_id = $1", [pluginId]);
      if (rows > 0) await trx.run("select pg_notify($1, $2)", [PLUGIN_CHANNEL, pluginId]);
      return rows > 0;
    });
  }

  /** The plugin runs again after one whose time was up. One that came while it started stays. */
  async liftLapsed(pluginId: string): Promise<void> {
    await this.#database.system(async (trx) => {
      const rows = await trx.run(
        "delete from host.plugin_quarantine where plugin_id = $1 and until <= now()",
        [pluginId],
      );
      if (rows > 0) await trx.run("select pg_notify($1, $2)", [PLUGIN_CHANNEL, pluginId]);
    });
  }

  /** Remembers that a release's breaker opened; answers how often within a day. */
  async trip(pluginId: string, version: string, reason: string): Promise<number> {
    const rows = await this.#database.query<{ count: number }>(
      `with trip as (
         insert into host.plugin_trip (id, plugin_id, version, reason) values ($1, $2, $3, $4) returning 1)
       select (select count(*) from host.plugin_trip
               where plugin_id = $2 and version = $3 and at > now() - interval '1 day')::int
              + (select count(*) from trip)::int as count`,
      [uuidv7(), pluginId, version, reason],
    );
    return rows[0]?.count ?? 0;
  }
}
