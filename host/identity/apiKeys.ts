import { createHash, randomBytes } from "node:crypto";
import type { TenantRole } from "@promostack/core";
import type { Database } from "../db/database.ts";
import { allows } from "./access.ts";
import type { Caller } from "./caller.ts";
import { notSignedIn } from "./refusal.ts";

/** Tells a key from a session's token, and a leaked one to whoever searches for it. */
const PREFIX = "psk_";
const BYTES = 32;
/** For keys that do not run out: what is asked now is answered soon. */
const YEAR_MS = 365 * 86_400_000;

interface KeyRow {
  id: string;
  name: string;
  role: KeyRole;
  /** Of who made it; null where they have left the team. */
  makerRole: TenantRole | null;
  expired: boolean;
  expiresAt: Date | null;
  tenantId: string;
  slug: string;
  tenantName: string;
  timezone: string;
}

const FIND = `
  with found as (select * from host.api_key where secret_hash = $1),
  used as (
    update host.api_key known set last_used_at = now() from found
    where known.tenant_id = found.tenant_id and known.id = found.id
      and (found.last_used_at is null or found.last_used_at < now() - interval '1 minute'))
  select found.id, found.name, found.role, maker.role as "makerRole", coalesce(found.expires_at <= now(), false) as expired,
    found.expires_at as "expiresAt", tenant.id as "tenantId", tenant.slug, tenant.name as "tenantName", tenant.timezone
  from found join host.tenant on tenant.id = found.tenant_id
    left join host.person on person.email = found.created_by
    left join host.tenant_users maker on maker.tenant_id = found.tenant_id and maker.person_id = person.id`;

/** A fresh key: the one time that it can be read. */
export function makeApiKey(): { key: string; hash: Buffer; last4: string } {
  const key = PREFIX + randomBytes(BYTES).toString("base64url");
  return { key, hash: hashOf(key), last4: key.slice(-4) };
}

/** No key is an owner. */
type KeyRole = Exclude<TenantRole, "owner">;

/** What a key may do: as it was made, and no more than its maker may now. Whoever loses a right keeps none in a key. */
export function keyRole(made: KeyRole, maker: TenantRole): KeyRole {
  return maker === "owner" || allows(maker, made) ? made : maker;
}

export function isApiKey(token: string): boolean {
  return token.startsWith(PREFIX);
}

/** Programs that show a tenant's key. The database is asked each time, so that a deleted key is dead at once on every replica. */
export class ApiKeys {
  readonly #database: Pick<Database, "query">;

  constructor(database: Pick<Database, "query">) {
    this.#database = database;
  }

  /**
   * One seat in one tenant, never more than its maker's, and never an admin of the platform. Raises 401 `identity.key_unknown`,
   * `identity.key_expired`, `identity.key_maker_left`.
   */
  async caller(key: string): Promise<Caller> {
    const [row] = await this.#database.query<KeyRow>(FIND, [hashOf(key)]);
    if (row === undefined) throw notSignedIn("key_unknown", "There is no such API key (any more).");
    if (row.expired) throw notSignedIn("key_expired", "The API key has run out.");
    if (row.makerRole === null)
      throw notSignedIn(
        "key_maker_left",
        "Who made this API key has left the team. Another member can make a new one.",
      );
    const role = keyRole(row.role, row.makerRole);
    const { id, tenantId, slug, tenantName, timezone } = row;
    const proof = `key|${id}`;
    return {
      person: { id, email: `API key ${row.name}`, name: undefined },
      admin: false,
      memberships: [{ tenantId, slug, name: tenantName, timezone, role }],
      method: "key",
      sessionKey: proof,
      proofKey: proof,
      expiresAt: row.expiresAt ?? new Date(Date.now() + YEAR_MS),
      viewAs: undefined,
    };
  }
}

/** A key is 256 bits of chance: a plain hash of it can neither be guessed nor turned round. */
function hashOf(key: string): Buffer {
  return createHash("sha256").update(key).digest();
}
