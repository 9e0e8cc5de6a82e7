import { PlatformError, type Transaction } from "@promostack/core";
import { momentIn } from "../campaigns/moment.ts";
import type { ValidatorRow } from "./api.ts";
import { breakerState } from "./breaker.ts";
import type { ContributedPlan, EndpointPlan, Kind, ListPlan } from "./plans.ts";

/** Most that a tenant has. */
const MOST = 50;

/** Who saves it, when, and by which clock its dates are meant. */
export interface Saving {
  tenantId: string;
  by: string;
  at: Date;
  zone: string;
}

/** What a save says, whatever its kind. */
export interface Draft {
  title: string;
  plan: ListPlan | EndpointPlan | ContributedPlan;
  /** Undefined leaves what is kept. */
  sealed?: Uint8Array | null;
}

type Row = Omit<
  ValidatorRow,
  "offered" | "breaker" | "startsAt" | "endsAt" | "openUntil" | "lastAt" | "editedAt"
> &
  Record<"startsAt" | "endsAt" | "openUntil" | "lastAt", Date | null> & { editedAt: Date };

const ROWS = `select v.id, v.kind, v.title, v.active, v.uses, v.starts_at as "startsAt", v.ends_at as "endsAt", v.failures,
    v.open_until as "openUntil", v.edited_at as "editedAt", v.edited_by as "editedBy",
    case v.kind when 'endpoint' then substring(v.plan->>'address' from '^https?://([^/?#]+)')
      when 'contributed' then (v.plan->>'plugin') || '/' || (v.plan->>'name') else '' end as "where",
    (select count(*)::int from code c where c.tenant_id = v.tenant_id and c.list_id = v.id and c.deleted_at is null) as codes,
    l.answered_at as "lastAt", l.state as "lastState"
  from code_validator v left join lateral (select answered_at, state from code_answer a
    where a.tenant_id = v.tenant_id and a.validator_id = v.id order by a.id desc limit 1) l on true`;

/** All of a tenant's, in the order in which they are asked. `offered` are those of plugins that can be asked now. */
export async function validatorRows(
  trx: Transaction,
  now: Date,
  offered: ReadonlySet<string>,
): Promise<ValidatorRow[]> {
  const rows = await trx.many<Row>(`${ROWS} where v.deleted_at is null order by v.position, v.id`);
  return rows.map((row) => ({
    ...row,
    offered: row.kind !== "contributed" || offered.has(row.where),
    breaker: breakerState(row, now),
    startsAt: row.startsAt?.toISOString() ?? null,
    endsAt: row.endsAt?.toISOString() ?? null,
    openUntil: row.openUntil?.toISOString() ?? null,
    lastAt: row.lastAt?.toISOString() ?? null,
    editedAt: row.editedAt.toISOString(),
  }));
}

/** Behind the others and not in use: nothing changes for anybody before it is switched on. */
export async function addValidator(
  trx: Transaction,
  kind: Kind,
  id: string,
  { title, plan, sealed = null }: Draft,
  saving: Saving,
): Promise<void> {
  const { count = 0, last = 0 } =
    (await trx.one<{ count: number; last: number }>(
      "select count(*)::int as count, coalesce(max(position), 0) as last from code_validator where deleted_at is null",
    )) ?? {};
  if (count >= MOST)
    throw new PlatformError(`There are ${MOST} validators already.`, {
      code: "codes.too_many_validators",
      status: 409,
      hint: "Delete one that is not needed.",
    });
  const [startsAt, endsAt] = datesOf(plan, saving.zone);
  const { tenantId, at, by } = saving;
  await trx.run(
    `insert into code_validator (tenant_id, id, kind, title, position, plan, starts_at, ends_at, sealed, edited_at, edited_by, created_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $10)`,
    [tenantId, id, kind, title.trim(), last + 1, JSON.stringify(plan), startsAt, endsAt, sealed, at, by],
  );
}

