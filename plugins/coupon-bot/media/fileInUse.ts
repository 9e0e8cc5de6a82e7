import type { Transaction } from "@promostack/core";

/** Tables that name stored files, each with an index of them. */
export const FILE_TABLES = ["upload", "asset", "sent_picture", "broadcast"] as const;

const IN_USE = FILE_TABLES.map(
  (table) => `exists (select from ${table} where tenant_id = $1 and file_key = $2)`,
);

/** Whether a row still names a stored file: the same content is one file, whatever it was stored for. */
export async function fileInUse(
  trx: Transaction,
  { tenantId, fileKey }: { tenantId: string; fileKey: string },
): Promise<boolean> {
  const row = await trx.one<{ used: boolean }>(`select ${IN_USE.join(" or ")} as used`, [tenantId, fileKey]);
  return row?.used ?? false;
}
