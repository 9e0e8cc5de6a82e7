import { type Log, PlatformError, type Transaction } from "@promostack/core";
import { schemaOf } from "../db/pluginMigrations.ts";
import { PLATFORM_TENANT } from "../identity/audit.ts";
import { INSTALL_LOCK } from "../install/installer.ts";
import type { RolloutNote } from "../plugin/rollout.ts";
import type { Runtime } from "../plugin/runtime.ts";
import { type ExportParts, exportPlugin, tenantsOf } from "./pluginExport.ts";
import { deletePluginFiles } from "./pluginFiles.ts";
import { type Deletion, StagedDeletion } from "./stagedDeletion.ts";

/** What is not in the plugin's own schema. */
const ROWS = [
  ["plugin_migration", "plugin_id"],
  ["tenant_plugin", "plugin_id"],
  ["secret", "plugin"],
  ["event_delivery", "subscriber"],
  ["event_lane", "subscriber"],
  ["job", "plugin"],
  ["job_window", "plugin"],
  ["job_run", "plugin"],
  ["outbox", "plugin"],
  ["plugin_quarantine", "plugin_id"],
  ["plugin_trip", "plugin_id"],
  ["release_failure", "plugin_id"],
  ["plugin_usage", "plugin"],
  ["plugin_hour", "plugin_id"],
  ["plugin_error", "plugin_id"],
] as const;

export interface PurgeParts extends ExportParts {
  runtime: ExportParts["runtime"] & Pick<Runtime, "rollout">;
  log: Log;
}

/** Deletes all that a plugin holds, in stages. */
export class Purges {
  readonly #parts: PurgeParts;
  readonly #stages: StagedDeletion;

  constructor(parts: PurgeParts) {
    this.#parts = parts;
    this.#stages = new StagedDeletion({
      database: parts.database,
      log: parts.log,
      table: "plugin_purge",
      column: "plugin_id",
      exportAll: (pluginId) => exportPlugin(parts, pluginId),
      deleteAll: (pluginId) => this.#delete(pluginId),
      forgetExport: (key) => parts.storage.of(PLATFORM_TENANT).delete(key),
    });
  }

  find(pluginId: string): Promise<Deletion | undefined> {
    return this.#stages.find(pluginId);
  }

  /** Raises `plugin.unknown` where the installation never had the plugin, `purge.underway` where one has begun. */
  async request(pluginId: string, by: string | undefined, note: RolloutNote): Promise<void> {
    this.#parts.runtime.rollout.refuseNeeded(pluginId);
    await this.#parts.database.system(async (trx) => {
      if (!(await trx.one("select 1 as known from host.registration where plugin_id = $1", [pluginId])))
        throw new PlatformError(`There is no plugin ${pluginId}.`, { code: "plugin.unknown", status: 404 });
      if (!(await this.#stages.request(trx, pluginId, by))) throw underway(pluginId);
      await note(trx);
    });
  }

  /** Raises `purge.none` where nothing can be called off (any more). The export stays in the storage. */
  async callOff(pluginId: string, note: RolloutNote): Promise<void> {
    await this.#parts.database.system(async (trx) => {
      if (!(await this.#stages.callOff(trx, pluginId))) throw nothingToCallOff(pluginId);
      await note(trx);
    });
  }

  /** Deletes without waiting for the day's end; what came since the export is exported before. Raises `purge.none` where none waits. */
  async hasten(pluginId: string, note: RolloutNote): Promise<void> {
    await this.#parts.database.system(async (trx) => {
      if (!(await this.#stages.hasten(trx, pluginId))) throw nothingWaits(pluginId);
      await note(trx);
    });
  }

  /** Takes each purge as far as it may go now; one replica works on one at a time. */
  step(): Promise<void> {
    return this.#stages.step();
  }

  /** Not while something is being installed: it could be this plugin, which would lose its tables under its feet. */
  async #delete(pluginId: string): Promise<boolean> {
    const lock = await this.#parts.database.lock(INSTALL_LOCK);
    if (lock === undefined) return false;
    try {
      await this.#deleteAll(pluginId);
      return true;
    } finally {
      await lock.release();
    }
  }

  async #deleteAll(pluginId: string): Promise<void> {
    const { database, runtime } = this.#parts;
    const status = runtime.plugin(pluginId);
    if (status?.state === "active") {
      // Before the plugin deletes the rows that name them.
      await deletePluginFiles(this.#parts, pluginId);
      for (const tenant of await tenantsOf(database, pluginId))
        await runtime.tenantData.purge(pluginId, tenant);
    }
    if (status !== undefined) await runtime.rollout.uninstall(pluginId);
    await deletePluginFiles(this.#parts, pluginId);
    await database.owner((trx) => deleteRows(trx, pluginId));
  }
}

async function deleteRows(trx: Transaction, pluginId: string): Promise<void> {
  await trx.run(`drop schema if exists ${schemaOf(pluginId)} cascade`);
  for (const [table, column] of ROWS)
    await trx.run(`delete from host.${table} where ${column} = $1`, [pluginId]);
  await trx.run("select pg_notify('tenant_plugin', '')");
}

function underway(pluginId: string): PlatformError {
  return new PlatformError(`${pluginId} is being purged already.`, {
    code: "purge.underway",
    status: 409,
    plugin: pluginId,
    hint: "Call it off first, or wait for its end.",
  });
}

function nothingWaits(pluginId: string): PlatformError {
  return new PlatformError(`There is no purge of ${pluginId} that waits.`, {
    code: "purge.none",
    status: 409,
    plugin: pluginId,
    hint: "Ask for one first.",
  });
}

function nothingToCallOff(pluginId: string): PlatformError {
  return new PlatformError(`There is no purge of ${pluginId} that could be called off.`, {
    code: "purge.none",
    status: 409,
    plugin: pluginId,
    hint: "Once the deletion has begun it goes to its end; the export is in the storage.",
  });
}
