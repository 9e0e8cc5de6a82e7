import type { Transaction } from "@promostack/core";

/** Whether a row still names a stored file: the same content is one file, whoever uploaded it for whatever. */
export async function fileInUse(
  trx: Transaction,
  { tenantId, fileKey }: { tenantId: string; fileKey: string },
): Promise<boolean> {
  const row = await trx.one<{ used: boolean }>(
    `select exists (select from upload where tenant_id = $1 and file_key = $2)
       or exists (select from asset where tenant_id = $1 and file_key = $2) as used`,
    [tenantId, fileKey],
  );
  return row?.used ?? false;
}
