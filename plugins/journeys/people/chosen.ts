import { PlatformError, type Transaction } from "@promostack/core";
import type { ChosenPeople } from "./actsApi.ts";
import { choiceConditions } from "./list.ts";

/**
 * The next people of an act on many, at most `limit`, in order of their ids. `next` is where to go on, absent when nobody is left.
 * Raises `act.nobody`.
 */
export async function nextChosen(
  trx: Transaction,
  { ids, filter, after }: ChosenPeople,
  now: Date,
  limit: number,
): Promise<{ people: string[]; next?: string }> {
  if (ids === undefined && filter === undefined) throw nobodyNamed();
  const conditions = (await choiceConditions(trx, filter ?? {}, now))
    .add(ids, (place) => `p.id = any(${place}::uuid[])`)
    .add(after, (place) => `p.id > ${place}::uuid`);
  const rows = await trx.many<{ id: string }>(
    `select p.id from person p ${conditions.where} order by p.id limit ${limit + 1}`,
    conditions.values,
  );
  const people = rows.slice(0, limit).map(({ id }) => id);
  const last = people.at(-1);
  return { people, ...(rows.length > limit && last !== undefined && { next: last }) };
}

/** Everybody is a filter without words; nothing at all is a slip. */
function nobodyNamed(): PlatformError {
  return new PlatformError("Nobody is named.", {
    code: "act.nobody",
    status: 422,
    hint: "Give the people's ids, or a filter; an empty filter is everybody.",
  });
}
