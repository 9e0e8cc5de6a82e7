import { type Log, PlatformError, type Transaction } from "@promostack/core";
import { PLATFORM_TENANT } from "../identity/audit.ts";
import { peopleChanged } from "../identity/personMemory.ts";
import type { RolloutNote } from "../plugin/rollout.ts";
import type { Runtime } from "../plugin/runtime.ts";
import type { FileStorage } from "../store/storage.ts";
import { type Deletion, StagedDeletion } from "./stagedDeletion.ts";
import { exportTenant, type TenantExportParts, tenantTables } from "./tenantExport.ts";

export interface ErasureParts extends TenantExportParts {
  runtime: TenantExportParts["runtime"] & Pick<Runtime, "tenantChanged">;
  /** Takes a tenant's bots away from Telegram: webhooks removed, tokens forgotten. */
  disconnect(tenantId: string): Promise<void>;
  storage: Pick<FileStorage, "of" | "erase">;
  log: Log;
}

/** Erases tenants, in stages: with their people's data, bots, settings, secrets and files. */
export class Erasures {
  readonly #parts: ErasureParts;
  readonly #stages: StagedDeletion;

  constructor(parts: ErasureParts) {
    this.#parts = parts;
    this.#stages = new StagedDeletion({
      database: parts.database,
      log: parts.log,
      table: "tenant_erasure",
      column: "tenant_id",
      exportAll: (tenantId) => exportTenant(parts, tenantId),
      deleteAll: (tenantId) => this.#delete(tenantId),
      forgetExport: (key) => parts.storage.of(PLATFORM_TENANT).delete(key),
    });
  }

  find(tenantId: string): Promise<Deletion | undefined> {
    return this.#stages.find(tenantId);
  }

  /** Raises `tenant.unknown`, `erasure.not_confirmed` where `confirm` is not the tenant's short name, and `erasure.underway`. */
  async request(tenantId: string, confirm: string, by: string | undefined, note: RolloutNote): Promise<void> {
    await this.#parts.database.system(async (trx) => {
      const tenant = await trx.one<{ slug: string }>("select slug from host.tenant where id = $1", [
        tenantId,
      ]);
      if (tenant === undefined || tenantId === PLATFORM_TENANT) throw unknown(tenantId);
      if (confirm !== tenant.slug) throw notConfirmed(tenant.slug);
      if (!(await this.#stages.request(trx, tenantId, by, { slug: tenant.slug }))) throw underway();
      await note(trx);
    });
  }

  /** Raises `erasure.none` where nothing can be called off (any more). */
  async callOff(tenantId: string, note: RolloutNote): Promise<void> {
    await this.#parts.database.system(async (trx) => {
      if (!(await this.#stages.callOff(trx, tenantId))) throw nothing();
      await note(trx);
    });
  }

  step(): Promise<void> {
    return this.#stages.step();
  }

  async #delete(tenantId: string): Promise<boolean> {
    const { database, runtime, disconnect, storage } = this.#parts;
    await this.#refuseUnknownFiles(tenantId);
    await disconnect(tenantId);
    // Files are known to their plugins only: their hooks delete them, whether the tenant has the plugin on or off.
    for (const { id, state } of runtime.plugins())
      if (state === "active") await runtime.tenantData.purge(id, tenantId);
    const tables = await tenantTables(database);
    await database.owner((trx) => deleteRows(trx, tables, tenantId));
    // Of a plugin that was purged when it did not run, nobody knows them any more.
    await storage.erase(tenantId);
    peopleChanged(database);
    await runtime.tenantChanged(tenantId);
    return true;
  }

  /** A plugin that does not run cannot delete its files: they would stay, and nobody would know whose they are. */
  async #refuseUnknownFiles(tenantId: string): Promise<void> {
    const { database, runtime } = this.#parts;
    const had = await database.query<{ id: string }>(
      "select plugin_id as id from host.tenant_plugin where tenant_id = $1 order by 1",
      [tenantId],
    );
    const running = new Set(runtime.plugins().flatMap(({ id, state }) => (state === "active" ? [id] : [])));
    const missing = had.map(({ id }) => id).filter((id) => !running.has(id));
    if (missing.length === 0) return;
    throw new PlatformError(`${missing.join(", ")} does not run, and may hold files of this tenant.`, {
      code: "erasure.plugin_missing",
      status: 409,
      hint: "Get it to run again, or purge it: the erasure goes on by itself then.",
      details: { plugins: missing },
    });
  }
}

/** In one transaction: half a tenant is worse than a whole one. Of the audit log stays what was done and when, without anybody's data. */
async function deleteRows(trx: Transaction, tables: readonly string[], tenantId: string): Promise<void> {
  await trx.run(
    `update host.audit set actor_id = null, actor_email = null, before = null, after = null, target = null, address = null
     where tenant_id = $1`,
    [tenantId],
  );
  await trx.run("update host.plugin_error set last_tenant = null where last_tenant = $1", [tenantId]);
  const own = tables.filter((table) => table !== "host.audit" && table !== "host.tenant_erasure");
  const people = await trx.many<{ id: string }>(
    "select person_id as id from host.tenant_users where tenant_id = $1",
    [tenantId],
  );
  await deleteInOrder(trx, own, tenantId);
  // Whoever was nowhere else is nobody's business any more.
  await trx.run(
    `delete from host.person p where p.id = any($1::uuid[]) and not exists (select from host.tenant_users u where u.person_id = p.id)`,
    [people.map(({ id }) => id)],
  );
  await trx.run("delete from host.tenant where id = $1", [tenantId]);
}

/** Tables may refer to each other: those that nothing refers to any more come first. */
async function deleteInOrder(trx: Transaction, tables: readonly string[], tenantId: string): Promise<void> {
  const ordered = await trx.many<{ name: string }>(
    `with recursive own as (select t::regclass as id from unnest($1::text[]) as t),
     depth as (
       select id, 0 as level from own
       union
       select c.confrelid, d.level + 1 from depth d join pg_constraint c on c.conrelid = d.id and c.contype = 'f'
       where c.confrelid <> c.conrelid and c.confrelid in (select id from own) and d.level < 20)
     select id::text as name, max(level) as level from depth group by id order by max(level), 1`,
    [tables],
  );
  for (const { name } of ordered) await trx.run(`delete from ${name} where tenant_id = $1`, [tenantId]);
}

function unknown(tenantId: string): PlatformError {
  return new PlatformError(`There is no tenant ${tenantId}.`, { code: "tenant.unknown", status: 404 });
}

function notConfirmed(slug: string): PlatformError {
  return new PlatformError("The erasure was not confirmed.", {
    code: "erasure.not_confirmed",
    status: 400,
    hint: `Send the tenant's short name as confirm: ${slug}.`,
  });
}

function underway(): PlatformError {
  return new PlatformError("The tenant is being erased already.", {
    code: "erasure.underway",
    status: 409,
    hint: "Call it off first, or wait for its end.",
  });
}

function nothing(): PlatformError {
  return new PlatformError("There is no erasure that could be called off.", {
    code: "erasure.none",
    status: 409,
    hint: "Once the deletion has begun it goes to its end; the export is in the storage.",
  });
}
