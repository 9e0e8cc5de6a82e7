import type { Log, StoredFile, Transaction } from "@promostack/core";
import type { Database } from "../db/database.ts";

/** How long what will be deleted can still be kept. */
export const WAIT_HOURS = 24;
/** How long the export is kept after the deletion. */
const KEPT_DAYS = 30;

/** One at a time of a subject, as it stands. */
export interface Deletion {
  subject: string;
  /** exporting → waiting (until `dueAt`) → deleting → done; failed: nothing was deleted. */
  state: "exporting" | "waiting" | "deleting" | "done" | "failed";
  requestedBy: string | null;
  requestedAt: Date;
  dueAt: Date;
  exportKey: string | null;
  exportBytes: number | null;
  failure: string | null;
  due: boolean;
}

export interface StagedDeletionParts {
  database: Database;
  log: Log;
  /** `host.<table>` with the columns of a Deletion, and the subject's in `column`. */
  table: string;
  column: string;
  exportAll(subject: string): Promise<StoredFile>;
  /** Deletes an export that has been kept long enough. */
  forgetExport(key: string): Promise<void>;
  /** False where it cannot be done at this moment: it is tried again. */
  deleteAll(subject: string): Promise<boolean>;
}

/**
 * Deletes something large in three steps that a crash may stand between: an export into the installation's storage, a wait in which an
 * admin can call it off, and then, after a second export of what came meanwhile, the deletion.
 */
export class StagedDeletion {
  readonly #parts: StagedDeletionParts;
  readonly #columns: string;

  constructor(parts: StagedDeletionParts) {
    this.#parts = parts;
    this.#columns = `${parts.column}::text as subject, state, requested_by as "requestedBy", requested_at as "requestedAt",
      due_at as "dueAt", export_key as "exportKey", export_bytes::float8 as "exportBytes", failure, due_at <= now() as due`;
  }

  async find(subject: string): Promise<Deletion | undefined> {
    const { database, table, column } = this.#parts;
    const rows = await database.query<Deletion>(
      `select ${this.#columns} from host.${table} where ${column}::text = $1`,
      [subject],
    );
    return rows[0];
  }

  /** Asks for one, with what else its row says. False where one is under way already. */
  async request(
    trx: Transaction,
    subject: string,
    by: string | undefined,
    more: Readonly<Record<string, string>> = {},
  ): Promise<boolean> {
    const { table, column } = this.#parts;
    const extra = Object.keys(more);
    const rows = await trx.run(
      `insert into host.${table} as known (${[column, "state", "requested_by", "due_at", ...extra].join(", ")})
       values ($1, 'exporting', $2, now() + interval '${WAIT_HOURS} hours'${extra.map((_, n) => `, $${n + 3}`).join("")})
       on conflict (${column}) do update set state = 'exporting', requested_by = excluded.requested_by, requested_at = now(),
         due_at = excluded.due_at, export_key = null, export_bytes = null, failure = null, updated_at = now()
       where known.state in ('done', 'failed')`,
      [subject, by ?? null, ...Object.values(more)],
    );
    return rows > 0;
  }

  /** False where nothing can be called off (any more). The export stays in the storage. */
  async callOff(trx: Transaction, subject: string): Promise<boolean> {
    const { table, column } = this.#parts;
    const rows = await trx.run(
      `delete from host.${table} where ${column}::text = $1 and state in ('exporting', 'waiting', 'failed')`,
      [subject],
    );
    return rows > 0;
  }

  /** Does not wait any longer. False where none waits. */
  async hasten(trx: Transaction, subject: string): Promise<boolean> {
    const { table, column } = this.#parts;
    const rows = await trx.run(
      `update host.${table} set due_at = now(), updated_at = now()
       where ${column}::text = $1 and state in ('exporting', 'waiting')`,
      [subject],
    );
    return rows > 0;
  }

  /** Takes each as far as it may go now; one replica works on one at a time. */
  async step(): Promise<void> {
    const { database, log, table } = this.#parts;
    const rows = await database.query<Deletion>(
      `select ${this.#columns} from host.${table}
       where state in ('exporting', 'deleting') or (state = 'waiting' and due_at <= now())`,
    );
    await this.#forgetExports();
    for (const { subject } of rows) {
      const lock = await database.lock(`${table}:${subject}`);
      if (lock === undefined) continue;
      try {
        const deletion = await this.find(subject);
        if (deletion !== undefined) await this.#advance(deletion);
      } catch (error) {
        log.error("A deletion failed", { of: table, subject, error });
        await this.#fail(subject, error);
      } finally {
        await lock.release();
      }
    }
  }

  async #forgetExports(): Promise<void> {
    const { database, table, column, forgetExport } = this.#parts;
    const rows = await database.query<{ subject: string; key: string }>(
      `select ${column}::text as subject, export_key as key from host.${table}
       where state = 'done' and export_key is not null and updated_at < now() - interval '${KEPT_DAYS} days'`,
    );
    for (const { subject, key } of rows) {
      await forgetExport(key);
      await database.query(`update host.${table} set export_key = null where ${column}::text = $1`, [
        subject,
      ]);
    }
  }

  async #advance(deletion: Deletion): Promise<void> {
    const { subject, state, due } = deletion;
    if (state === "exporting") await this.#export(deletion, "waiting");
    if (state === "waiting" && due && (await this.#export(deletion, "deleting"))) await this.#delete(subject);
    if (state === "deleting") await this.#delete(subject);
  }

  /** False where it was called off meanwhile. An export that no row names would be kept for good: what was replaced goes at once. */
  async #export({ subject, state, exportKey }: Deletion, to: Deletion["state"]): Promise<boolean> {
    const { database, table, column, exportAll, forgetExport } = this.#parts;
    const { key, bytes } = await exportAll(subject);
    const rows = await database.query(
      `update host.${table} set state = $3, export_key = $4, export_bytes = $5, updated_at = now()
       where ${column}::text = $1 and state = $2 returning 1 as one`,
      [subject, state, to, key, bytes],
    );
    const stands = rows.length > 0;
    const useless = stands ? exportKey : key;
    if (useless !== null && !(stands && useless === key)) await forgetExport(useless);
    return stands;
  }

  async #delete(subject: string): Promise<void> {
    const { database, log, table, column, deleteAll } = this.#parts;
    if (!(await deleteAll(subject))) return;
    await database.query(
      `update host.${table} set state = 'done', updated_at = now() where ${column}::text = $1`,
      [subject],
    );
    log.info("Deleted", { of: table, subject });
  }

  /** Before the deletion has begun it can be asked for again; after that it is tried again. */
  async #fail(subject: string, error: unknown): Promise<void> {
    const { database, table, column } = this.#parts;
    const failure = error instanceof Error ? error.message : String(error);
    await database.query(
      `update host.${table} set failure = $2, updated_at = now(),
         state = case when state = 'deleting' then state else 'failed' end where ${column}::text = $1`,
      [subject, failure],
    );
  }
}