/** Raises `codes.validator_not_found`, and `edit.conflict` 412 with what somebody faster saved. Another version begins with a clean slate. */
export async function saveValidator(
  trx: Transaction,
  kind: Kind,
  id: string,
  { title, plan, sealed }: Draft,
  etag: string,
  { at, by, zone }: Saving,
): Promise<void> {
  const before = await trx.one<{ title: string; plan: unknown; revision: number; editedBy: string }>(
    `select title, plan, revision, edited_by as "editedBy" from code_validator
     where id = $1 and kind = $2 and deleted_at is null for update`,
    [id, kind],
  );
  if (before === undefined) throw validatorNotFound();
  if (etagOf(before) !== etag)
    throw new PlatformError(`${before.editedBy} saved this meanwhile.`, {
      code: "edit.conflict",
      status: 412,
      hint: "Look at what they saved, then save yours over it or take theirs.",
      details: { theirs: { title: before.title, plan: before.plan }, version: etagOf(before) },
    });
  const [startsAt, endsAt] = datesOf(plan, zone);
  await trx.run(
    `update code_validator set title = $2, plan = $3, starts_at = $4, ends_at = $5, revision = revision + 1, failures = 0,
       open_until = null, sealed = case when $6 then $7 else sealed end, edited_at = $8, edited_by = $9 where id = $1`,
    [id, title.trim(), JSON.stringify(plan), startsAt, endsAt, sealed !== undefined, sealed ?? null, at, by],
  );
}

/** Takes it into use, or out of it. */
export async function switchValidator(trx: Transaction, id: string, active: boolean): Promise<void> {
  await touch(trx, "active = $2 where id = $1 and deleted_at is null", [id, active]);
}

/** Asks it again at once, whatever failed before. */
export async function closeBreaker(trx: Transaction, id: string): Promise<void> {
  await touch(trx, "failures = 0, open_until = null where id = $1 and deleted_at is null", [id]);
}

/** For a day it can be had back. */
export async function deleteValidator(trx: Transaction, id: string, now: Date): Promise<void> {
  await touch(trx, "deleted_at = $2 where id = $1 and deleted_at is null", [id, now]);
}

export async function undeleteValidator(trx: Transaction, id: string): Promise<void> {
  await touch(trx, "deleted_at = null where id = $1 and deleted_at is not null", [id]);
}

async function touch(trx: Transaction, change: string, values: (string | boolean | Date)[]): Promise<void> {
  if ((await trx.run(`update code_validator set ${change}`, values)) === 0) throw validatorNotFound();
}

/** In this order; those that are not named come behind, as they were. */
export async function orderValidators(trx: Transaction, ids: readonly string[]): Promise<void> {
  await trx.run(
    `update code_validator v set position = n.place from (
       select id, row_number() over (order by array_position($1::uuid[], id) nulls last, position, id) as place
       from code_validator where deleted_at is null) n where v.id = n.id and v.position <> n.place`,
    [ids],
  );
}

/** Of the version that was read; a save names it in If-Match. */
export function etagOf({ revision }: { revision: number }): string {
  return `"${revision}"`;
}

export function validatorNotFound(): PlatformError {
  return new PlatformError("There is no such validator.", {
    code: "codes.validator_not_found",
    status: 404,
    hint: "Look at the list again: a colleague may have deleted it.",
  });
}

/** A list's dates as moments. Raises `codes.dates`. */
function datesOf(plan: Draft["plan"], zone: string): [Date | null, Date | null] {
  const starts = "starts" in plan && plan.starts !== undefined ? momentIn(plan.starts, zone) : null;
  const ends = "ends" in plan && plan.ends !== undefined ? momentIn(plan.ends, zone) : null;
  refuseBackwards(starts, ends);
  return [starts, ends];
}

export function refuseBackwards(starts: Date | null, ends: Date | null): void {
  if (starts === null || ends === null || starts < ends) return;
  throw new PlatformError("It ends before it starts.", {
    code: "codes.dates",
    status: 422,
    hint: "Choose a later end.",
  });
}
