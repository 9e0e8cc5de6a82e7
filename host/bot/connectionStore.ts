import { createHash, randomBytes } from "node:crypto";
import { type BotRole, type Clock, PlatformError, type Transaction } from "@promostack/core";
import type { Database } from "../db/database.ts";
import type { SecretVault } from "../plugin/ports.ts";
import type { BotCredential } from "./fleet.ts";

/** A connected bot as the database keeps it, without secrets. */
export interface Connection {
  tenantId: string;
  role: BotRole;
  /** Last part of the webhook's address; a new one with each saving, and with it a new secret. */
  publicId: string;
  botId: number;
  username: string;
  name: string;
  secretHash: Uint8Array;
  allowedUpdates: string[];
  commandsHash: string | null;
  webhookState: "pending" | "ok" | "failed" | "polling";
  problem: string | null;
  updatedAt: Date;
}

const COLUMNS = `tenant_id as "tenantId", role, public_id as "publicId", bot_id as "botId", username, name,
  secret_hash as "secretHash", allowed_updates as "allowedUpdates", commands_hash as "commandsHash",
  webhook_state as "webhookState", problem, updated_at as "updatedAt"`;

/** Owner of the vault's entries below. */
const OWNER = "host.bot";
const tokenName = (publicId: string) => `token.${publicId}`;
const secretName = (publicId: string) => `webhook.${publicId}`;

/** Connections in the database, their tokens and webhook secrets in the vault. */
export class ConnectionStore {
  readonly #database: Database;
  readonly #vault: SecretVault;
  readonly #clock: Clock;

  constructor(database: Database, vault: SecretVault, clock: Clock) {
    this.#database = database;
    this.#vault = vault;
    this.#clock = clock;
  }

