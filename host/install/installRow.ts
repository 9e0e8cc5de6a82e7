import { PlatformError, type Transaction } from "@promostack/core";
import type { Database } from "../db/database.ts";
import type { AuditSource } from "../identity/audit.ts";
import type { Consent } from "./consent.ts";

/** Notices of installs that changed: the payload is the id. */
export const INSTALL_CHANNEL = "plugin_install";

export type InstallSource = "upload" | "registry" | "file" | "bundled";
export type InstallState = "running" | "waiting" | "done" | "failed" | "cancelled";

export interface StepRecord {
  name: string;
  title: string;
  state: "waiting" | "running" | "done" | "failed" | "skipped";
  milliseconds?: number;
  note?: string;
  /** What somebody should know though nothing failed. */
  warnings?: string[];
}

export interface Failure {
  code: string;
  message: string;
  hint?: string;
  file?: string;
}

/** How a plugin's schema was before an install touched it. */
export interface SchemaBefore {
  exists: boolean;
  head: number;
}

/** Who agreed to what, and the fingerprint that they named. */
export interface Consented {
  by: string | undefined;
  at: string;
  fingerprint?: string;
}

export interface InstallRow {
  id: string;
  source: InstallSource;
  name: string;
  activate: boolean;
  requested: AuditSource;
  pluginId: string | null;
  version: string | null;
  previousVersion: string | null;
  state: InstallState;
  steps: StepRecord[];
  consent: Consent | null;
  consented: Consented | null;
  failure: Failure | null;
  ending: "failed" | "cancelled" | null;
  undo: SchemaBefore | null;
  attempts: number;
  createdAt: Date;
  updatedAt: Date;
}

/** Everything but the archive. */
const COLUMNS = `id, source, name, activate, requested, plugin_id as "pluginId", version, previous_version as "previousVersion", state,
  steps, consent, consented, failure, ending, undo, attempts, created_at as "createdAt", updated_at as "updatedAt"`;

/** What may change, by its column. */
const CHANGEABLE = {
  pluginId: "plugin_id",
  version: "version",
  previousVersion: "previous_version",
  state: "state",
  steps: "steps",
  consent: "consent",
  consented: "consented",
  failure: "failure",
  ending: "ending",
  undo: "undo",
  attempts: "attempts",
} as const;
export type Changes = Partial<Pick<InstallRow, keyof typeof CHANGEABLE>>;

/** The table of installs. Every change tells those who watch. */
export class InstallRows {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async add(
    trx: Transaction,
    row: Pick<InstallRow, "id" | "source" | "name" | "activate" | "requested"> & {
      steps: StepRecord[];
      archive?: Uint8Array;
      pluginId?: string;
    },
  ): Promise<void> {
    await trx.run(
      `insert into host.plugin_install (id, source, name, activate, requested, steps, archive, plugin_id, state)
       values ($1, $2, $3, $4, $5, $6, $7, $8, 'running')`,
      [
        row.id,
        row.source,
        row.name,
        row.activate,
        JSON.stringify(row.requested),
        JSON.stringify(row.steps),
        row.archive ? Buffer.from(row.archive) : null,
        row.pluginId ?? null,
      ],
    );
    await tell(trx, row.id);
  }

  /** Newest first. */
  list(): Promise<InstallRow[]> {
    return this.#database.query<InstallRow>(
      `select ${COLUMNS} from host.plugin_install order by created_at desc limit 100`,
    );
  }

  async get(id: string): Promise<InstallRow> {
    const [row] = await this.#database.query<InstallRow>(
      `select ${COLUMNS} from host.plugin_install where id = $1`,
      [id],
    );
    if (row !== undefined) return row;
    throw notFound();
  }

  async lock(trx: Transaction, id: string): Promise<InstallRow> {
    const row = await trx.one<InstallRow>(
      `select ${COLUMNS} from host.plugin_install where id = $1 for update`,
      [id],
    );
    if (row !== undefined) return row;
    throw notFound();
  }

  /** The oldest that somebody has to work on. */
  async next(): Promise<InstallRow | undefined> {
    const [row] = await this.#database.query<InstallRow>(
      `select ${COLUMNS} from host.plugin_install where state = 'running' order by created_at, id limit 1`,
    );
    return row;
  }

  async archive(id: string): Promise<Buffer | undefined> {
    const [row] = await this.#database.query<{ archive: Buffer | null }>(
      "select archive from host.plugin_install where id = $1",
      [id],
    );
    return row?.archive ?? undefined;
  }

  async keepArchive(id: string, archive: Uint8Array): Promise<void> {
    await this.#database.query("update host.plugin_install set archive = $2 where id = $1 returning id", [
      id,
      Buffer.from(archive),
    ]);
  }

  change(id: string, changes: Changes): Promise<void> {
    return this.#database.system((trx) => this.changeIn(trx, id, changes));
  }

  async changeIn(trx: Transaction, id: string, changes: Changes): Promise<void> {
    const entries = Object.entries(changes).filter(([, value]) => value !== undefined);
    const columns = new Map<string, string>(Object.entries(CHANGEABLE));
    const sets = entries.map(([name], index) => `${columns.get(name)} = $${index + 2}`);
    const ended = changes.state !== undefined && changes.state !== "running" && changes.state !== "waiting";
    await trx.run(
      `update host.plugin_install set ${[...sets, "updated_at = now()", ...(ended ? ["archive = null"] : [])].join(", ")} where id = $1`,
      [
        id,
        ...entries.map(([, value]) =>
          typeof value === "object" && value !== null ? JSON.stringify(value) : value,
        ),
      ],
    );
    await tell(trx, id);
  }
}

async function tell(trx: Transaction, id: string): Promise<void> {
  await trx.run("select pg_notify($1, $2)", [INSTALL_CHANNEL, id]);
}

function notFound(): PlatformError {
  return new PlatformError("There is no such install.", {
    code: "install.not_found",
    status: 404,
    hint: "See the list of installs.",
  });
}
