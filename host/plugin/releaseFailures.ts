import type { PlatformError } from "@promostack/core";
import type { Database } from "../db/database.ts";
import type { ReleaseRef } from "./registrationRow.ts";

export interface ReleaseFailure {
  version: string;
  code: string;
  phase: string | null;
  reason: string;
  at: Date;
}

/** What kept releases from taking their place, or took them back: the newest of each, for the admin's page. */
export class ReleaseFailures {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async record({ pluginId, version }: ReleaseRef, { code, phase, message }: PlatformError): Promise<void> {
    await this.#database.query(
      `insert into host.release_failure (plugin_id, version, code, phase, reason) values ($1, $2, $3, $4, $5)
       on conflict (plugin_id, version) do update set code = $3, phase = $4, reason = $5, at = now()`,
      [pluginId, version, code, phase ?? null, message],
    );
  }

  list(pluginId: string): Promise<ReleaseFailure[]> {
    return this.#database.query<ReleaseFailure>(
      "select version, code, phase, reason, at from host.release_failure where plugin_id = $1 order by at desc",
      [pluginId],
    );
  }
}
