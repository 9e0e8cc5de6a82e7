import type { StrategyDescription, StrategyReport, StrategyUse } from "@promostack/core";
import semver from "semver";
import type { Database } from "../db/database.ts";
import { fingerprintOf } from "../release/publicKey.ts";
import type { AdminPublisher, AdminRelease, AdminStrategy, Fault } from "./adminShapes.ts";
import { PUBLISHER_COLUMNS, type PublisherRow } from "./publisherRows.ts";
import type { ReleaseIndex } from "./releaseIndex.ts";
import type { ReleaseRow } from "./releaseRows.ts";

export interface AdminViewParts {
  database: Database;
  index: ReleaseIndex;
  sandbox: {
    strategies(): Promise<StrategyDescription[]>;
    describe(strategy: string): Promise<StrategyDescription>;
  };
  strategyUse(): Promise<StrategyUse[]>;
  strategyReports(): Promise<StrategyReport[]>;
}

interface Seen {
  uses: readonly StrategyUse[];
  reports: readonly StrategyReport[];
  faults: ReadonlyMap<string, number>;
  /** Version that followers get, by strategy. */
  followed: ReadonlyMap<string, string>;
}

type Named = { strategy: string; version: string };

/** What admins see of strategies and publishers: the index, and who uses what. */
export class AdminView {
  readonly #parts: AdminViewParts;

  constructor(parts: AdminViewParts) {
    this.#parts = parts;
  }

  /** Every strategy: those that wait first, then by title. */
  async strategies(): Promise<AdminStrategy[]> {
    const { index, sandbox } = this.#parts;
    const live = await sandbox.strategies();
    const rows = index.rows();
    const ids = new Set([...live.map(({ id }) => id), ...rows.map(({ strategy }) => strategy)]);
    const seen = await this.#look([...ids]);
    const all = [...ids].map((id) =>
      strategyOf(
        id,
        live.filter((each) => each.id === id),
        rows.filter(({ strategy }) => strategy === id),
        (release) => this.#release(release, seen),
        seen,
      ),
    );
    return all.sort((a, b) => b.waiting - a.waiting || a.title.localeCompare(b.title));
  }

  async strategy(id: string): Promise<AdminStrategy | undefined> {
    return (await this.strategies()).find((each) => each.id === id);
  }

