import { type Log, PlatformError, type Transaction } from "@promostack/core";
import { type Migration, placeOf, readMigrations } from "./migrationFiles.ts";
import { ensureRoles, type RolePlan } from "./roles.ts";

/** Transactions as the owner, on one direct connection. */
export type OwnerTransact = <Result>(work: (trx: Transaction) => Promise<Result>) => Promise<Result>;

const FOLDER = new URL("./migrations/", import.meta.url);
/** One migrating host at a time; held within each transaction only, so that a crash leaves nothing locked. */
export const MIGRATION_LOCK = "select pg_advisory_xact_lock(hashtextextended('promostack:migrate', 0))";

const LEDGER = `
  create table if not exists host.role (kind text primary key check (kind in ('app', 'system')), name name not null);
  create table if not exists host.migration (
    number int primary key, name text not null, checksum text not null, applied_at timestamptz not null default now())`;

/**
 * Makes the schema `host`, the two roles and every host table that is missing. Each migration commits with its ledger row.
 * Rows of the ledger that this release does not know are a newer release's, and left alone.
 * @returns names of the migrations that were applied now.
 * @throws PlatformError `migration.changed` where an applied script has another text now.
 */
export async function migrateHost(owner: OwnerTransact, roles: RolePlan, log: Log): Promise<string[]> {
  const migrations = await readMigrations(FOLDER.pathname, { pairs: false });
  const applied = await owner(async (trx) => {
    await trx.run(MIGRATION_LOCK);
    await checkVersion(trx);
    if (!(await trx.one("select 1 from pg_namespace where nspname = 'host'")))
      await trx.run("create schema host");
    if (!(await trx.one("select 1 where to_regclass('host.migration') is not null"))) await trx.run(LEDGER);
    await ensureRoles(trx, roles, log);
    return readLedger(trx);
  });
  const pending = migrations.filter((migration) => !isApplied(migration, applied));
  for (const migration of pending) {
    await owner(async (trx) => {
      await trx.run(MIGRATION_LOCK);
      // Another host may have been faster.
      if (isApplied(migration, await readLedger(trx))) return;
      await apply(trx, migration);
      log.info("Applied a migration of the host", { migration: migration.name });
    });
  }
  return pending.map(({ name }) => name);
}

/** Names of the two roles by kind, as the schema's grants know them; empty before the first migration. */
export async function knownRoles(trx: Transaction): Promise<Map<string, string>> {
  if (!(await trx.one("select 1 where to_regclass('host.role') is not null"))) return new Map();
  const rows = await trx.many<{ kind: string; name: string }>(
    "select kind, name::text as name from host.role",
  );
  return new Map(rows.map(({ kind, name }) => [kind, name]));
}

async function readLedger(trx: Transaction): Promise<Map<number, string>> {
  const rows = await trx.many<{ number: number; checksum: string }>(
    "select number, checksum from host.migration",
  );
  return new Map(rows.map(({ number, checksum }) => [number, checksum]));
}

function isApplied(migration: Migration, ledger: ReadonlyMap<number, string>): boolean {
  const checksum = ledger.get(migration.number);
  if (checksum !== undefined && checksum !== migration.checksum) {
    throw new PlatformError(
      `Host migration ${migration.number} (${migration.name}) was changed after it was applied.`,
      {
        code: "migration.changed",
        phase: "migrate",
        hint: "Put the old text back and write the change as a new migration.",
      },
    );
  }
  return checksum !== undefined;
}

async function apply(trx: Transaction, { number, name, up, checksum }: Migration): Promise<void> {
  try {
    await trx.run(up);
  } catch (cause) {
    throw new PlatformError(`Host migration ${number} (${name}) failed: ${placeOf(cause, up)}`, {
      code: "migration.failed",
      phase: "migrate",
      hint: "Nothing of it was kept. Correct it and start again.",
      cause,
    });
  }
  await trx.run("insert into host.migration (number, name, checksum) values ($1, $2, $3)", [
    number,
    name,
    checksum,
  ]);
}

async function checkVersion(trx: Transaction): Promise<void> {
  const row = await trx.one<{ number: number; text: string }>(
    "select current_setting('server_version_num')::int as number, current_setting('server_version') as text",
  );
  if (row && row.number < 140_000) {
    throw new PlatformError(`PostgreSQL ${row.text} is too old.`, {
      code: "database.version",
      hint: "Use PostgreSQL 14 or newer, or leave DATABASE_URL out for the embedded one.",
    });
  }
}
