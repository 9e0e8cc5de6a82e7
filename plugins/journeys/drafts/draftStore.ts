import { PlatformError, type Transaction } from "@promostack/core";
import type { Journey } from "../graph/journey.ts";
import type { SavedDraft } from "./api.ts";
import { etagOf, journeyNotFound } from "./journeyRows.ts";

/** Who writes, and when. */
export interface Edit {
  by: string;
  at: Date;
}

interface Stored {
  draft: Journey;
  revision: number;
  editedAt: Date;
  editedBy: string;
  liveVersion: string | null;
  archived: boolean;
}

/** The draft, locked until the transaction ends: what is written of a journey is written one after the other. */
export async function lockDraft(trx: Transaction, id: string): Promise<Stored> {
  const row = await trx.one<Stored>(
    `select draft, revision, edited_at as "editedAt", edited_by as "editedBy", live_version as "liveVersion",
       archived_at is not null as archived
     from journey where id = $1 for update`,
    [id],
  );
  if (row === undefined) throw journeyNotFound();
  return row;
}

/**
 * Writes a draft over the one with `revision`. Raises `edit.conflict` (412) with both versions where somebody has saved since, and
 * `journey.not_found`.
 */
export async function saveDraft(
  trx: Transaction,
  id: string,
  draft: Journey,
  revision: number,
  { by, at }: Edit,
): Promise<SavedDraft> {
  const stored = await lockDraft(trx, id);
  if (stored.archived) throw archived();
  if (stored.revision !== revision) throw conflict(draft, stored);
  const written = await trx.one<{ changed: boolean }>(
    `update journey j set draft = $2, revision = revision + 1, edited_at = $3, edited_by = $4 where id = $1
     returning coalesce((select j.draft <> v.document from version v where v.id = j.live_version), false) as changed`,
    [id, JSON.stringify(draft), at, by],
  );
  return {
    etag: etagOf(revision + 1),
    editedAt: at.toISOString(),
    editedBy: by,
    changed: written?.changed ?? false,
  };
}

/** Raises `edit.conflict` where the stored draft is not the one that was read. */
export function checkRevision(stored: Stored, revision: number): void {
  if (stored.revision !== revision) throw conflict(undefined, stored);
}

/** The revision that a request's If-Match names. Raises `edit.match_missing` (428). */
export function revisionOf(header: string | undefined): number {
  const revision = Number(header?.replace(/^W\//, "").replaceAll('"', "") || Number.NaN);
  if (Number.isInteger(revision)) return revision;
  throw new PlatformError("The request does not say which version of the draft it means.", {
    code: "edit.match_missing",
    status: 428,
    hint: "Send the etag of the journey that you read in the header If-Match.",
  });
}

function conflict(draft: Journey | undefined, stored: Stored): PlatformError {
  const { editedBy, editedAt, revision } = stored;
  return new PlatformError("Somebody else has saved this journey since you opened it.", {
    code: "edit.conflict",
    status: 412,
    hint: "Compare the two drafts, then take theirs or save yours over it.",
    details: {
      ...(draft !== undefined && { yours: { draft } }),
      theirs: { draft: stored.draft, editedBy, editedAt: editedAt.toISOString() },
      etag: etagOf(revision),
    },
  });
}

export function archived(): PlatformError {
  return new PlatformError("This journey is archived.", {
    code: "journey.archived",
    status: 409,
    hint: "Restore it first.",
  });
}
