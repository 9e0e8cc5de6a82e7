import type { Clock, Log } from "@promostack/core";
import type { Database } from "../db/database.ts";

/** What one call adds to a tenant's use of a plugin. */
export interface Used {
  calls?: number;
  errors?: number;
  milliseconds?: number;
  storedBytes?: number;
}

interface Row extends Required<Used> {
  tenantId: string;
  plugin: string;
  day: string;
}

const EVERY_MS = 2_000;

// A tenant may have been erased since it was counted.
const ADD = `
  insert into host.plugin_usage as known (tenant_id, plugin, day, calls, errors, milliseconds, stored_bytes)
  select "tenantId", plugin, day, calls, errors, milliseconds, "storedBytes"
  from json_to_recordset($1::json) as new ("tenantId" uuid, plugin text, day date, calls bigint, errors bigint,
    milliseconds float8, "storedBytes" bigint)
  where exists (select from host.tenant where id = "tenantId")
  order by 1, 2, 3
  on conflict (tenant_id, plugin, day) do update set calls = known.calls + excluded.calls,
    errors = known.errors + excluded.errors, milliseconds = known.milliseconds + excluded.milliseconds,
    stored_bytes = known.stored_bytes + excluded.stored_bytes`;

/**
 * Counts what plugins do for tenants: in memory, and every few seconds into the database in one statement, so that a call
 * costs nothing. A process that is killed loses what it counted since: these figures inform, nobody is billed by them.
 */
export class UsageMeter {
  readonly #database: Database;
  readonly #clock: Clock;
  readonly #log: Log;
  #rows = new Map<string, Row>();
  #timer: NodeJS.Timeout | undefined;

  constructor({ database, clock, log }: { database: Database; clock: Clock; log: Log }) {
    this.#database = database;
    this.#clock = clock;
    this.#log = log;
  }

  start(): void {
    const write = () =>
      this.flush().catch((error: unknown) => this.#log.warn("Usage is written later", { error }));
    this.#timer = setInterval(write, EVERY_MS).unref();
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await this.flush();
  }

  add(tenantId: string, plugin: string, used: Used): void {
    const day = this.#clock.now().toISOString().slice(0, 10);
    this.#sum({ tenantId, plugin, day, calls: 0, errors: 0, milliseconds: 0, storedBytes: 0, ...used });
  }

  /** Writes what was counted; keeps it where that fails. */
  async flush(): Promise<void> {
    const rows = [...this.#rows.values()];
    if (rows.length === 0) return;
    this.#rows = new Map();
    try {
      await this.#database.system((trx) => trx.run(ADD, [JSON.stringify(rows)]));
    } catch (error) {
      for (const row of rows) this.#sum(row);
      throw error;
    }
  }

  #sum(more: Row): void {
    const key = `${more.tenantId} ${more.plugin} ${more.day}`;
    const known = this.#rows.get(key);
    if (known === undefined) {
      this.#rows.set(key, more);
      return;
    }
    known.calls += more.calls;
    known.errors += more.errors;
    known.milliseconds += more.milliseconds;
    known.storedBytes += more.storedBytes;
  }
}
