import { Conditions, listPage, PlatformError, type SqlValue, type Transaction } from "@promostack/core";
import { uuidv7 } from "uuidv7";
import { momentIn } from "../campaigns/moment.ts";
import { type Added, CODES, type CodeChange, type CodeRow, type CodesPage, type CodesQuery } from "./api.ts";
import { codeFrom, MOST_LETTERS } from "./code.ts";
import type { Fields } from "./plans.ts";
import { refuseBackwards, type Saving, validatorNotFound } from "./validatorStore.ts";

/** A code to be kept. */
export interface NewCode {
  code: string;
  mostUses: number | null;
  startsAt: Date | null;
  endsAt: Date | null;
  fields: Fields;
}

/** Rows of one statement. */
const BATCH = 5_000;
const MOST_CODES = 1_000_000;

/** As `checkInList` decides, for rows of `c` in the list `l`. */
const stateSql = (now: string) => `case
  when l.ends_at <= ${now} or c.ends_at <= ${now} then 'expired'
  when l.starts_at > ${now} or c.starts_at > ${now} then 'not_yet'
  when c.uses >= coalesce(c.most_uses, (l.plan->>'usesPerCode')::int) or l.uses >= (l.plan->>'usesInAll')::int then 'used_up'
  else 'good' end`;

type Row = Omit<CodeRow, "startsAt" | "endsAt" | "createdAt"> &
  Record<"startsAt" | "endsAt", Date | null> & { createdAt: Date };

/** A page of a list's codes. Raises `codes.validator_not_found`. */
export async function codesPage(
  trx: Transaction,
  listId: string,
  { state, ...query }: CodesQuery,
  now: Date,
): Promise<CodesPage> {
  await refuseUnlisted(trx, listId);
  const conditions = new Conditions([now, listId])
    .always("c.list_id = $2 and c.deleted_at is null")
    .add(state, (place) => `${stateSql("$1")} = ${place}`);
  const { items, next } = await listPage<Row>(
    trx,
    CODES,
    {
      select: `c.code, ${stateSql("$1::timestamptz")} as state, c.uses, c.most_uses as "mostUses", c.starts_at as "startsAt",
        c.ends_at as "endsAt", c.fields, c.created_at as "createdAt", c.id`,
      from: "code c join code_validator l on l.tenant_id = c.tenant_id and l.id = c.list_id",
      conditions,
    },
    query,
  );
  return {
    items: items.map((row) => ({
      ...row,
      startsAt: row.startsAt?.toISOString() ?? null,
      endsAt: row.endsAt?.toISOString() ?? null,
      createdAt: row.createdAt.toISOString(),
    })),
    ...(next !== undefined && { next }),
  };
}

/** Codes as people type them, parted by lines, commas or semicolons, each once. What is no code is answered as it was typed. */
export function typedCodes(text: string): { codes: string[]; refused: string[] } {
  const codes = new Set<string>();
  const refused: string[] = [];
  for (const typed of text.split(/[\n\r,;]+/)) {
    if (typed.trim() === "") continue;
    const code = codeIn(typed);
    if (code === undefined) refused.push(typed.trim().slice(0, 60));
    else codes.add(code);
  }
  return { codes: [...codes], refused: refused.slice(0, 100) };
}

/** Undefined for what would be another code than it was written as, too long, or none. */
export function codeIn(typed: string): string | undefined {
  const code = codeFrom(typed);
  return code === "" || typed.trim().length > MOST_LETTERS ? undefined : code;
}

/**
 * Adds codes to a list; answers how many were new, and how many got another content. `replaces`: those that are there already get what is
 * said here, but keep their uses. Raises `codes.validator_not_found`, `codes.too_many`.
 */
export async function addCodes(
  trx: Transaction,
  listId: string,
  codes: readonly NewCode[],
  { tenantId, at }: Pick<Saving, "tenantId" | "at">,
  replaces = false,
): Promise<{ added: number; changed: number }> {
  await refuseUnlisted(trx, listId);
  const done = { added: 0, changed: 0 };
  for (let from = 0; from < codes.length; from += BATCH) {
    const batch = codes.slice(from, from + BATCH);
    const rows = await trx.many<{ added: boolean }>(
      `insert into code (tenant_id, list_id, created_at, id, code, most_uses, starts_at, ends_at, fields)
       select $1, $2, $3, n.* from unnest($4::uuid[], $5::text[], $6::int[], $7::timestamptz[], $8::timestamptz[], $9::jsonb[]) n
       on conflict (tenant_id, list_id, code) where deleted_at is null do ${replaces ? REPLACE : "nothing"}
       returning (xmax = 0) as added`,
      [...[tenantId, listId, at], ...columnsOf(batch)],
    );
    for (const { added } of rows) done[added ? "added" : "changed"] += 1;
  }
  const row = await trx.one<{ count: number }>(
    "select count(*)::int as count from code where list_id = $1 and deleted_at is null",
    [listId],
  );
  if ((row?.count ?? 0) > MOST_CODES) throw tooMany();
  return done;
}

