import type { TenantRole } from "@promostack/core";
import { uuidv7 } from "uuidv7";
import type { Database } from "../db/database.ts";
import type { Membership } from "./caller.ts";
import { PersonMemory, peopleChanged } from "./personMemory.ts";

/** What the database knows of a verified address. */
export interface KnownPerson {
  id: string;
  email: string;
  name: string | undefined;
  memberships: Membership[];
  /** Which of the asked session keys were ended by a sign-out. */
  ended: string[];
}

interface PersonRow {
  id: string;
  email: string;
  name: string | null;
  memberships: { tenantId: string; slug: string; name: string; timezone: string; role: TenantRole }[];
  ended: string[];
}

const LOAD = `
  select person.id, person.email, person.name,
    coalesce((
      select json_agg(json_build_object('tenantId', tenant.id, 'slug', tenant.slug, 'name', tenant.name,
               'timezone', tenant.timezone, 'role', seat.role) order by tenant.name, tenant.id)
      from host.tenant_users seat join host.tenant on tenant.id = seat.tenant_id
      where seat.person_id = person.id), '[]') as memberships,
    coalesce((select json_agg(key) from host.ended_session where key = any($2)), '[]') as ended
  from host.person where person.email = $1`;

type PeopleDatabase = Pick<Database, "query" | "listen" | "hears" | "tell">;

/** Persons by verified e-mail address. */
export class People {
  readonly #database: PeopleDatabase;
  readonly #memory: PersonMemory;

  constructor(database: PeopleDatabase) {
    this.#database = database;
    this.#memory = new PersonMemory(database);
  }

  open(): Promise<void> {
    return this.#memory.open();
  }

  close(): Promise<void> {
    return this.#memory.close();
  }

  /** As `load`, from memory where nothing changed since: for whoever only reads. */
  recall(email: string, name: string | undefined, sessionKeys: readonly string[]): Promise<KnownPerson> {
    return this.#memory.get([email, ...sessionKeys].join(" "), () => this.load(email, name, sessionKeys));
  }

  /** The person of a verified address (lower case), made at first sight. One statement, where the person is known. */
  async load(email: string, name: string | undefined, sessionKeys: readonly string[]): Promise<KnownPerson> {
    const known = await this.#find(email, sessionKeys);
    if (known !== undefined) return known;
    await this.#database.query(
      "insert into host.person (id, email, name) values ($1, $2, $3) on conflict (email) do nothing",
      [uuidv7(), email, name ?? null],
    );
    const made = await this.#find(email, sessionKeys);
    if (made === undefined) throw new Error(`The person ${email} could not be stored.`);
    return made;
  }

  /** Ends a session, or a view-as grant, on every replica. Forgets what has run out meanwhile. */
  async end(key: string, until: Date): Promise<void> {
    await this.#database.query(
      `with gone as (delete from host.ended_session where until < now())
       insert into host.ended_session (key, until, ended_at) values ($1, $2, now()) on conflict (key) do nothing`,
      [key, until],
    );
    peopleChanged(this.#database);
  }

  async #find(email: string, sessionKeys: readonly string[]): Promise<KnownPerson | undefined> {
    const [row] = await this.#database.query<PersonRow>(LOAD, [email, sessionKeys]);
    return row && { ...row, name: row.name ?? undefined };
  }
}
