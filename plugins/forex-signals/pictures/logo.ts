import { PlatformError, type Storage, type TenantContext, type Transaction } from "@promostack/core";

/** What may be uploaded, in bytes. */
export const LARGEST_LOGO = 1_000_000;
/** What is kept of it, re-encoded. */
const LARGEST_KEPT = 300_000;

export interface StoredLogo {
  file: string;
  uploadedAt: Date;
  uploadedBy: string;
}

export function storedLogo(trx: Transaction): Promise<StoredLogo | undefined> {
  return trx.one<StoredLogo>(
    `select file, uploaded_at as "uploadedAt", uploaded_by as "uploadedBy" from logo`,
  );
}

/** Stores a cleaned PNG as the tenant's logo, in the place of the one before. */
export async function keepLogo(
  { db, storage, tenantId, clock }: TenantContext,
  png: Uint8Array,
  by: string,
  noted: (trx: Transaction) => Promise<void>,
): Promise<void> {
  const { key } = await storage.put(png, { accept: ["image/png"], maxBytes: LARGEST_KEPT });
  const before = await db(async (trx) => {
    const known = await storedLogo(trx);
    await trx.run(
      `insert into logo (tenant_id, file, uploaded_at, uploaded_by) values ($1, $2, $3, $4)
       on conflict (tenant_id) do update set file = excluded.file, uploaded_at = excluded.uploaded_at,
         uploaded_by = excluded.uploaded_by`,
      [tenantId, key, clock.now(), by],
    );
    await noted(trx);
    return known;
  });
  if (before !== undefined && before.file !== key) await storage.delete(before.file);
}

/** Pictures are without it from now on. */
export async function removeLogo(
  { db, storage }: TenantContext,
  noted: (trx: Transaction) => Promise<void>,
): Promise<void> {
  const before = await db(async (trx) => {
    const known = await storedLogo(trx);
    if (known === undefined) return undefined;
    await trx.run("delete from logo");
    await noted(trx);
    return known;
  });
  if (before !== undefined) await storage.delete(before.file);
}

export function pngAddress(png: Uint8Array | string): string {
  return `data:image/png;base64,${typeof png === "string" ? png : Buffer.from(png).toString("base64")}`;
}

/** The PNG in base64, as scenes carry it; null where there is none, or where its file was deleted meanwhile. */
export async function logoContent(storage: Storage, file: string | null): Promise<string | null> {
  if (file === null) return null;
  try {
    const parts: Uint8Array[] = [];
    for await (const part of await storage.get(file)) parts.push(part);
    return Buffer.concat(parts).toString("base64");
  } catch (error) {
    if (PlatformError.is(error) && error.code === "file.not_found") return null;
    throw error;
  }
}