const REPLACE = `update set most_uses = excluded.most_uses, starts_at = excluded.starts_at, ends_at = excluded.ends_at,
  fields = excluded.fields where (code.most_uses, code.starts_at, code.ends_at, code.fields)
    is distinct from (excluded.most_uses, excluded.starts_at, excluded.ends_at, excluded.fields)`;

function columnsOf(batch: readonly NewCode[]): SqlValue[] {
  return [
    batch.map(() => uuidv7()),
    batch.map(({ code }) => code),
    batch.map(({ mostUses }) => mostUses),
    batch.map(({ startsAt }) => startsAt),
    batch.map(({ endsAt }) => endsAt),
    batch.map(({ fields }) => JSON.stringify(fields)),
  ];
}

/** Adds what somebody typed. */
export async function addTyped(
  trx: Transaction,
  listId: string,
  { text, ...rules }: { text: string } & CodeChange,
  saving: Saving,
): Promise<Added> {
  const { codes, refused } = typedCodes(text);
  const { added } = await addCodes(trx, listId, withRules(codes, rules, saving.zone), saving);
  return { added, known: codes.length - added, refused };
}

/** Raises `codes.dates`. */
export function withRules(codes: readonly string[], rules: CodeChange, zone: string): NewCode[] {
  const { mostUses = null, starts, ends, fields = {} } = rules;
  const startsAt = starts ? momentIn(starts, zone) : null;
  const endsAt = ends ? momentIn(ends, zone) : null;
  refuseBackwards(startsAt, endsAt);
  return codes.map((code) => ({ code, mostUses, startsAt, endsAt, fields }));
}

/** Another content of a code; what is not named stays. Raises `codes.code_not_found`, `codes.dates`. */
export async function changeCode(
  trx: Transaction,
  id: string,
  change: CodeChange,
  zone: string,
): Promise<void> {
  const sets: string[] = [];
  const values: SqlValue[] = [id];
  const set = (column: string, value: SqlValue) => sets.push(`${column} = $${values.push(value)}`);
  if (change.mostUses !== undefined) set("most_uses", change.mostUses);
  if (change.starts !== undefined)
    set("starts_at", change.starts === null ? null : momentIn(change.starts, zone));
  if (change.ends !== undefined) set("ends_at", change.ends === null ? null : momentIn(change.ends, zone));
  if (change.fields !== undefined) set("fields", JSON.stringify(change.fields));
  if (sets.length === 0) return;
  const row = await trx.one<{ startsAt: Date | null; endsAt: Date | null }>(
    `update code set ${sets.join(", ")} where id = $1 and deleted_at is null returning starts_at as "startsAt", ends_at as "endsAt"`,
    values,
  );
  if (row === undefined)
    throw new PlatformError("There is no such code.", {
      code: "codes.code_not_found",
      status: 404,
      hint: "Look at the list again: a colleague may have deleted it.",
    });
  refuseBackwards(row.startsAt, row.endsAt);
}

/** For a day they can be had back. */
export function deleteCodes(
  trx: Transaction,
  listId: string,
  ids: readonly string[],
  now: Date,
): Promise<number> {
  return trx.run(
    "update code set deleted_at = $3 where list_id = $1 and id = any($2::uuid[]) and deleted_at is null",
    [listId, ids, now],
  );
}

/** A code that was added anew meanwhile stays as that. */
export function undeleteCodes(trx: Transaction, listId: string, ids: readonly string[]): Promise<number> {
  return trx.run(
    `update code c set deleted_at = null where list_id = $1 and id = any($2::uuid[]) and deleted_at is not null
       and not exists (select 1 from code o where o.tenant_id = c.tenant_id and o.list_id = c.list_id and o.code = c.code and o.deleted_at is null)`,
    [listId, ids],
  );
}

async function refuseUnlisted(trx: Transaction, listId: string): Promise<void> {
  const found = await trx.one(
    "select 1 from code_validator where id = $1 and kind = 'list' and deleted_at is null",
    [listId],
  );
  if (found === undefined) throw validatorNotFound();
}

function tooMany(): PlatformError {
  return new PlatformError(`A list holds ${MOST_CODES.toLocaleString("en")} codes at most.`, {
    code: "codes.too_many",
    status: 422,
    hint: "Make another list for the rest.",
  });
}
