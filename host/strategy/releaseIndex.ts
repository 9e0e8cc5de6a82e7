import { type Disposable, type Log, PlatformError, type StrategyStanding } from "@promostack/core";
import type { Database } from "../db/database.ts";
import type { PublishedRelease, PublishedReleases } from "../sandbox/published.ts";
import { RELEASE_COLUMNS, RELEASES, type ReleaseRow, STRATEGY_CHANNEL } from "./releaseRows.ts";

const POLL_MS = 30_000;
/** To the open pages of every tenant, by this process and once it knows. */
const CHANGED = ":strategies";

export interface QuarantineRow {
  strategy: string;
  version: string;
  /** "" for the whole release, else the parameters that rest. */
  scope: string;
  reason: string;
  strikes: number;
  until: Date;
  /** By the database's clock, so that all replicas agree. */
  secondsLeft: number;
}

/** What the database says of published releases and of quarantines, in memory: followed by notice and every 30 seconds. */
export class ReleaseIndex implements PublishedReleases {
  readonly #database: Database;
  readonly #log: Log;
  readonly #stops: Disposable[] = [];
  #releases: readonly PublishedRelease[] = [];
  #rows = new Map<string, ReleaseRow>();
  #quarantines = new Map<string, QuarantineRow & { endsAt: number }>();
  #reading: Promise<void> | undefined;
  #again = false;
  #seen: string | undefined;

  constructor(parts: { database: Database; log: Log }) {
    this.#database = parts.database;
    this.#log = parts.log;
  }

  /** Reads, and follows from then on. */
  async open(): Promise<void> {
    await this.refresh();
    this.#stops.push(await this.#database.listen(STRATEGY_CHANNEL, () => this.#follow()));
    const poll = setInterval(() => this.#follow(), POLL_MS).unref();
    this.#stops.push({ label: "poll of strategy releases", dispose: () => clearInterval(poll) });
  }

  async close(): Promise<void> {
    for (const stop of this.#stops.splice(0)) await stop.dispose();
    await this.#reading?.catch(() => undefined);
  }

  /** Reads now. Calls while one is under way share the one after it. */
  async refresh(): Promise<void> {
    if (this.#reading !== undefined) {
      this.#again = true;
      return this.#reading;
    }
    this.#reading = this.#readUntilStill().finally(() => {
      this.#reading = undefined;
    });
    return this.#reading;
  }

  /** Those that can be described and run: not the ones that wait for an admin, nor the refused. */
  list(): readonly PublishedRelease[] {
    return this.#releases;
  }

  row(strategy: string, version: string): ReleaseRow | undefined {
    return this.#rows.get(nameOf(strategy, version));
  }

  rows(): ReleaseRow[] {
    return [...this.#rows.values()];
  }

  /** In force, or over and waiting for an evaluation that proves it. `scope` names parameters; "" is the whole release. */
  quarantine(strategy: string, version: string, scope = ""): QuarantineRow | undefined {
    return this.#quarantines.get(`${nameOf(strategy, version)} ${scope}`);
  }

  /** In force now: its time is not up. */
  resting(strategy: string, version: string, scope = ""): QuarantineRow | undefined {
    const known = this.#quarantines.get(`${nameOf(strategy, version)} ${scope}`);
    return known !== undefined && known.endsAt > performance.now() ? known : undefined;
  }

  /** Sets of tenants' own parameters of a release that are set aside. */
  restingParameters(strategy: string, version: string): number {
    const now = performance.now();
    return [...this.#quarantines.values()].filter(
      (row) => row.strategy === strategy && row.version === version && row.scope !== "" && row.endsAt > now,
    ).length;
  }

  /** Releases that wait for an admin, and those that are set aside as a whole. */
  needingHand(): { waiting: number; resting: number } {
    const now = performance.now();
    return {
      waiting: this.rows().filter(({ state }) => state === "pending").length,
      resting: [...this.#quarantines.values()].filter(({ scope, endsAt }) => scope === "" && endsAt > now)
        .length,
    };
  }

  standing(id: string, version: string): StrategyStanding {
    const row = this.row(id, version);
    const publisher = row?.publisherName ?? "";
    const resting = this.resting(id, version);
    const since = row?.activeAt ? { activeAt: row.activeAt.toISOString() } : {};
    const instead = row?.replacement ? { replacement: row.replacement } : {};
    if (resting !== undefined && row?.state !== "withdrawn") {
      const statusUntil = resting.until.toISOString();
      return {
        status: "quarantined",
        publisher,
        statusReason: resting.reason,
        statusUntil,
        ...instead,
        ...since,
      };
    }
    const status = row?.state === "deprecated" || row?.state === "withdrawn" ? row.state : "active";
    return { status, publisher, ...(row?.reason && { statusReason: row.reason }), ...instead, ...since };
  }

  async script(id: string, version: string): Promise<string> {
    const [row] = await this.#database.query<{ script: string }>(
      "select script from host.strategy_release where strategy = $1 and version = $2",
      [id, version],
    );
    if (row !== undefined) return row.script;
    throw new PlatformError(`The script of ${id} ${version} is gone.`, {
      code: "strategy.not_found",
      status: 404,
      hint: "Publish it again.",
    });
  }

  async readme(id: string, version: string): Promise<string | null> {
    const [row] = await this.#database.query<{ readme: string | null }>(
      "select readme from host.strategy_release where strategy = $1 and version = $2",
      [id, version],
    );
    return row?.readme ?? null;
  }

  /** A notice or the poll asks to look again; one that fails is tried at the next. */
  #follow(): void {
    this.refresh().catch((error: unknown) => {
      this.#log.warn("The strategy releases could not be read", { error });
    });
  }

  async #readUntilStill(): Promise<void> {
    do {
      this.#again = false;
      await this.#read();
    } while (this.#again);
  }

  async #read(): Promise<void> {
    const [rows, quarantines] = await Promise.all([
      this.#database.query<ReleaseRow>(`select ${RELEASE_COLUMNS} from ${RELEASES}`),
      this.#database.query<QuarantineRow>(
        `select strategy, version, scope, reason, strikes, until, extract(epoch from until - now())::float8 as "secondsLeft"
         from host.strategy_quarantine`,
      ),
    ]);
    this.#rows = new Map(rows.map((row) => [nameOf(row.strategy, row.version), row]));
    this.#releases = rows
      .filter(({ state }) => state !== "pending" && state !== "refused")
      .map(({ strategy, version, scriptHash, description }) => ({
        id: strategy,
        version,
        hash: scriptHash,
        description,
      }));
    const now = performance.now();
    this.#quarantines = new Map(
      quarantines.map((row) => [
        `${nameOf(row.strategy, row.version)} ${row.scope}`,
        { ...row, endsAt: now + row.secondsLeft * 1000 },
      ]),
    );
    const seen = JSON.stringify([rows, quarantines.map(({ secondsLeft: _left, ...row }) => row)]);
    if (this.#seen !== undefined && seen !== this.#seen) this.#database.tell("live", CHANGED);
    this.#seen = seen;
  }
}

function nameOf(strategy: string, version: string): string {
  return `${strategy}@${version}`;
}
