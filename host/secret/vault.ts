import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";
import { type Log, PlatformError, type SqlValue, type Transaction } from "@promostack/core";
import type { Config } from "../config/config.ts";
import type { Database } from "../db/database.ts";
import { readKey, readPreviousKeys, type SecretsKey } from "./key.ts";

const NONCE = 12;
const TAG = 16;
/** Stands for the installation, where a secret is of no tenant. */
const INSTALLATION = "00000000-0000-0000-0000-000000000000";
const BATCH = 200;

export interface SecretDescription {
  last4: string;
  updatedAt: Date;
}

interface Row {
  tenant_id: string;
  plugin: string;
  name: string;
  ciphertext: Buffer;
  key_id: string;
}

type VaultDatabase = Pick<Database, "query" | "system">;

/**
 * Secrets of tenants and of the installation (`null`), AES-256-GCM. A ciphertext is bound to its tenant, plugin and name: moved to
 * another row it does not open. Values never reach logs, errors or descriptions.
 */
export class Vault {
  readonly #database: VaultDatabase;
  readonly #current: SecretsKey;
  readonly #keys: ReadonlyMap<string, SecretsKey>;

  constructor(database: VaultDatabase, current: SecretsKey, previous: readonly SecretsKey[] = []) {
    this.#database = database;
    this.#current = current;
    this.#keys = new Map([...previous, current].map((key) => [key.id, key]));
  }

  /** In the caller's transaction where one is given. */
  async put(
    tenantId: string | null,
    plugin: string,
    name: string,
    value: string,
    trx?: Transaction,
  ): Promise<void> {
    const at = tenantId ?? INSTALLATION;
    await this.#run(
      trx,
      `insert into host.secret (tenant_id, plugin, name, ciphertext, key_id, last4, updated_at)
       values ($1, $2, $3, $4, $5, $6, clock_timestamp())
       on conflict (tenant_id, plugin, name) do update set ciphertext = excluded.ciphertext, key_id = excluded.key_id,
         last4 = excluded.last4, updated_at = excluded.updated_at`,
      [at, plugin, name, seal(this.#current, [at, plugin, name], value), this.#current.id, lastFour(value)],
    );
  }

  /** @throws PlatformError `secret.unreadable` where the key is another or the row was tampered with. */
  async get(tenantId: string | null, plugin: string, name: string): Promise<string | undefined> {
    const [row] = await this.#database.query<Row>(
      "select tenant_id, plugin, name, ciphertext, key_id from host.secret where tenant_id = $1 and plugin = $2 and name = $3",
      [tenantId ?? INSTALLATION, plugin, name],
    );
    return row && this.#open(row);
  }

