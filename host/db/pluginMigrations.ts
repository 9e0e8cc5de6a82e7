import { join } from "node:path";
import { PlatformError, type PluginManifest, type Transaction } from "@promostack/core";
import type { Database } from "./database.ts";
import { MIGRATION_LOCK } from "./hostMigrations.ts";
import { type Migration, placeOf, readMigrations } from "./migrationFiles.ts";
import { grantSchema } from "./pluginSchema.ts";
import { checkRowSecurity } from "./rowSecurity.ts";
import { schemaBorder } from "./schemaBorder.ts";

export interface PluginMigrations {
  pluginId: string;
  /** Folder of the release; its scripts are in `migrations/` below it. */
  folder: string;
  /** Number of the release's newest migration, by its manifest. */
  head: number;
  /** Newest migration that an older release cannot run on, by the manifest; 0 when none. */
  breaking?: number;
  /** Numbers of those that a release before cannot run on, and that may wait until nobody goes back to one. */
  contracting?: readonly number[];
  /** Whether the manifest has the capability `db.platform`: tables without a tenant are allowed then. */
  platform: boolean;
  /** Of a release that did not come with the platform: what a script does outside of its schema is looked for, and refused. */
  guarded?: boolean;
}

interface Applied {
  number: number;
  name: string;
  checksum: string;
  down: string;
}

type OwnerDatabase = Pick<Database, "owner">;

/** `p_` and the id with underscores. */
export const schemaOf = (pluginId: string) => `p_${pluginId.replaceAll("-", "_")}`;

/**
 * Brings a plugin's schema to the release's head. Each migration, its ledger row, its grants and the check of row security commit
 * together, so that a crash or a refusal leaves nothing half done. A newer ledger is left as it is. Contracting ones above
 * `contractTo` wait, unless the schema is new.
 * @returns numbers applied now.
 * @throws PlatformError `migration.*` or `tenancy.row_security`, naming plugin, file and reason.
 */
export async function migratePlugin(
  database: OwnerDatabase,
  release: PluginMigrations,
  contractTo = Number.POSITIVE_INFINITY,
): Promise<number[]> {
  const { pluginId, head, breaking = 0, contracting = [] } = release;
  const schema = schemaOf(pluginId);
  const migrations = await scriptsOf(release);
  const waits = ({ number }: Migration, applied: ReadonlyMap<number, Applied>) =>
    applied.size > 0 && number > contractTo && contracting.includes(number);
  const ledger = await database.owner(async (trx) => {
    await trx.run(MIGRATION_LOCK);
    if (!(await trx.one("select 1 where to_regnamespace($1) is not null", [schema])))
      await trx.run(`create schema ${schema}`);
    await refuseTooOld(trx, pluginId, head);
    const applied = await ledgerOf(trx, pluginId);
    for (const migration of migrations) refuseChanged(pluginId, migration, applied);
    if (migrations.every((each) => applied.has(each.number) || waits(each, applied)))
      await finish(trx, release, schema);
    return applied;
  });
  const pending = migrations.filter((each) => !ledger.has(each.number) && !waits(each, ledger));
  for (const migration of pending) {
    await undisturbed(database, async (trx) => {
      await trx.run(MIGRATION_LOCK);
      // Another host may have been faster, with this script or with another one of this number.
      const applied = await ledgerOf(trx, pluginId);
      refuseChanged(pluginId, migration, applied);
      if (applied.has(migration.number)) return;
      const strayed = release.guarded ? await schemaBorder(trx, schema) : undefined;
      await runScript(trx, pluginId, schema, migration.up, `${label(migration)}.up.sql`);
      if (strayed) refuseStrayed(pluginId, `${label(migration)}.up.sql`, await strayed());
      await trx.run(
        "insert into host.plugin_migration (plugin_id, number, name, checksum, down, breaking) values ($1, $2, $3, $4, $5, $6)",
        [
          pluginId,
          migration.number,
          migration.name,
          migration.checksum,
          migration.down,
          migration.number === breaking || contracting.includes(migration.number),
        ],
      );
      await finish(trx, release, schema, `${label(migration)}.up.sql`);
    });
  }
  return pending.map(({ number }) => number);
}

/**
 * How far a release that comes beside the one that runs may contract: that one needs the schema as it knows it, and, while it is not
 * `settled` and can be gone back from, as the one before it does.
 */
export function contractLimit(
  running: Pick<PluginManifest, "migrations"> | undefined,
  settled: boolean | undefined,
): number {
  if (running === undefined) return Number.POSITIVE_INFINITY;
  return settled ? (running.migrations?.head ?? 0) : 0;
}

/**
 * Undoes a plugin's migrations above `to`, newest first, with the down scripts kept in the ledger.
 * @returns numbers undone.
 */
export async function migratePluginDown(
  database: OwnerDatabase,
  pluginId: string,
  to: number,
  options: { guarded?: boolean } = {},
): Promise<number[]> {
  const schema = schemaOf(pluginId);
  const ledger = await database.owner((trx) => ledgerOf(trx, pluginId));
  const undone = [...ledger.values()].filter(({ number }) => number > to).sort((a, b) => b.number - a.number);
  for (const migration of undone) {
    await undisturbed(database, async (trx) => {
      await trx.run(MIGRATION_LOCK);
      if (!(await ledgerOf(trx, pluginId)).has(migration.number)) return;
      const strayed = options.guarded ? await schemaBorder(trx, schema) : undefined;
      await runScript(trx, pluginId, schema, migration.down, `${label(migration)}.down.sql`);
      if (strayed) refuseStrayed(pluginId, `${label(migration)}.down.sql`, await strayed());
      await trx.run("delete from host.plugin_migration where plugin_id = $1 and number = $2", [
        pluginId,
        migration.number,
      ]);
    });
  }
  return undone.map(({ number }) => number);
}

