import type { Transaction } from "@promostack/core";
import type { Imported } from "./api.ts";
import { addCodes } from "./codeStore.ts";
import type { ReadFile } from "./importFile.ts";
import type { Saving } from "./validatorStore.ts";

/** Takes a file that was read into a list, all of it in the one transaction. A dry run only looks which codes are there. */
export async function takeIn(
  trx: Transaction,
  listId: string,
  { codes, ...read }: ReadFile,
  { dryRun, replaces }: { dryRun: boolean; replaces: boolean },
  saving: Pick<Saving, "tenantId" | "at">,
): Promise<Imported> {
  if (dryRun) {
    const known = await countKnown(
      trx,
      listId,
      codes.map(({ code }) => code),
    );
    const changed = replaces ? known : 0;
    return { ...read, added: codes.length - known, changed, known: known - changed };
  }
  const { added, changed } = await addCodes(trx, listId, codes, saving, replaces);
  return { ...read, added, changed, known: codes.length - added - changed };
}

async function countKnown(trx: Transaction, listId: string, codes: readonly string[]): Promise<number> {
  const row = await trx.one<{ count: number }>(
    `select count(*)::int as count from code where list_id = $1 and code = any($2::text[]) and deleted_at is null`,
    [listId, codes],
  );
  return row?.count ?? 0;
}
