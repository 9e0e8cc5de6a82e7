import { type Disposable, type Log, PlatformError, type SqlValue, type Transaction } from "@promostack/core";
import type { Config } from "../config/config.ts";
import { deriveKey, readKey, readPreviousKeys, type SecretsKey } from "../secret/key.ts";
import { connectDirect } from "./direct.ts";
import { EmbeddedServer } from "./embeddedServer.ts";
import { knownRoles, migrateHost, type OwnerTransact } from "./hostMigrations.ts";
import { Listener } from "./listener.ts";
import { type HeldLock, takeLock } from "./lock.ts";
import { OwnerLine } from "./ownerLine.ts";
import { Pool, type PoolStats } from "./pool.ts";
import { ensureLogins, planRoles, type RolePlan, STATEMENT_SECONDS } from "./roles.ts";
import { inTransaction } from "./transaction.ts";

export type { HeldLock, PoolStats };

/**
 * The platform's PostgreSQL. The pools need nothing of a session, so a pooler in transaction mode may stand before them;
 * `owner`, `listen` and `lock` use direct connections. Types of values: see values.ts.
 */
export interface Database {
  /** A short transaction under the tenant's row security. `schema` (default `host`) is the search path. */
  tenant<Result>(
    tenantId: string,
    work: (trx: Transaction) => Promise<Result>,
    schema?: string,
  ): Promise<Result>;
  /** A short transaction over every tenant's rows, for the host itself. */
  system<Result>(work: (trx: Transaction) => Promise<Result>, schema?: string): Promise<Result>;
  /** ONE statement over every tenant's rows, committed by itself: the fastest path. Name tables with their schema. */
  query<Row extends object>(text: string, values?: readonly SqlValue[]): Promise<Row[]>;
  /** A transaction as the owner of the tables, on a connection of its own: migrations only. */
  owner<Result>(work: (trx: Transaction) => Promise<Result>): Promise<Result>;
  /** Calls back with each payload, and with "" after a reconnect, since notices were missed then. */
  listen(channel: string, onNotify: (payload: string) => void): Promise<Disposable>;
  /** False while notices are missed: what they would correct must not be believed then. */
  hears(): boolean;
  /** Calls back who listens in this process, now: a notice of the database comes a moment after the commit. */
  tell(channel: string, payload: string): void;
  /** A lock across all hosts, by name; undefined where another holds it. Freed when this process dies. */
  lock(key: string): Promise<HeldLock | undefined>;
  stats(): PoolStats[];
  /** Closes every connection; the last host out also stops the embedded server. */
  close(): Promise<void>;
}

type DatabaseConfig = Pick<
  Config,
  | "dataDir"
  | "databaseUrl"
  | "databaseDirectUrl"
  | "appDatabaseUrl"
  | "systemDatabaseUrl"
  | "databasePool"
  | "secretsKey"
  | "secretsKeyPrevious"
>;

/**
 * Finds or starts the database, makes roles and host tables, and opens the pools.
 * @param options keyIsLost: nobody holds the key any more that the roles' passwords come from.
 */
export async function openDatabase(
  config: DatabaseConfig,
  log: Log,
  options: { keyIsLost?: boolean } = {},
): Promise<Database> {
  const embedded = config.databaseUrl
    ? undefined
    : await EmbeddedServer.open({ dataDir: config.dataDir, log });
  try {
    const common = () => embedded?.url ?? config.databaseUrl ?? "";
    const direct = () => embedded?.url ?? config.databaseDirectUrl ?? config.databaseUrl ?? "";
    const roles = await prepare(config, common(), direct(), log, options.keyIsLost ?? false);
    return new PooledDatabase({ roles, direct, common, size: config.databasePool, log, embedded });
  } catch (error) {
    await embedded?.close();
    throw error;
  }
}