/**
 * Roles and other schemas may be changed by somebody else on the same server in the very moment of a script. What the script itself
 * does outside of its schema it does each time: only what is found three times is refused.
 */
async function undisturbed(
  database: OwnerDatabase,
  work: (trx: Transaction) => Promise<void>,
): Promise<void> {
  for (let tries = 1; ; tries++) {
    try {
      return await database.owner(work);
    } catch (error) {
      if (tries === 3 || !PlatformError.is(error) || error.code !== "migration.outside_schema") throw error;
    }
  }
}

/** What is applied of a plugin, oldest first: for doctor and the admin's page. */
export async function pluginLedger(
  database: Pick<Database, "query">,
  pluginId: string,
): Promise<{ number: number; name: string; appliedAt: Date }[]> {
  return database.query(
    'select number, name, applied_at as "appliedAt" from host.plugin_migration where plugin_id = $1 order by number',
    [pluginId],
  );
}

async function scriptsOf({ pluginId, folder, head }: PluginMigrations): Promise<Migration[]> {
  const scripts = join(folder, "migrations");
  const found = await readMigrations(scripts, { pairs: true }).catch((error: unknown) => {
    // A release without any has no folder for them.
    if (Object(error).code !== "ENOENT") throw error;
    return [];
  });
  const wrong = found.find(({ number }, index) => number !== index + 1);
  if (wrong || found.length !== head) {
    const reason = wrong
      ? `${label(wrong)} leaves a gap: numbers go 0001, 0002, …`
      : `the manifest's head is ${head}, and there are ${found.length} migrations`;
    throw failure(
      pluginId,
      "migration.invalid",
      reason,
      "Correct migrations/ or migrations.head in plugin.json.",
    );
  }
  return found;
}

async function ledgerOf(trx: Transaction, pluginId: string): Promise<Map<number, Applied>> {
  const rows = await trx.many<Applied>(
    "select number, name, checksum, down from host.plugin_migration where plugin_id = $1",
    [pluginId],
  );
  return new Map(rows.map((row) => [row.number, row]));
}

async function refuseTooOld(trx: Transaction, pluginId: string, head: number): Promise<void> {
  const row = await trx.one<{ number: number }>(
    "select max(number) as number from host.plugin_migration where plugin_id = $1 and breaking and number > $2 having count(*) > 0",
    [pluginId, head],
  );
  if (!row) return;
  throw failure(
    pluginId,
    "migration.too_old",
    `a newer release changed the schema (migration ${row.number}) so that this release, which ends at ${head}, cannot run`,
    "Install the newer release, or undo its migrations first.",
  );
}

function refuseChanged(pluginId: string, migration: Migration, ledger: ReadonlyMap<number, Applied>): void {
  const applied = ledger.get(migration.number);
  if (!applied || applied.checksum === migration.checksum) return;
  throw failure(
    pluginId,
    "migration.changed",
    `${label(migration)} was changed after it was applied`,
    "Put the old text back and write the change as a new migration.",
  );
}

const TRANSACTION = "select pg_current_xact_id()::text as id";

async function runScript(
  trx: Transaction,
  pluginId: string,
  schema: string,
  script: string,
  file: string,
): Promise<void> {
  const before = await trx.one<{ id: string }>(TRANSACTION);
  try {
    await trx.run(`set local search_path to ${schema}`);
    await trx.run(script);
    await trx.run("set local search_path to pg_catalog");
  } catch (cause) {
    throw failure(
      pluginId,
      "migration.failed",
      `${file}: ${placeOf(cause, script)}`,
      "Nothing of it was kept. Correct the script and start again.",
      cause,
    );
  }
  if ((await trx.one<{ id: string }>(TRANSACTION))?.id !== before?.id) {
    throw failure(
      pluginId,
      "migration.failed",
      `${file} ends its transaction`,
      "Take commit and rollback out of it: the host commits the script with its ledger row.",
    );
  }
}

function refuseStrayed(pluginId: string, file: string, [first, ...more]: string[]): void {
  if (first === undefined) return;
  throw failure(
    pluginId,
    "migration.outside_schema",
    `${file} leaves its schema: it ${[first, ...more.slice(0, 4)].join(", ")}`,
    "A plugin's migrations work on the plugin's own tables only.",
  );
}

async function finish(
  trx: Transaction,
  { pluginId, platform }: PluginMigrations,
  schema: string,
  file?: string,
): Promise<void> {
  await grantSchema(trx, schema);
  const problems = await checkRowSecurity(trx, schema, { platformTablesAllowed: platform });
  if (problems.length === 0) return;
  throw new PlatformError(
    `${pluginId} is refused, since tenants would not be kept apart: ${problems.join("; ")}.`,
    {
      code: "tenancy.row_security",
      plugin: pluginId,
      phase: "migrate",
      hint: "Call host.secure('<table>') in the migration that creates a table of tenants' rows.",
      details: { problems, ...(file && { file }) },
    },
  );
}

const label = ({ number, name }: { number: number; name: string }) =>
  `${String(number).padStart(4, "0")}_${name}`;

function failure(plugin: string, code: string, reason: string, hint: string, cause?: unknown): PlatformError {
  return new PlatformError(`Migrations of ${plugin}: ${reason}.`, {
    code,
    plugin,
    phase: "migrate",
    hint,
    cause,
  });
}
