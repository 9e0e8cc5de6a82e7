import { type Log, PlatformError, type Transaction } from "@promostack/core";
import { schemaOf } from "../db/pluginMigrations.ts";
import type { RolloutNote } from "../plugin/rollout.ts";
import type { Runtime } from "../plugin/runtime.ts";
import { type ExportParts, exportPlugin, tenantsOf } from "./pluginExport.ts";

/** How long what a purge will delete can still be kept. */
export const WAIT_HOURS = 24;

/** One at a time of a plugin: a purge, as it stands. */
export interface Purge {
  pluginId: string;
  /** exporting → waiting (until `dueAt`) → deleting → done; failed: nothing was deleted. */
  state: "exporting" | "waiting" | "deleting" | "done" | "failed";
  requestedBy: string | null;
  requestedAt: Date;
  dueAt: Date;
  exportKey: string | null;
  exportBytes: number | null;
  failure: string | null;
  due: boolean;
}

const COLUMNS = `plugin_id as "pluginId", state, requested_by as "requestedBy", requested_at as "requestedAt", due_at as "dueAt",
  export_key as "exportKey", export_bytes::float8 as "exportBytes", failure, due_at <= now() as due`;

/** What is not in the plugin's own schema. Files are its own `purge` hook's to delete, since only it knows them. */
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
] as const;

export interface PurgeParts extends ExportParts {
  runtime: ExportParts["runtime"] & Pick<Runtime, "rollout">;
  log: Log;
}

/**
 * Deletes all that a plugin holds, in three steps that a crash may stand between: an export into the installation's storage, a
 * wait in which an admin can call it off, and then, after a second export of what came meanwhile, the deletion.
 */
export class Purges {
  readonly #parts: PurgeParts;

  constructor(parts: PurgeParts) {
    this.#parts = parts;
  }

  async find(pluginId: string): Promise<Purge | undefined> {
    const { database } = this.#parts;
    const rows = await database.query<Purge>(
      `select ${COLUMNS} from host.plugin_purge where plugin_id = $1`,
      [pluginId],
    );
    return rows[0];
  }

  /** Raises `plugin.unknown` where the installation never had the plugin, `purge.underway` where one has begun. */
  async request(pluginId: string, by: string | undefined, note: RolloutNote): Promise<void> {
    this.#parts.runtime.rollout.refuseNeeded(pluginId);
    await this.#parts.database.system(async (trx) => {
      if (!(await trx.one("select 1 as known from host.registration where plugin_id = $1", [pluginId])))
        throw new PlatformError(`There is no plugin ${pluginId}.`, { code: "plugin.unknown", status: 404 });
      const rows = await trx.run(
        `insert into host.plugin_purge as known (plugin_id, state, requested_by, due_at)
         values ($1, 'exporting', $2, now() + interval '${WAIT_HOURS} hours')
         on conflict (plugin_id) do update set state = 'exporting', requested_by = excluded.requested_by, requested_at = now(),
           due_at = excluded.due_at, export_key = null, export_bytes = null, failure = null, updated_at = now()
         where known.state in ('done', 'failed')`,
        [pluginId, by ?? null],
      );
      if (rows === 0) throw underway(pluginId);
      await note(trx);
    });
  }

  /** Raises `purge.none` where nothing can be called off (any more). The export stays in the storage. */
  async callOff(pluginId: string, note: RolloutNote): Promise<void> {
    await this.#parts.database.system(async (trx) => {
      const rows = await trx.run(
        "delete from host.plugin_purge where plugin_id = $1 and state in ('exporting', 'waiting', 'failed')",
        [pluginId],
      );
      if (rows === 0) throw nothingToCallOff(pluginId);
      await note(trx);
    });
  }

  /** Takes each purge as far as it may go now; one replica works on one at a time. */
  async step(): Promise<void> {
    const { database, log } = this.#parts;
    const rows = await database.query<Purge>(
      `select ${COLUMNS} from host.plugin_purge
       where state in ('exporting', 'deleting') or (state = 'waiting' and due_at <= now())`,
    );
    for (const { pluginId } of rows) {
      const lock = await database.lock(`purge:${pluginId}`);
      if (lock === undefined) continue;
      try {
        const purge = await this.find(pluginId);
        if (purge !== undefined) await this.#advance(purge);
      } catch (error) {
        log.error("A purge failed", { plugin: pluginId, error });
        await this.#fail(pluginId, error);
      } finally {
        await lock.release();
      }
    }
  }

  async #advance({ pluginId, state, due }: Purge): Promise<void> {
    if (state === "exporting") await this.#export(pluginId, "exporting", "waiting");
    if (state === "waiting" && due && (await this.#export(pluginId, "waiting", "deleting")))
      await this.#delete(pluginId);
    if (state === "deleting") await this.#delete(pluginId);
  }

  /** False where it was called off meanwhile. */
  async #export(pluginId: string, from: Purge["state"], to: Purge["state"]): Promise<boolean> {
    const { key, bytes } = await exportPlugin(this.#parts, pluginId);
    const rows = await this.#parts.database.query(
      `update host.plugin_purge set state = $3, export_key = $4, export_bytes = $5, updated_at = now()
       where plugin_id = $1 and state = $2 returning 1 as one`,
      [pluginId, from, to, key, bytes],
    );
    return rows.length > 0;
  }

  async #delete(pluginId: string): Promise<void> {
    const { database, runtime, log } = this.#parts;
    const status = runtime.plugin(pluginId);
    if (status?.state === "active") {
      for (const tenant of await tenantsOf(database, pluginId))
        await runtime.tenantData.purge(pluginId, tenant);
    }
    if (status !== undefined) await runtime.rollout.uninstall(pluginId);
    await database.owner((trx) => deleteRows(trx, pluginId));
    await database.query(
      "update host.plugin_purge set state = 'done', updated_at = now() where plugin_id = $1",
      [pluginId],
    );
    log.info("Plugin purged", { plugin: pluginId });
  }

  /** Before the deletion has begun it can be asked for again; after that it is tried again. */
  async #fail(pluginId: string, error: unknown): Promise<void> {
    const failure = error instanceof Error ? error.message : String(error);
    await this.#parts.database.query(
      `update host.plugin_purge set failure = $2, updated_at = now(),
         state = case when state = 'deleting' then state else 'failed' end where plugin_id = $1`,
      [pluginId, failure],
    );
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

function nothingToCallOff(pluginId: string): PlatformError {
  return new PlatformError(`There is no purge of ${pluginId} that could be called off.`, {
    code: "purge.none",
    status: 409,
    plugin: pluginId,
    hint: "Once the deletion has begun it goes to its end; the export is in the storage.",
  });
}