async function prepare(
  config: DatabaseConfig,
  common: string,
  direct: string,
  log: Log,
  keyIsLost: boolean,
): Promise<RolePlan> {
  const passwords = (key: SecretsKey) => (role: string) => deriveKey(key, `role ${role}`).toString("hex");
  const password = passwords(await readKey(config));
  const previous = (await readPreviousKeys(config)).map(passwords);
  const given = { app: config.appDatabaseUrl, system: config.systemDatabaseUrl };
  const client = await connectDirect(direct, "migrate");
  try {
    const owner: OwnerTransact = (work) => inTransaction(client, "begin", work, () => undefined);
    const roles = await planRoles(common, given, await owner(knownRoles), password);
    await migrateHost(owner, roles, log);
    await ensureLogins(roles, { previous, owner: (text) => client.query(text), keyIsLost });
    return roles;
  } finally {
    await client.end();
  }
}

interface Parts {
  roles: RolePlan;
  direct: () => string;
  common: () => string;
  size: number;
  log: Log;
  embedded: EmbeddedServer | undefined;
}

class PooledDatabase implements Database {
  readonly #app: Pool;
  readonly #system: Pool;
  readonly #direct: () => string;
  readonly #owner: OwnerLine;
  readonly #listener: Listener;
  readonly #embedded: EmbeddedServer | undefined;

  constructor({ roles, direct, common, size, log, embedded }: Parts) {
    const pool = (kind: "app" | "system") =>
      new Pool({
        name: kind,
        max: size,
        log,
        silenceMs: 1_500 * STATEMENT_SECONDS[kind],
        address: () => addressOf(roles, kind, embedded ? common() : undefined),
      });
    this.#app = pool("app");
    this.#system = pool("system");
    this.#direct = direct;
    this.#owner = new OwnerLine(direct);
    this.#listener = new Listener(direct, log);
    this.#embedded = embedded;
  }

  async tenant<Result>(
    tenantId: string,
    work: (trx: Transaction) => Promise<Result>,
    schema = "host",
  ): Promise<Result> {
    if (!UUID.test(tenantId)) throw notATenant(tenantId);
    const begin = `begin; select set_config('app.tenant', '${tenantId}', true); ${searchPath(schema)}`;
    return this.#app.transaction(begin, work);
  }

  system<Result>(work: (trx: Transaction) => Promise<Result>, schema = "host"): Promise<Result> {
    return this.#system.transaction(`begin; ${searchPath(schema)}`, work);
  }

  query<Row extends object>(text: string, values?: readonly SqlValue[]): Promise<Row[]> {
    return this.#system.query(text, values);
  }

  owner<Result>(work: (trx: Transaction) => Promise<Result>): Promise<Result> {
    return this.#owner.transaction(work);
  }

  listen(channel: string, onNotify: (payload: string) => void): Promise<Disposable> {
    return this.#listener.listen(channel, onNotify);
  }

  hears(): boolean {
    return this.#listener.hears;
  }

  tell(channel: string, payload: string): void {
    this.#listener.tell(channel, payload);
  }

  lock(key: string): Promise<HeldLock | undefined> {
    return takeLock(this.#direct(), key);
  }

  stats(): PoolStats[] {
    return [this.#app.stats(), this.#system.stats()];
  }

  async close(): Promise<void> {
    await Promise.all([this.#listener.close(), this.#owner.close()]);
    await Promise.all([this.#app.close(), this.#system.close()]);
    await this.#embedded?.close();
  }
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

function searchPath(schema: string): string {
  if (!/^[a-z_][a-z0-9_]{0,62}$/.test(schema)) throw new RangeError(`${schema} is not a schema's name.`);
  return `set local search_path to ${schema}`;
}

/** A role's address; where the embedded server had to come back on another port, with that port. */
function addressOf({ logins }: RolePlan, kind: "app" | "system", now: string | undefined): string {
  const address = logins.find((login) => login.kind === kind)?.address ?? "";
  if (now === undefined) return address;
  const moved = new URL(address);
  moved.port = new URL(now).port;
  return moved.href;
}

function notATenant(tenantId: string): PlatformError {
  return new PlatformError("A tenant's id must be a UUID.", {
    code: "tenant.invalid",
    status: 400,
    hint: "Send the id as /api/me lists it.",
    details: { tenantId },
  });
}