  async find(tenantId: string, role: BotRole): Promise<Connection | undefined> {
    const text = `select ${COLUMNS} from host.connection where tenant_id = $1 and role = $2`;
    return (await this.#database.query<Connection>(text, [tenantId, role]))[0];
  }

  list(tenantId: string): Promise<Connection[]> {
    return this.#database.query(`select ${COLUMNS} from host.connection where tenant_id = $1 order by role`, [
      tenantId,
    ]);
  }

  async byPublicId(publicId: string): Promise<Connection | undefined> {
    const text = `select ${COLUMNS} from host.connection where public_id = $1`;
    return (await this.#database.query<Connection>(text, [publicId]))[0];
  }

  async byBotId(botId: number): Promise<Connection | undefined> {
    const text = `select ${COLUMNS} from host.connection where bot_id = $1`;
    return (await this.#database.query<Connection>(text, [botId]))[0];
  }

  /** Every connection, in pages by public id. */
  page(after: string, limit: number): Promise<Connection[]> {
    const text = `select ${COLUMNS} from host.connection where public_id > $1 order by public_id limit $2`;
    return this.#database.query(text, [after, limit]);
  }

  /** What the fleet speaks with. Raises `connection.token_unreadable` where the vault has no token for it. */
  async credential(tenantId: string, role: BotRole): Promise<BotCredential | undefined> {
    const found = await this.find(tenantId, role);
    if (!found) return undefined;
    const { botId, username, publicId } = found;
    return { tenantId, role, botId, username, token: await this.#secret(tenantId, tokenName(publicId)) };
  }

  webhookSecret({ tenantId, publicId }: Connection): Promise<string> {
    return this.#secret(tenantId, secretName(publicId));
  }

  async last4({ tenantId, publicId }: Connection): Promise<string | undefined> {
    return (await this.#vault.describe(tenantId, OWNER, tokenName(publicId)))?.last4;
  }

  /** Puts token and a fresh webhook secret into the vault. They count once `save` has committed a row that names them. */
  async keepSecrets(tenantId: string, publicId: string, token: string): Promise<Uint8Array> {
    const secret = randomBytes(32).toString("base64url");
    await this.#vault.put(tenantId, OWNER, tokenName(publicId), token);
    await this.#vault.put(tenantId, OWNER, secretName(publicId), secret);
    return hashSecret(secret);
  }

  async dropSecrets(tenantId: string, publicId: string): Promise<void> {
    await this.#vault.delete(tenantId, OWNER, tokenName(publicId));
    await this.#vault.delete(tenantId, OWNER, secretName(publicId));
  }

  /** Writes the connection. Another bot than before starts anew: nobody has blocked it yet, and its pace is its own. */
  async save(
    trx: Transaction,
    connection: Pick<
      Connection,
      "tenantId" | "role" | "publicId" | "botId" | "username" | "name" | "secretHash"
    >,
    botInfo: object,
    replaces: Connection | undefined,
  ): Promise<void> {
    const { tenantId, role, publicId, botId, username, name, secretHash } = connection;
    await trx.run(
      `insert into host.connection as c (tenant_id, role, public_id, bot_id, username, name, secret_hash, bot_info, created_at, updated_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $9)
       on conflict (tenant_id, role) do update set public_id = excluded.public_id, bot_id = excluded.bot_id,
         username = excluded.username, name = excluded.name, secret_hash = excluded.secret_hash,
         bot_info = excluded.bot_info, updated_at = excluded.updated_at, allowed_updates = '{}', commands_hash = null,
         webhook_state = 'pending', problem = null`,
      [
        tenantId,
        role,
        publicId,
        botId,
        username,
        name,
        secretHash,
        JSON.stringify(botInfo),
        this.#clock.now(),
      ],
    );
    await trx.run(
      `insert into host.bot_pace (tenant_id, role) values ($1, $2)
       on conflict (tenant_id, role) do update set paused_until = '-infinity', throttled_chat = null`,
      [tenantId, role],
    );
    if (replaces?.botId !== botId) {
      await trx.run("delete from host.chat_state where tenant_id = $1 and role = $2", [tenantId, role]);
    }
    await changed(trx, tenantId, role);
  }

  async remove(trx: Transaction, { tenantId, role }: Connection): Promise<void> {
    await trx.run("delete from host.connection where tenant_id = $1 and role = $2", [tenantId, role]);
    await trx.run("delete from host.chat_state where tenant_id = $1 and role = $2", [tenantId, role]);
    await changed(trx, tenantId, role);
  }

  /** What Telegram said of the webhook, unless the connection has been replaced meanwhile. */
  async saveWebhook(
    { tenantId, role, publicId }: Connection,
    state: Connection["webhookState"],
    problem: string | undefined,
    allowedUpdates: readonly string[],
  ): Promise<void> {
    await this.#database.query(
      `with changed as (
         update host.connection set webhook_state = $4, problem = $5, allowed_updates = $6, verified_at = $7
         where tenant_id = $1 and role = $2 and public_id = $3
         returning 1)
       select count(pg_notify('live', $1 || ':connections')) from changed`,
      [tenantId, role, publicId, state, problem ?? null, allowedUpdates, this.#clock.now()],
    );
  }

  async saveCommands({ tenantId, role, publicId }: Connection, hash: string): Promise<void> {
    await this.#database.query(
      "update host.connection set commands_hash = $4 where tenant_id = $1 and role = $2 and public_id = $3",
      [tenantId, role, publicId, hash],
    );
  }

  /** Telegram refuses the token: shown to the tenant, and the bot rests a while instead of trying each message. */
  async tokenRefused(tenantId: string, role: BotRole): Promise<void> {
    await this.#database.query(
      `with paused as (
         update host.bot_pace set paused_until = greatest(paused_until, $3::timestamptz + interval '30 seconds')
         where tenant_id = $1 and role = $2), changed as (
         update host.connection set webhook_state = 'failed', problem = $4
         where tenant_id = $1 and role = $2 and problem is distinct from $4 returning 1)
       select count(pg_notify('live', $1 || ':connections')) from changed`,
      [
        tenantId,
        role,
        this.#clock.now(),
        "Telegram no longer accepts the token. Get it from @BotFather and connect the bot again.",
      ],
    );
  }

  async #secret(tenantId: string, name: string): Promise<string> {
    const value = await this.#vault.get(tenantId, OWNER, name);
    if (value !== undefined) return value;
    throw new PlatformError("The bot's token cannot be read.", {
      code: "connection.token_unreadable",
      hint: "Connect the bot again, or give the host back the SECRETS_KEY with which it was saved.",
    });
  }
}

/** What is kept of a webhook secret for comparing. */
export function hashSecret(secret: string): Buffer {
  return createHash("sha256").update(secret).digest();
}

/** Every replica forgets what it knew of the bot; open pages ask again. */
async function changed(trx: Transaction, tenantId: string, role: BotRole): Promise<void> {
  await trx.run("select pg_notify('connections', $1), pg_notify('live', $2)", [
    `${tenantId}:${role}`,
    `${tenantId}:connections`,
  ]);
}
