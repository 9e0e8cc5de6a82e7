import { type Log, PlatformError, type Transaction } from "@promostack/core";
import pg from "pg";
import { connectDirect } from "./direct.ts";

/** Longest statement of each role. */
export const STATEMENT_SECONDS = { app: 60, system: 300 };

/** Whom a pool signs in as. */
interface RoleLogin {
  kind: "app" | "system";
  name: string;
  /** Address with this role's user and password. */
  address: string;
}

/** How the two roles are known: by addresses that the operator gave, or made by us beside the common address. */
export interface RolePlan {
  logins: readonly RoleLogin[];
  /** True where the roles are ours to make. */
  ours: boolean;
}

/**
 * @param known names in host.role: a copied or restored database keeps the roles that its grants name.
 * @param password of a role that we make, derived from the secrets key.
 */
export async function planRoles(
  common: string,
  given: { app?: string; system?: string },
  known: ReadonlyMap<string, string>,
  password: (role: string) => string,
): Promise<RolePlan> {
  if (given.app && given.system) {
    const [app, system] = await Promise.all([whoIs(given.app), whoIs(given.system)]);
    return {
      ours: false,
      logins: [
        { kind: "app", name: app, address: given.app },
        { kind: "system", name: system, address: given.system },
      ],
    };
  }
  const login = (kind: "app" | "system"): RoleLogin => {
    const address = new URL(common);
    // Named by the database, because roles belong to the whole server and two installations may share one.
    const name =
      known.get(kind) ?? `${decodeURIComponent(address.pathname.slice(1)) || "promostack"}_${kind}`;
    address.username = encodeURIComponent(name);
    address.password = password(name);
    return { kind, name, address: address.href };
  };
  return { ours: true, logins: [login("app"), login("system")] };
}

async function whoIs(address: string): Promise<string> {
  const client = await connectDirect(address, "sign-in check");
  try {
    const { rows } = await client.query<{ name: string }>("select current_user::text as name");
    return rows[0]?.name ?? "";
  } finally {
    await client.end();
  }
}

/**
 * Makes the roles where they are missing and ours to make, and writes their names to host.role.
 * @throws PlatformError `database.roles` when the owner may not create roles, or a role could step around row security.
 */
export async function ensureRoles(trx: Transaction, { logins, ours }: RolePlan, log: Log): Promise<void> {
  for (const login of logins) {
    const known = await trx.one("select 1 from pg_roles where rolname = $1", [login.name]);
    if (!known && ours) await createRole(trx, login, log);
  }
  const facts = await trx.many<{ name: string; superuser: boolean; bypasses: boolean; owns: boolean }>(
    `select rolname::text as name, rolsuper as superuser, rolbypassrls as bypasses,
       exists (select from pg_class where relowner = r.oid) or exists (select from pg_namespace where nspowner = r.oid)
         or pg_has_role(r.rolname, current_user, 'member') as owns
     from pg_roles r where rolname = any($1)`,
    [logins.map(({ name }) => name)],
  );
  for (const { name, superuser, bypasses, owns } of facts) {
    const fault = superuser
      ? "is a superuser"
      : bypasses
        ? "has BYPASSRLS"
        : owns
          ? "owns tables or schemas"
          : "";
    if (fault !== "") throw tooStrong(name, fault);
  }
  if (new Set(logins.map(({ name }) => name)).size !== 2)
    throw tooStrong(logins[0]?.name ?? "", "serves both purposes");
  for (const { kind, name } of logins) {
    await trx.run(
      `insert into host.role (kind, name) values ($1, $2)
       on conflict (kind) do update set name = excluded.name where role.name <> excluded.name`,
      [kind, name],
    );
  }
}

async function createRole(trx: Transaction, { name, address, kind }: RoleLogin, log: Log): Promise<void> {
  const owner = await trx.one<{ may: boolean }>(
    "select rolcreaterole or rolsuper as may from pg_roles where rolname = current_user",
  );
  if (!owner?.may) {
    throw new PlatformError(`DATABASE_URL's role may not create the role ${name}.`, {
      code: "database.roles",
      phase: "migrate",
      hint:
        "Create two roles yourself (create role … login password …: no superuser, no BYPASSRLS, owning nothing) and give their " +
        "addresses in APP_DATABASE_URL and SYSTEM_DATABASE_URL; or let DATABASE_DIRECT_URL sign in as a role with CREATEROLE.",
    });
  }
  const role = pg.escapeIdentifier(name);
  log.info("Making the database role", { role: name });
  await trx.run(`create role ${role} login noinherit password ${passwordOf(address)}`);
  // Kept by the role, not by sessions, so that it also holds behind a pooler.
  await trx.run(`alter role ${role} set statement_timeout = '${STATEMENT_SECONDS[kind]}s'`);
  await trx.run(`alter role ${role} set idle_in_transaction_session_timeout = '60s'`);
}

/**
 * Signs in once as each of our roles. One that is refused has the password of another secrets key: of one of ours that went before, and is
 * given today's; or of one that is not ours, and hosts that hold it would be locked out.
 * @param previous passwords of the keys that went before.
 * @param owner runs a statement as the owner.
 * @param keyIsLost true where nobody holds the other key any more.
 * @throws PlatformError `database.other_key`.
 */
export async function ensureLogins(
  { logins, ours }: RolePlan,
  { previous, owner, keyIsLost }: LoginParts,
): Promise<void> {
  if (!ours) return;
  for (const login of logins) {
    if (await signsIn(login.address)) continue;
    const before = previous.map((password) => withPassword(login.address, password(login.name)));
    const known = await Promise.all(before.map(signsIn));
    if (!keyIsLost && !known.includes(true)) throw otherKey();
    await owner(`alter role ${pg.escapeIdentifier(login.name)} password ${passwordOf(login.address)}`);
    await whoIs(login.address);
  }
}

interface LoginParts {
  previous: readonly ((role: string) => string)[];
  owner(text: string): Promise<unknown>;
  keyIsLost: boolean;
}

async function signsIn(address: string): Promise<boolean> {
  try {
    await whoIs(address);
    return true;
  } catch (error) {
    if (PlatformError.is(error) && error.code === "database.denied") return false;
    throw error;
  }
}

function withPassword(address: string, password: string): string {
  const other = new URL(address);
  other.password = password;
  return other.href;
}

function otherKey(): PlatformError {
  return new PlatformError("This database belongs to an installation with another secrets key.", {
    code: "database.other_key",
    hint:
      "Give every replica and every command the same SECRETS_KEY: the first host keeps it in its DATA_DIR/secrets.key where none is set. " +
      "A key that is being replaced goes into SECRETS_KEY_PREVIOUS. Where it is lost for good: promostack secrets rotate --lost.",
  });
}

const passwordOf = (address: string) => pg.escapeLiteral(decodeURIComponent(new URL(address).password));

function tooStrong(role: string, fault: string): PlatformError {
  return new PlatformError(`The database role ${role} ${fault}, so row security would not hold.`, {
    code: "database.roles",
    phase: "migrate",
    hint: "Give APP_DATABASE_URL and SYSTEM_DATABASE_URL a role each that owns nothing and is no superuser.",
  });
}