  async faults(strategy: string): Promise<Fault[]> {
    const rows = await this.#parts.database.query<Omit<Fault, "at"> & { at: Date }>(
      `select version, code, message, at from host.strategy_fault where strategy = $1 order by at desc limit 50`,
      [strategy],
    );
    return rows.map((row) => ({ ...row, at: row.at.toISOString() }));
  }

  /** Those that nobody has decided on first, then the newest. */
  async publishers(): Promise<AdminPublisher[]> {
    const { database, index } = this.#parts;
    const [rows, strategies] = await Promise.all([
      database.query<PublisherRow>(
        `select ${PUBLISHER_COLUMNS} from host.publisher order by state <> 'unknown', first_seen_at desc`,
      ),
      this.strategies(),
    ]);
    const releases = index.rows();
    const inUse = new Map(
      strategies.flatMap(({ id, releases: each }) =>
        each.map(({ version, tenants }) => [`${id}@${version}`, tenants]),
      ),
    );
    return rows.map((row) => {
      const own = releases.filter(({ publisher }) => publisher === row.key);
      return {
        key: row.key,
        name: row.name,
        fingerprint: fingerprintOf(row.key),
        state: row.state,
        ...(row.reason && { reason: row.reason }),
        ...(row.expiresAt && { expiresAt: row.expiresAt.toISOString() }),
        firstSeenAt: row.firstSeenAt.toISOString(),
        changedAt: row.changedAt.toISOString(),
        tenants: own.reduce(
          (sum, { strategy, version }) => sum + (inUse.get(`${strategy}@${version}`) ?? 0),
          0,
        ),
        releases: own
          .sort((a, b) => b.publishedAt.getTime() - a.publishedAt.getTime())
          .map(({ strategy, version, state, publishedAt }) => ({
            strategy,
            version,
            state,
            publishedAt: publishedAt.toISOString(),
          })),
      };
    });
  }

  async #look(strategies: readonly string[]): Promise<Seen> {
    const { database, sandbox, strategyUse, strategyReports } = this.#parts;
    const [uses, reports, faults, followed] = await Promise.all([
      strategyUse(),
      strategyReports(),
      database.query<Named & { count: number }>(
        `select strategy, version, count(*)::int as count from host.strategy_fault
         where at > now() - interval '1 day' group by strategy, version`,
      ),
      Promise.all(
        strategies.map(async (id) => {
          // A strategy whose every release waits or was withdrawn is followed by nobody.
          const newest = await sandbox.describe(id).catch(() => undefined);
          return [id, newest?.version ?? ""] as const;
        }),
      ),
    ]);
    return {
      uses,
      reports,
      faults: new Map(faults.map(({ strategy, version, count }) => [`${strategy}@${version}`, count])),
      followed: new Map(followed),
    };
  }

  #release({ strategy, version }: Named, { uses, reports, faults, followed }: Seen): AdminRelease {
    const { index } = this.#parts;
    const row = index.row(strategy, version);
    const quarantine = index.quarantine(strategy, version);
    const staying = tenantsOf(uses, strategy, version);
    const isFollowed = followed.get(strategy) === version;
    return {
      version,
      state: row?.state ?? "bundled",
      ...(row?.reason && { reason: row.reason }),
      ...(row?.replacement && { replacement: row.replacement }),
      ...(row?.decidedBy && { decidedBy: row.decidedBy }),
      ...(quarantine && {
        quarantine: {
          reason: quarantine.reason,
          until: quarantine.until.toISOString(),
          strikes: quarantine.strikes,
          inForce: index.resting(strategy, version) !== undefined,
        },
      }),
      restingParameters: index.restingParameters(strategy, version),
      publisher: publisherOf(row, index.standing(strategy, version).publisher),
      followed: isFollowed,
      staying,
      tenants: staying + (isFollowed ? tenantsOf(uses, strategy, "") : 0),
      faults: faults.get(`${strategy}@${version}`) ?? 0,
      reports: reports
        .filter((each) => each.strategy === strategy && each.version === version)
        .map(({ title, href, madeAt }) => ({ title, href, madeAt })),
      ...(row && { publishedAt: row.publishedAt.toISOString() }),
      ...(row?.activeAt && { activeAt: row.activeAt.toISOString() }),
    };
  }
}

function strategyOf(
  id: string,
  live: readonly StrategyDescription[],
  rows: readonly ReleaseRow[],
  release: (each: Named) => AdminRelease,
  { uses }: Seen,
): AdminStrategy {
  const versions = new Set([...live.map(({ version }) => version), ...rows.map(({ version }) => version)]);
  const releases = [...versions].sort(semver.rcompare).map((version) => release({ strategy: id, version }));
  const told = live.at(-1) ?? rows.at(-1)?.description;
  const bundled = rows.length === 0;
  const following = tenantsOf(uses, id, "");
  return {
    id,
    title: told?.title ?? id,
    summary: told?.summary ?? "",
    bundled,
    publisher: bundled ? { name: live.at(-1)?.publisher ?? "" } : publisherOf(rows.at(-1), ""),
    waiting: rows.filter(({ state }) => state === "pending").length,
    tenants: uses.filter(({ strategy }) => strategy === id).reduce((sum, { tenants }) => sum + tenants, 0),
    following,
    releases,
  };
}

function publisherOf(row: ReleaseRow | undefined, name: string): AdminRelease["publisher"] {
  if (row === undefined) return { name };
  const { publisher: key, publisherName, publisherState: state } = row;
  return { key, name: publisherName, fingerprint: fingerprintOf(key), state };
}

function tenantsOf(uses: readonly StrategyUse[], strategy: string, version: string): number {
  return uses
    .filter((use) => use.strategy === strategy && use.version === version)
    .reduce((sum, { tenants }) => sum + tenants, 0);
}
