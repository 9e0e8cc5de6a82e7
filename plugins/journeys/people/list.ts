import {
  Conditions,
  type ListPage,
  listPage,
  PlatformError,
  searchFor,
  type Transaction,
} from "@promostack/core";
import type { PeopleChoice, PeopleCount, PeopleFilter, PeopleQuery, PersonRow } from "./api.ts";
import { PEOPLE } from "./listShapes.ts";
import type { SegmentRules } from "./segment.ts";
import { REACH_NAME, REACH_SQL, segmentSql } from "./segmentSql.ts";

/** Of a `PersonRow`, of a person `p`. */
export const PERSON_COLUMNS = `p.id, p.telegram_id::text as "telegramId", p.first_name as "firstName", p.last_name as "lastName", p.username, p.language,
  p.source, p.tags, p.first_seen as "firstSeen", p.last_heard as "lastHeard",
  ${REACH_NAME} as reach,
  (select j.name from session s join journey j on j.tenant_id = s.tenant_id and j.id = s.journey_id
   where s.tenant_id = p.tenant_id and s.person_id = p.id and s.ended_at is null) as journey`;

type Row = Omit<PersonRow, "firstSeen" | "lastHeard"> & { firstSeen: Date; lastHeard: Date | null };

/** A page of the tenant's people, the newest first unless asked otherwise. */
export async function peoplePage(
  trx: Transaction,
  query: PeopleQuery,
  now: Date,
): Promise<ListPage<PersonRow>> {
  const conditions = await peopleConditions(trx, query, now);
  const { items, next } = await listPage<Row>(
    trx,
    PEOPLE,
    { select: PERSON_COLUMNS, from: "person p", conditions },
    query,
  );
  return { items: items.map(rowOf), ...(next !== undefined && { next }) };
}

/** The first people of a segment, whether it is kept or still being made. */
export async function firstPeople(
  trx: Transaction,
  rules: SegmentRules,
  now: Date,
  limit: number,
): Promise<PersonRow[]> {
  const conditions = new Conditions();
  conditions.always(segmentSql(rules, conditions, now));
  const { items } = await listPage<Row>(
    trx,
    PEOPLE,
    { select: PERSON_COLUMNS, from: "person p", conditions },
    { limit },
  );
  return items.map(rowOf);
}

/** How many there are, and how many of them can be written to. */
export async function countPeople(trx: Transaction, conditions: Conditions): Promise<PeopleCount> {
  const row = await trx.one<PeopleCount>(
    `select count(*) as count, count(*) filter (where ${REACH_SQL.reachable}) as reachable from person p ${conditions.where}`,
    conditions.values,
  );
  return row ?? { count: 0, reachable: 0 };
}

/** What a filter and its search ask of people `p`: those whom the list would show. Raises `segment.not_found`. */
export async function choiceConditions(
  trx: Transaction,
  { q, ...filter }: PeopleChoice,
  now: Date,
): Promise<Conditions> {
  const conditions = await peopleConditions(trx, filter, now);
  searchFor(q, PEOPLE.search, conditions);
  return conditions;
}

/** What a filter asks of people `p`. Raises `segment.not_found`. */
async function peopleConditions(
  trx: Transaction,
  { tag, language, source, reach, journey, segment }: PeopleFilter,
  now: Date,
): Promise<Conditions> {
  const conditions = new Conditions()
    .add(tag, (place) => `p.tags @> array[${place}::text]`)
    .add(language, (place) => `(p.language = ${place} or p.language like ${place} || '-%')`)
    .add(source, (place) => `p.source = ${place}`)
    .add(
      journey,
      (place) =>
        `exists (select from session s where s.tenant_id = p.tenant_id and s.person_id = p.id and s.journey_id = ${place}::uuid and s.ended_at is null)`,
    );
  if (reach !== undefined) conditions.always(REACH_SQL[reach]);
  if (segment !== undefined) {
    const row = await trx.one<{ rules: SegmentRules }>("select rules from segment where id = $1", [segment]);
    if (row === undefined) throw segmentNotFound();
    conditions.always(segmentSql(row.rules, conditions, now));
  }
  return conditions;
}

export function segmentNotFound(): PlatformError {
  return new PlatformError("There is no such segment.", {
    code: "segment.not_found",
    status: 404,
    hint: "Load the list again: a colleague may have deleted it.",
  });
}

function rowOf({ firstSeen, lastHeard, ...row }: Row): PersonRow {
  return { ...row, firstSeen: firstSeen.toISOString(), lastHeard: lastHeard?.toISOString() ?? null };
}
