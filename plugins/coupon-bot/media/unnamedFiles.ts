import {
  type PlatformContext,
  PlatformError,
  type StoredFile,
  type TenantContext,
  type Transaction,
} from "@promostack/core";

/** Tables that name stored files, each with an index of them. The same content is one file, whatever it was stored for. */
export const FILE_TABLES = ["upload", "asset", "sent_picture", "broadcast"] as const;

/** Nobody takes longer from storing a file to naming it. */
const PATIENCE_MS = 86_400_000;
/** Files that one run takes of a tenant's. */
const BATCH = 500;

type Held = Pick<TenantContext, "tenantId" | "db" | "storage" | "clock">;
type File = { tenantId: string; fileKey: string };

/** Stores a file that a row is to name: its transaction calls `nameFile`. Where it never comes, the file is swept away a day later. */
export function storeFile(
  { tenantId, db, storage, clock }: Held,
  content: Uint8Array,
  { accept, maxBytes = content.byteLength }: { accept: readonly string[]; maxBytes?: number },
): Promise<StoredFile> {
  return storage.put(content, {
    accept,
    maxBytes,
    async announce(fileKey) {
      await db((trx) =>
        trx.run(
          `insert into unnamed_file (tenant_id, file_key, stored_at) values ($1, $2, $3)
           on conflict (tenant_id, file_key) do update set stored_at = excluded.stored_at`,
          [tenantId, fileKey, clock.now()],
        ),
      );
    },
  });
}

/** In the transaction of the row that names it. */
export async function nameFile(trx: Transaction, fileKey: string): Promise<void> {
  await trx.run("delete from unnamed_file where file_key = $1", [fileKey]);
}

/** In the transaction that deleted rows with their names; `deleteUnnamed` comes after it, or else the sweep. */
export async function unnameFiles(trx: Transaction, files: readonly File[]): Promise<void> {
  await trx.run(
    `insert into unnamed_file (tenant_id, file_key, stored_at)
     select tenant_id, file_key, 'epoch' from unnest($1::uuid[], $2::text[]) as gone (tenant_id, file_key)
     where not ${isNamed("gone.tenant_id", "gone.file_key")} on conflict do nothing`,
    [files.map(({ tenantId }) => tenantId), files.map(({ fileKey }) => fileKey)],
  );
}

/** Deletes a file that lost its name, unless somebody is just storing the same content. */
export function deleteUnnamed(held: Held, fileKey: string): Promise<void> {
  return deleteFile(held, fileKey, new Date(held.clock.now().getTime() - PATIENCE_MS));
}

/** Deletes all whose time has come. Those of a tenant that has the plugin off wait until it is on again. */
export async function sweepFiles({ platformDb, tenants, clock }: PlatformContext): Promise<void> {
  const until = new Date(clock.now().getTime() - PATIENCE_MS);
  const owners = await platformDb((trx) =>
    trx.many<{ id: string }>("select distinct tenant_id as id from unnamed_file where stored_at < $1", [
      until,
    ]),
  );
  for (const { id } of owners) {
    const held = await tenants.context(id).catch(undefinedWhereOff);
    if (held !== undefined) await sweepTenant(held, until);
  }
}

async function sweepTenant(held: Held, until: Date): Promise<void> {
  const files = await held.db((trx) =>
    trx.many<{ fileKey: string }>(
      `select file_key as "fileKey" from unnamed_file where stored_at < $1 order by stored_at limit ${BATCH}`,
      [until],
    ),
  );
  for (const { fileKey } of files) await deleteFile(held, fileKey, until);
}

/** The file goes while its row is locked: whoever stores the same content meanwhile waits, and then stores it anew. */
function deleteFile({ db, storage }: Held, fileKey: string, until: Date): Promise<void> {
  return db(async (trx) => {
    const found = await trx.one<{ named: boolean }>(
      `delete from unnamed_file u where file_key = $1 and stored_at < $2
       returning ${isNamed("u.tenant_id", "u.file_key")} as named`,
      [fileKey, until],
    );
    if (found?.named === false) await storage.delete(fileKey);
  });
}

/** SQL: whether a row names the file. */
function isNamed(tenantId: string, fileKey: string): string {
  const named = FILE_TABLES.map(
    (table) => `exists (select from ${table} n where n.tenant_id = ${tenantId} and n.file_key = ${fileKey})`,
  );
  return `(${named.join(" or ")})`;
}

function undefinedWhereOff(error: unknown): undefined {
  if (PlatformError.is(error) && error.code === "plugin.disabled") return undefined;
  throw error;
}
