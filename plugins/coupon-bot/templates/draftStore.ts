import { PlatformError, type Transaction } from "@promostack/core";
import { assetIds } from "../template/assetIds.ts";
import type { Template } from "../template/template.ts";
import type { SavedDraft } from "./api.ts";
import { storedAssets } from "./assetRows.ts";
import { etagOf, templateNotFound } from "./templateRows.ts";

/** Who writes, and when. */
export interface Edit {
  tenantId: string;
  by: string;
  at: Date;
}

/** A template's row while it is written. */
export interface Stored {
  name: string;
  draft: Template;
  assets: string[];
  revision: number;
  published: number | null;
  editedAt: Date;
  editedBy: string;
}

/** The row, locked until the transaction ends: what is written of a template is written one after the other. Raises `template.not_found`. */
export async function lockTemplate(trx: Transaction, id: string): Promise<Stored> {
  const row = await trx.one<Stored>(
    `select name, draft, assets, revision, published, edited_at as "editedAt", edited_by as "editedBy"
     from template where id = $1 and deleted_at is null for update`,
    [id],
  );
  if (row === undefined) throw templateNotFound();
  return row;
}

/** Writes a draft over the one that `etag` names. Raises `edit.conflict` (412) with what somebody has saved since, and `template.not_found`. */
export async function saveDraft(
  trx: Transaction,
  id: string,
  draft: Template,
  etag: string,
  edit: Edit,
): Promise<SavedDraft> {
  checkEtag(await lockTemplate(trx, id), etag);
  return writeDraft(trx, id, draft, edit);
}

/** Writes a draft over whatever there is, in a transaction that has locked the template. */
export async function writeDraft(
  trx: Transaction,
  id: string,
  draft: Template,
  { by, at }: Edit,
): Promise<SavedDraft> {
  const assets = assetIds(draft);
  // An asset that is being deleted waits until this draft says that it uses it.
  await storedAssets(trx, assets, { lock: true });
  const written = await trx.one<{ revision: number; draftDiffers: boolean }>(
    `update template t set draft = $2, assets = $3, revision = revision + 1, edited_at = $4, edited_by = $5 where id = $1
     returning revision, coalesce((select t.draft <> v.document from template_version v
       where v.tenant_id = t.tenant_id and v.template_id = t.id and v.number = t.published), false) as "draftDiffers"`,
    [id, JSON.stringify(draft), assets, at, by],
  );
  if (written === undefined) throw templateNotFound();
  return {
    etag: etagOf(written),
    editedAt: at.toISOString(),
    editedBy: by,
    draftDiffers: written.draftDiffers,
  };
}

/** Raises `edit.conflict` where the stored draft is not the one that was read. */
export function checkEtag(stored: Stored, etag: string): void {
  if (etagOf(stored) === etag) return;
  const { draft, editedBy, editedAt } = stored;
  throw new PlatformError("Somebody else has saved this template since you opened it.", {
    code: "edit.conflict",
    status: 412,
    hint: "Look at what they saved, then take theirs or save yours over it.",
    details: { theirs: { draft, editedBy, editedAt: editedAt.toISOString() }, etag: etagOf(stored) },
  });
}
