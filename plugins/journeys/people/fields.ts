import { PlatformError, type Transaction } from "@promostack/core";
import type { Field, FieldChange, FieldUse, Reached } from "./fieldsApi.ts";
import { renameInSegments } from "./segmentRename.ts";
import { usesOf } from "./uses.ts";

/** The fields that were given a type, by name. */
export async function fieldsOf(trx: Transaction): Promise<ReadonlyMap<string, Field>> {
  const rows = await trx.many<Field>(
    "select name, label, type, options from person_field order by lower(label), name",
  );
  return new Map(rows.map((row) => [row.name, row]));
}

/** Every field that is defined or that somebody has, with how many have it and where else it is used. */
export async function fieldUses(trx: Transaction): Promise<FieldUse[]> {
  const rows = await trx.many<{ name: string; people: number }>(
    `select name, sum(people)::bigint as people from (
       select k as name, count(*) as people from person p, jsonb_object_keys(p.fields) k group by k
       union all select name, 0 from person_field
     ) f group by name order by lower(name), name`,
  );
  const defined = await fieldsOf(trx);
  const uses = await usesOf(
    trx,
    "field",
    rows.map(({ name }) => name),
  );
  return rows.map(({ name, people }) => ({
    ...(defined.get(name) ?? { name, label: name, type: "text" as const, options: [] }),
    defined: defined.has(name),
    people,
    ...(uses.get(name) ?? { segments: [], journeys: [] }),
  }));
}

/** Gives a name a label and a type. Raises `field.known` and `field.no_options`. */
export async function addField(trx: Transaction, tenantId: string, field: Field, now: Date): Promise<void> {
  refuseNoOptions(field);
  const added = await trx.run(
    `insert into person_field (tenant_id, name, label, type, options, created_at)
     values ($1, $2, $3, $4, $5, $6) on conflict do nothing`,
    [tenantId, field.name, field.label, field.type, field.options, now],
  );
  if (added === 0) throw fieldKnown(field.name);
}

/**
 * Changes a field, its name too: then with everybody who has it and in every segment. Answers how far the new name reached.
 * Values are left as they are. Raises `field.not_found`, `field.known` and `field.no_options`.
 */
export async function changeField(trx: Transaction, name: string, change: FieldChange): Promise<Reached> {
  refuseNoOptions(change);
  const to = change.name ?? name;
  if (to !== name && (await isKnown(trx, to))) throw fieldKnown(to);
  const changed = await trx.run(
    "update person_field set name = $2, label = $3, type = $4, options = $5 where name = $1",
    [name, to, change.label, change.type, change.options],
  );
  if (changed === 0) throw fieldNotFound();
  if (to === name) return { people: 0, segments: 0 };
  const people = await trx.run(
    "update person set fields = (fields - $1::text) || jsonb_build_object($2::text, fields->$1::text) where fields ? $1",
    [name, to],
  );
  return { people, segments: await renameInSegments(trx, "field", name, to) };
}

/** Takes a field, and its value off everybody. Raises `field.not_found`. */
export async function deleteField(trx: Transaction, name: string): Promise<Reached> {
  const people = await trx.run("update person set fields = fields - $1::text where fields ? $1", [name]);
  const defined = await trx.run("delete from person_field where name = $1", [name]);
  if (people + defined === 0) throw fieldNotFound();
  return { people, segments: 0 };
}

async function isKnown(trx: Transaction, name: string): Promise<boolean> {
  const row = await trx.one(
    "select from person_field where name = $1 union (select from person where fields ? $1 limit 1)",
    [name],
  );
  return row !== undefined;
}

function refuseNoOptions({ type, options }: Pick<Field, "type" | "options">): void {
  if (type !== "choice" || options.length > 0) return;
  throw new PlatformError("A choice needs something to choose from.", {
    code: "field.no_options",
    status: 422,
    hint: "Add at least one option.",
    details: { fields: [{ field: "options", message: "Add at least one option." }] },
  });
}

function fieldKnown(name: string): PlatformError {
  return new PlatformError(`There is a field ${name} already.`, {
    code: "field.known",
    status: 409,
    hint: "Choose another name.",
    details: { fields: [{ field: "name", message: "There is a field of this name already." }] },
  });
}

function fieldNotFound(): PlatformError {
  return new PlatformError("There is no such field.", {
    code: "field.not_found",
    status: 404,
    hint: "Load the list again: a colleague may have deleted it.",
  });
}