  /** What may be shown of a secret. Values shorter than 12 characters show nothing. */
  async describe(
    tenantId: string | null,
    plugin: string,
    name: string,
  ): Promise<SecretDescription | undefined> {
    const [row] = await this.#database.query<SecretDescription>(
      'select last4, updated_at as "updatedAt" from host.secret where tenant_id = $1 and plugin = $2 and name = $3',
      [tenantId ?? INSTALLATION, plugin, name],
    );
    return row;
  }

  async delete(tenantId: string | null, plugin: string, name: string, trx?: Transaction): Promise<void> {
    await this.#run(trx, "delete from host.secret where tenant_id = $1 and plugin = $2 and name = $3", [
      tenantId ?? INSTALLATION,
      plugin,
      name,
    ]);
  }

  async #run(trx: Transaction | undefined, text: string, values: readonly SqlValue[]): Promise<void> {
    if (trx === undefined) await this.#database.query(text, values);
    else await trx.run(text, values);
  }

  /**
   * Encrypts with the current key whatever another key of ours encrypted. Every host may run it at once.
   * @returns how many were encrypted anew, and how many no key at hand opens: those are left as they are.
   */
  async rotate(): Promise<{ rotated: number; unreadable: number }> {
    let rotated = 0;
    const old = [...this.#keys.keys()].filter((id) => id !== this.#current.id);
    let after: Place | undefined = [INSTALLATION, "", ""];
    while (after && old.length > 0) {
      const from: Place = after;
      const batch: Batch = await this.#database.system((trx) => this.#rotateBatch(trx, old, from));
      rotated += batch.rotated;
      after = batch.last;
    }
    const [left] = await this.#database.query<{ count: number }>(
      "select count(*) as count from host.secret where key_id <> $1",
      [this.#current.id],
    );
    return { rotated, unreadable: left?.count ?? 0 };
  }

  async #rotateBatch(trx: Transaction, old: readonly string[], after: Place): Promise<Batch> {
    const rows = await trx.many<Row>(
      `select tenant_id, plugin, name, ciphertext, key_id from host.secret
       where key_id = any($1) and (tenant_id, plugin, name) > ($2, $3, $4)
       order by tenant_id, plugin, name limit ${BATCH} for update skip locked`,
      [old, ...after],
    );
    let rotated = 0;
    for (const row of rows) {
      const value = this.#tryOpen(row);
      if (value === undefined) continue;
      rotated += await trx.run(
        "update host.secret set ciphertext = $4, key_id = $5 where tenant_id = $1 and plugin = $2 and name = $3",
        [...placeOf(row), seal(this.#current, placeOf(row), value), this.#current.id],
      );
    }
    const last = rows.at(-1);
    return { rotated, last: last && placeOf(last) };
  }

  #tryOpen(row: Row): string | undefined {
    try {
      return this.#open(row);
    } catch (error) {
      // One spoilt row must not keep the others from being rotated, nor the host from starting; rotate() counts it.
      if (PlatformError.is(error)) return undefined;
      throw error;
    }
  }

  #open(row: Row): string {
    const key = this.#keys.get(row.key_id);
    if (!key) throw unreadable(row, "It was encrypted with another key.");
    try {
      const sealed = row.ciphertext;
      const decipher = createDecipheriv("aes-256-gcm", key.bytes, sealed.subarray(0, NONCE));
      decipher.setAAD(Buffer.from(JSON.stringify(placeOf(row))));
      decipher.setAuthTag(sealed.subarray(-TAG));
      return Buffer.concat([decipher.update(sealed.subarray(NONCE, -TAG)), decipher.final()]).toString(
        "utf8",
      );
    } catch (cause) {
      throw unreadable(row, "The stored value was changed.", cause);
    }
  }
}

/** The vault with the configured keys; what SECRETS_KEY_PREVIOUS encrypted is encrypted anew first. */
export async function openVault(config: Config, database: VaultDatabase, log: Log): Promise<Vault> {
  const [current, previous] = await Promise.all([readKey(config), readPreviousKeys(config)]);
  const vault = new Vault(database, current, previous);
  const { rotated, unreadable } = await vault.rotate();
  if (rotated > 0) log.info("Encrypted secrets with the new key", { count: rotated });
  if (unreadable > 0) {
    log.warn("Some stored secrets cannot be read with SECRETS_KEY or SECRETS_KEY_PREVIOUS", {
      count: unreadable,
    });
  }
  return vault;
}

interface Batch {
  rotated: number;
  last: Place | undefined;
}

type Place = [tenantId: string, plugin: string, name: string];

const placeOf = ({ tenant_id, plugin, name }: Row): Place => [tenant_id, plugin, name];

/** nonce, ciphertext, tag. */
function seal(key: SecretsKey, place: Place, value: string): Buffer {
  const nonce = randomBytes(NONCE);
  const cipher = createCipheriv("aes-256-gcm", key.bytes, nonce);
  // JSON keeps the parts apart: ["a","bc"] and ["ab","c"] are different places. The tenant is lower case as PostgreSQL prints it.
  cipher.setAAD(Buffer.from(JSON.stringify([place[0].toLowerCase(), place[1], place[2]])));
  return Buffer.concat([nonce, cipher.update(value, "utf8"), cipher.final(), cipher.getAuthTag()]);
}

function lastFour(value: string): string {
  return value.length < 12 ? "" : value.slice(-4);
}

function unreadable({ plugin, name }: Row, reason: string, cause?: unknown): PlatformError {
  return new PlatformError(`The secret ${name} of ${plugin} cannot be read. ${reason}`, {
    code: "secret.unreadable",
    hint: "Start with the SECRETS_KEY that it was stored with (or name that one in SECRETS_KEY_PREVIOUS), or enter the value again.",
    plugin,
    cause,
  });
}
