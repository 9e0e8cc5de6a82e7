import { uuidv7 } from "uuidv7";
import type { Database, HeldLock } from "../db/database.ts";

/** Whether the lock of life still stands is asked once for a row of plugins that start one after the other. */
const ASK_MS = 500;

export interface Wreck {
  pluginId: string;
  version: string;
  phase: string;
}

/**
 * Written before a plugin is loaded and taken away when it stands. A marker whose process is gone (its session lock is
 * free) names the plugin that took that process down: a call of process.exit, memory that ran out, a kill.
 */
export class BootMarker {
  readonly #database: Database;
  readonly #instance = uuidv7();
  #life: HeldLock | undefined;
  #asked = Number.NEGATIVE_INFINITY;

  constructor(database: Database) {
    this.#database = database;
  }

  /** Takes this process's lock of life, and answers (and clears) what dead processes have left. */
  async open(): Promise<Wreck[]> {
    this.#life = await this.#database.lock(lockOf(this.#instance));
    const markers = await this.#database.query<{ instance: string }>(
      "select distinct instance from host.boot_marker",
    );
    const wrecks: Wreck[] = [];
    for (const { instance } of markers) {
      const lock = await this.#database.lock(lockOf(instance));
      if (lock === undefined) continue;
      try {
        wrecks.push(
          ...(await this.#database.query<Wreck>(
            `delete from host.boot_marker where instance = $1 returning plugin_id as "pluginId", version, phase`,
            [instance],
          )),
        );
      } finally {
        await lock.release();
      }
    }
    return wrecks;
  }

  async set(pluginId: string, version: string, phase: string): Promise<void> {
    // A database that was restarted has forgotten the lock, and a marker without it would look like a wreck.
    if (performance.now() - this.#asked > ASK_MS) {
      if (!(await this.#life?.alive())) this.#life = await this.#database.lock(lockOf(this.#instance));
      this.#asked = performance.now();
    }
    await this.#database.query(
      `insert into host.boot_marker (instance, plugin_id, version, phase) values ($1, $2, $3, $4)
       on conflict (instance, plugin_id) do update set version = $3, phase = $4, at = now()`,
      [this.#instance, pluginId, version, phase],
    );
  }

  async clear(pluginId: string): Promise<void> {
    await this.#database.query("delete from host.boot_marker where instance = $1 and plugin_id = $2", [
      this.#instance,
      pluginId,
    ]);
  }

  async close(): Promise<void> {
    await this.#database.query("delete from host.boot_marker where instance = $1", [this.#instance]);
    await this.#life?.release();
    this.#life = undefined;
  }
}

function lockOf(instance: string): string {
  return `instance:${instance}`;
}
