import { PlatformError, type Transaction } from "@promostack/core";
import { uuidv7 } from "uuidv7";
import { segmentNotFound } from "./list.ts";
import type { NewSegment, Segment } from "./segmentsApi.ts";

interface Row {
  id: string;
  name: string;
  rules: Segment["rules"];
  revision: number;
  editedAt: Date;
  editedBy: string;
}

const COLUMNS = `id, name, rules, revision, edited_at as "editedAt", edited_by as "editedBy"`;

/** Every segment, by name: a tenant has some dozens. */
export async function allSegments(trx: Transaction): Promise<Segment[]> {
  const rows = await trx.many<Row>(`select ${COLUMNS} from segment order by lower(name)`);
  return rows.map(segmentOf);
}

/** Raises `segment.not_found`. */
export async function readSegment(trx: Transaction, id: string): Promise<Segment> {
  const row = await trx.one<Row>(`select ${COLUMNS} from segment where id = $1`, [id]);
  if (row === undefined) throw segmentNotFound();
  return segmentOf(row);
}

/** Who saves, and when. */
export interface Saving {
  tenantId: string;
  by: string;
  at: Date;
}

/** Raises `segment.known`. */
export async function addSegment(
  trx: Transaction,
  { name, rules }: NewSegment,
  { tenantId, by, at }: Saving,
): Promise<Segment> {
  const id = uuidv7();
  const row = await trx.one<Row>(
    `insert into segment (tenant_id, id, name, rules, edited_at, edited_by) values ($1, $2, $3, $4, $5, $6)
     on conflict do nothing returning ${COLUMNS}`,
    [tenantId, id, name.trim(), JSON.stringify(rules), at, by],
  );
  if (row === undefined) throw segmentKnown(name);
  return segmentOf(row);
}

/** Raises `segment.not_found`, `segment.known` and, where somebody was faster, `edit.conflict` 412 with what they saved. */
export async function saveSegment(
  trx: Transaction,
  id: string,
  { name, rules }: NewSegment,
  etag: string,
  { by, at }: Saving,
): Promise<{ before: Segment; after: Segment }> {
  const found = await trx.one<Row>(`select ${COLUMNS} from segment where id = $1 for update`, [id]);
  if (found === undefined) throw segmentNotFound();
  const before = segmentOf(found);
  if (before.etag !== etag) throw editedMeanwhile(before);
  const taken = await trx.one("select from segment where lower(name) = lower($1) and id <> $2", [
    name.trim(),
    id,
  ]);
  if (taken !== undefined) throw segmentKnown(name);
  const row = await trx.one<Row>(
    `update segment set name = $2, rules = $3, revision = revision + 1, edited_at = $4, edited_by = $5
     where id = $1 returning ${COLUMNS}`,
    [id, name.trim(), JSON.stringify(rules), at, by],
  );
  return { before, after: row === undefined ? before : segmentOf(row) };
}

/** Raises `segment.not_found`. */
export async function deleteSegment(trx: Transaction, id: string): Promise<Segment> {
  const row = await trx.one<Row>(`delete from segment where id = $1 returning ${COLUMNS}`, [id]);
  if (row === undefined) throw segmentNotFound();
  return segmentOf(row);
}

function segmentOf({ revision, editedAt, ...row }: Row): Segment {
  return { ...row, etag: `"${revision}"`, editedAt: editedAt.toISOString() };
}

function segmentKnown(name: string): PlatformError {
  return new PlatformError(`There is a segment ${name} already.`, {
    code: "segment.known",
    status: 409,
    hint: "Choose another name.",
    details: { fields: [{ field: "name", message: "There is a segment of this name already." }] },
  });
}

function editedMeanwhile(theirs: Segment): PlatformError {
  return new PlatformError(`${theirs.editedBy} saved this segment meanwhile.`, {
    code: "edit.conflict",
    status: 412,
    hint: "Look at what they saved, then save yours over it or take theirs.",
    details: { theirs, version: theirs.etag },
  });
}
