import type { Transaction } from "@promostack/core";
import type { User } from "../domain/shapes.ts";

export interface Person {
  id: number;
  first_name: string;
  last_name: string | null;
  username: string | null;
  language_code: string;
  bio: string | null;
  deactivated: boolean;
  sample: boolean;
}

export const PERSON_COLUMNS = "id, first_name, last_name, username, language_code, bio, deactivated, sample";

export interface NewPerson {
  firstName: string;
  lastName?: string;
  username?: string;
  languageCode?: string;
  sample?: boolean;
}

export async function createPerson(trx: Transaction, person: NewPerson, now: Date): Promise<Person> {
  const row = await trx.one<Person>(
    `insert into person (first_name, last_name, username, language_code, sample, created_at)
     values ($1, $2, $3, $4, $5, $6) returning ${PERSON_COLUMNS}`,
    [
      person.firstName,
      person.lastName ?? null,
      person.username ?? null,
      person.languageCode ?? "en",
      person.sample ?? false,
      now,
    ],
  );
  if (!row) throw new Error("An insert returned no row.");
  return row;
}

export function findPerson(trx: Transaction, id: number): Promise<Person | undefined> {
  return trx.one<Person>(`select ${PERSON_COLUMNS} from person where id = $1`, [id]);
}

export function personUser(person: Person): User {
  return {
    id: person.id,
    is_bot: false,
    first_name: person.first_name,
    ...(person.last_name !== null && { last_name: person.last_name }),
    ...(person.username !== null && { username: person.username }),
    language_code: person.language_code,
  };
}

/** Users, people or bots, by id; ids that nobody has are absent. */
export async function usersById(trx: Transaction, ids: readonly number[]): Promise<Map<number, User>> {
  if (ids.length === 0) return new Map();
  const people = await trx.many<Person>(`select ${PERSON_COLUMNS} from person where id = any($1)`, [ids]);
  const bots = await trx.many<{ id: number; name: string; username: string }>(
    "select id, name, username from bot where id = any($1)",
    [ids],
  );
  return new Map<number, User>([
    ...people.map((each): [number, User] => [each.id, personUser(each)]),
    ...bots.map(({ id, name, username }): [number, User] => [
      id,
      { id, is_bot: true, first_name: name, username },
    ]),
  ]);
}
