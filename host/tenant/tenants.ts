import { PlatformError, type TenantRole, type Transaction } from "@promostack/core";
import { uuidv7 } from "uuidv7";
import type { Database } from "../db/database.ts";
import { peopleChanged } from "../identity/personMemory.ts";
import { checkTimezone } from "./timezone.ts";

export interface NewTenant {
  slug: string;
  name: string;
  /** IANA zone; UTC when absent. */
  timezone?: string;
}

/** The host service `platform.tenants@1`: tenants, persons and who belongs where. Every argument is plain data. */
export class Tenants {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /** Makes a tenant and answers its id. Raises 409 `tenant.slug_taken`. */
  createTenant(tenant: NewTenant): Promise<{ id: string }> {
    return this.#database.system((trx) => insertTenant(trx, tenant));
  }

  /** The person of an address, made where there is none. The address proves nothing until somebody signs in with it. */
  ensurePerson(person: { email: string; name?: string }): Promise<{ id: string }> {
    return this.#database.system((trx) => ensurePerson(trx, person));
  }

  /** Gives a person a role in a tenant, or another role than before. */
  async addMember(member: { tenantId: string; personId: string; role: TenantRole }): Promise<void> {
    await this.#database.system((trx) =>
      trx.run(
        `insert into host.tenant_users (tenant_id, person_id, role) values ($1, $2, $3)
         on conflict (tenant_id, person_id) do update set role = excluded.role`,
        [member.tenantId, member.personId, member.role],
      ),
    );
    peopleChanged(this.#database);
  }

  async countTenants(): Promise<number> {
    const [row] = await this.#database.query<{ count: number }>(
      "select count(*)::int as count from host.tenant",
    );
    return row?.count ?? 0;
  }

  async findTenant(slug: string): Promise<{ id: string } | undefined> {
    const [row] = await this.#database.query<{ id: string }>("select id from host.tenant where slug = $1", [
      slug,
    ]);
    return row;
  }
}

/** Inside the caller's transaction, so that a tenant and its owner come into being together. */
export async function insertTenant(trx: Transaction, tenant: NewTenant): Promise<{ id: string }> {
  const { slug, name, timezone = "UTC" } = tenant;
  checkTimezone(timezone);
  const made = await trx.one<{ id: string }>(
    `insert into host.tenant (id, slug, name, timezone) values ($1, $2, $3, $4)
     on conflict (slug) do nothing returning id`,
    [uuidv7(), slug, name, timezone],
  );
  if (made) return made;
  throw new PlatformError(`There is a tenant with the short name ${slug} already.`, {
    code: "tenant.slug_taken",
    status: 409,
    hint: "Choose another short name.",
    details: { slug },
  });
}

/** Finds or makes a person. A name that is known already stays. */
export async function ensurePerson(
  trx: Transaction,
  person: { email: string; name?: string },
): Promise<{ id: string }> {
  const made = await trx.one<{ id: string }>(
    `insert into host.person (id, email, name) values ($1, lower($2), $3)
     on conflict (email) do update set name = coalesce(person.name, excluded.name) returning id`,
    [uuidv7(), person.email.trim(), person.name ?? null],
  );
  if (!made) throw new Error("The person could not be stored.");
  return made;
}
