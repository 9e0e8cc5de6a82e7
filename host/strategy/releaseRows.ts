import type { Transaction } from "@promostack/core";
import type { RunnerDescription } from "../sandbox/protocol.ts";

/** Notices of changes to releases, publishers and quarantines; every replica looks again. */
export const STRATEGY_CHANNEL = "strategy";

/** pending: an admin has to know its publisher first. refused: they did not want it, and its id and version are free again. */
export type ReleaseState = "pending" | "active" | "deprecated" | "withdrawn" | "refused";

export interface ReleaseRow {
  strategy: string;
  version: string;
  state: ReleaseState;
  reason: string | null;
  replacement: string | null;
  decidedBy: "publisher" | "admin" | null;
  integrity: string;
  scriptHash: string;
  description: RunnerDescription;
  publisher: string;
  publisherName: string;
  publisherState: PublisherState;
  publishedAt: Date;
  activeAt: Date | null;
  changedAt: Date;
}

export type PublisherState = "unknown" | "approved" | "blocked";

/** Everything about releases but what is large: script, README, files. */
export const RELEASE_COLUMNS = `r.strategy, r.version, r.state, r.reason, r.replacement, r.decided_by as "decidedBy", r.integrity, r.script_hash as "scriptHash",
  r.description, r.publisher, p.name as "publisherName", p.state as "publisherState",
  r.published_at as "publishedAt", r.active_at as "activeAt", r.changed_at as "changedAt"`;
export const RELEASES = "host.strategy_release r join host.publisher p on p.key = r.publisher";

/** What is stored of a release that passed every step. */
export interface NewRelease {
  strategy: string;
  version: string;
  publisher: string;
  state: "pending" | "active";
  integrity: string;
  manifest: object;
  description: RunnerDescription;
  checks: object;
  files: object;
  readme: string | null;
  script: string;
  scriptHash: string;
}

/** Writes a release; one that was refused before makes room. */
export async function insertRelease(trx: Transaction, release: NewRelease): Promise<void> {
  await trx.run(
    `insert into host.strategy_release as known (strategy, version, publisher, state, integrity, manifest, description, checks,
       files, readme, script, script_hash, active_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, case when $4 = 'active' then now() end)
     on conflict (strategy, version) do update set publisher = excluded.publisher, state = excluded.state,
       reason = null, replacement = null, decided_by = null, integrity = excluded.integrity, manifest = excluded.manifest,
       description = excluded.description, checks = excluded.checks, files = excluded.files, readme = excluded.readme,
       script = excluded.script, script_hash = excluded.script_hash, published_at = now(), active_at = excluded.active_at,
       changed_at = now()
     where known.state = 'refused'`,
    [
      release.strategy,
      release.version,
      release.publisher,
      release.state,
      release.integrity,
      JSON.stringify(release.manifest),
      JSON.stringify(release.description),
      JSON.stringify(release.checks),
      JSON.stringify(release.files),
      release.readme,
      release.script,
      release.scriptHash,
    ],
  );
}

export async function lockRelease(
  trx: Transaction,
  strategy: string,
  version: string,
): Promise<ReleaseRow | undefined> {
  return trx.one<ReleaseRow>(
    `select ${RELEASE_COLUMNS} from ${RELEASES} where r.strategy = $1 and r.version = $2 for update of r`,
    [strategy, version],
  );
}

export interface StateChange {
  state: ReleaseState;
  by: "publisher" | "admin";
  reason?: string | undefined;
  replacement?: string | undefined;
}

export async function setReleaseState(
  trx: Transaction,
  { strategy, version }: Pick<ReleaseRow, "strategy" | "version">,
  { state, by, reason, replacement }: StateChange,
): Promise<void> {
  await trx.run(
    `update host.strategy_release set state = $3, reason = $4, replacement = $5, decided_by = $6, changed_at = now(),
       active_at = case when $3 = 'active' then coalesce(active_at, now()) else active_at end
     where strategy = $1 and version = $2`,
    [strategy, version, state, reason ?? null, replacement ?? null, by],
  );
}

/** Tells every replica, when the transaction commits. */
export async function tellReplicas(trx: Transaction, strategy: string): Promise<void> {
  await trx.run("select pg_notify($1, $2)", [STRATEGY_CHANNEL, strategy]);
}
