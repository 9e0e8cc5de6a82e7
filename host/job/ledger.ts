import { uuidv7 } from "uuidv7";
import type { Database } from "../db/database.ts";
import { type DeclaredJob, jobName } from "./declaredJob.ts";
import type { RunRecord } from "./history.ts";
import { dueWindows } from "./windows.ts";

/** A window that this process has claimed. */
export interface ClaimedWindow {
  plugin: string;
  job: string;
  /** The nil uuid for the platform. */
  tenantId: string;
  windowAt: Date;
  caughtUp: boolean;
  /** Counts from 1. */
  attempt: number;
}

export interface PlanQuery {
  job: DeclaredJob;
  now: Date;
  /** Windows after this time ran under somebody's eyes, so each of them is wanted even where the job asks for the latest only. */
  watchedSince?: Date;
  /** A window this late is one that is made up for. */
  lateAfterMs: number;
  /** Asked only where a window is due. */
  tenants(): Promise<string[]>;
}

/** Windows planned in one transaction; the rest of a long catch-up follows in the next. */
const BATCH = 500;
/** How long what was read of a job's mark is trusted. */
const KNOWN_FOR_MS = 2_000;

/**
 * The ledger of windows: which fell due, who runs which, what is done. A window is planned once (under the lock of its
 * job's row), claimed by one runner at a time, and for one tenant in order.
 */
export class JobLedger {
  readonly #database: Database;
  readonly #known = new Map<string, { until: Date; readAt: number }>();
  /** This process, as a runner. */
  readonly runner = uuidv7();
  /** Seconds without a heartbeat after which a runner counts as dead. */
  readonly #leaseSeconds: number;

  constructor(database: Database, leaseSeconds = 10) {
    this.#database = database;
    this.#leaseSeconds = leaseSeconds;
  }

  /** Writes down the windows that fell due; answers how many (0 where another did it first), and whether more are waiting. */
  async plan(query: PlanQuery): Promise<{ windows: number; more: boolean }> {
    const until = await this.#plannedUntil(query);
    const windows = until === undefined ? [] : due(query, until);
    const newest = windows.at(-1);
    if (until === undefined || newest === undefined) return { windows: 0, more: false };
    const tenants = await query.tenants();
    this.#known.delete(jobName(query.job));
    if (!(await this.#write(query, until, windows, newest, tenants))) return this.plan(query);
    this.#known.set(jobName(query.job), { until: newest, readAt: Date.now() });
    return { windows: windows.length, more: windows.length >= BATCH };
  }

  /**
   * Up to where the job is planned; undefined for one that is seen for the first time, now. It only ever moves ahead, so
   * where nothing is due by what was read a moment ago, nothing is due.
   */
  async #plannedUntil(query: PlanQuery): Promise<Date | undefined> {
    const { job, now } = query;
    const known = this.#known.get(jobName(job));
    if (known && Date.now() - known.readAt < KNOWN_FOR_MS) return known.until;
    const [row] = await this.#database.query<{ until: Date; fresh: boolean }>(
      `with made as (
         insert into host.job (plugin, job, seen_at, planned_until) values ($1, $2, $3, $3) on conflict do nothing returning planned_until)
       select planned_until as until, true as fresh from made
       union all select planned_until, false from host.job where plugin = $1 and job = $2 limit 1`,
      [job.plugin, job.name, now],
    );
    if (!row) return this.#plannedUntil(query);
    this.#known.set(jobName(job), { until: row.until, readAt: Date.now() });
    return row.fresh ? undefined : row.until;
  }

  /**
   * One statement, so that a window is planned by one process and wholly: it moves the mark from where it was read, or, where another
   * process was faster, does nothing and answers false.
   */
  async #write(
    { job, now, lateAfterMs }: PlanQuery,
    until: Date,
    windows: Date[],
    newest: Date,
    tenants: string[],
  ) {
    const moved = await this.#database.query(
      `with moved as (
         update host.job set planned_until = $3 where plugin = $1 and job = $2 and planned_until = $4 returning 1),
       superseded as (
         update host.job_window
         set state = case when attempts > 0 then 'failed' else 'skipped' end,
             error = coalesce(error, 'A newer window fell due before this one could run.'), finished_at = now()
         where $5 and plugin = $1 and job = $2 and state = 'pending' and window_at < $6 and exists (select from moved)),
       planned as (
         insert into host.job_window (tenant_id, plugin, job, window_at, caught_up)
         select tenant, $1, $2, due.at, due.late
         from unnest($7::uuid[]) as tenant cross join unnest($8::timestamptz[], $9::boolean[]) as due (at, late)
         where exists (select from moved)
         on conflict do nothing)
       select case when cardinality($7::uuid[]) > 1 then pg_notify('job', $1 || '/' || $2) end from moved`,
      [
        job.plugin,
        job.name,
        newest,
        until,
        // A job that wants the latest only does not run older windows once a newer fell due; the ledger says so.
        job.catchUp === "latest",
        windows[0] ?? newest,
        tenants,
        windows.map((at) => at.toISOString()),
        windows.map((at) => now.getTime() - at.getTime() > lateAfterMs),
      ],
    );
    return moved.length > 0;
  }

  /** Puts a window of its own into the ledger, for a person who does not want to wait. */
  async request(job: DeclaredJob, at: Date, tenants: string[]): Promise<void> {
    await this.#database.query(
      `with made as (
         insert into host.job_window (tenant_id, plugin, job, window_at) select tenant, $1, $2, $3 from unnest($4::uuid[]) as tenant
         on conflict (tenant_id, plugin, job, window_at) do nothing returning 1)
       select pg_notify('job', $1 || '/' || $2) where exists (select from made)`,
      [job.plugin, job.name, at, tenants],
    );
  }

  /**
   * Up to `limit` windows that may run now: each tenant's oldest unfinished one, unless it waits or somebody alive has it. A row that
   * another claimed while we looked is read again as it is now, but its runner as things stood before, when that one's heart may not yet
   * have beaten: it would pass for one that a dead process left. Hence the second look at the row, which stays as it was.
   */
  async claim(plugin: string, job: string, limit: number): Promise<ClaimedWindow[]> {
    return this.#database.query<ClaimedWindow>(
      `with free as (
         select w.tenant_id, w.window_at from host.job_window w
         join host.job_window seen on seen.tenant_id = w.tenant_id and seen.plugin = w.plugin and seen.job = w.job
           and seen.window_at = w.window_at and seen.state = w.state and seen.attempts = w.attempts
         where w.plugin = $1 and w.job = $2 and ${claimable("$3")}
           and not exists (
             select from host.job_window e
             where e.plugin = $1 and e.job = $2 and e.tenant_id = w.tenant_id
               and e.state in ('pending', 'running') and e.window_at < w.window_at)
         order by w.window_at, w.tenant_id limit $5 for update of w skip locked
       )
       update host.job_window w set state = 'running', runner = $4, attempts = attempts + 1
       from free where w.plugin = $1 and w.job = $2 and w.tenant_id = free.tenant_id and w.window_at = free.window_at
       returning w.plugin, w.job, w.tenant_id as "tenantId", w.window_at as "windowAt", w.caught_up as "caughtUp", w.attempts as attempt`,
      [plugin, job, this.#leaseSeconds, this.runner, limit],
    );
  }

  /** Jobs with a window that may be claimed now. */
  async waiting(): Promise<{ plugin: string; job: string }[]> {
    return this.#database.query(
      `select distinct w.plugin, w.job from host.job_window w where w.state in ('pending', 'running') and ${claimable("$1")}`,
      [this.#leaseSeconds],
    );
  }

  /** Windows up to `now` that are neither done nor given up. */
  async unfinished(plugin: string, job: string, now: Date): Promise<number> {
    const [row] = await this.#database.query<{ count: number }>(
      `select count(*) as count from host.job_window
       where plugin = $1 and job = $2 and state in ('pending', 'running') and window_at <= $3`,
      [plugin, job, now],
    );
    return row?.count ?? 0;
  }

  /** Claims of one window that have not had an end yet, good or bad. */
  async underway(plugin: string, job: string, at: Date): Promise<number> {
    const [row] = await this.#database.query<{ count: number }>(
      `select count(*) as count from host.job_window where plugin = $1 and job = $2 and window_at = $3
         and (state = 'running' or (state = 'pending' and error is null))`,
      [plugin, job, at],
    );
    return row?.count ?? 0;
  }

  /**
   * Ends this attempt: done, failed for good, skipped, or pending again in `retryMs`; and writes it into the history, where it is an
   * event for people. False where the claim was lost meanwhile (this process seemed dead): then the window is another's.
   */
  async settle(window: ClaimedWindow, end: WindowEnd, run?: RunRecord): Promise<boolean> {
    const rows = await this.#database.query<{ kept: boolean }>(
      `with ended as (
         update host.job_window
         set state = $6, error = $7, runner = null,
             not_before = now() + $8 * interval '1 millisecond', attempts = attempts - $9,
             finished_at = case when $6 = 'pending' then null else now() end
         where tenant_id = $1 and plugin = $2 and job = $3 and window_at = $4 and state = 'running' and runner = $5
         returning 1),
       written as (
         insert into host.job_run (tenant_id, id, plugin, job, window_at, attempt, outcome, error, started_at, milliseconds)
         select $1, $10, $2, $3, $4, $11, $12, $7, $13, $14 where $12::text is not null)
       select exists (select from ended) as kept`,
      [
        window.tenantId,
        window.plugin,
        window.job,
        window.windowAt,
        this.runner,
        end.state,
        end.error ?? null,
        end.state === "pending" ? end.retryMs : 0,
        end.state === "pending" && !end.counts ? 1 : 0,
        uuidv7(),
        window.attempt,
        run?.outcome ?? null,
        run?.startedAt ?? null,
        run ? Math.round(run.milliseconds) : null,
      ],
    );
    return rows[0]?.kept ?? false;
  }

  /** Keeps this process's claims. */
  async heartbeat(): Promise<void> {
    await this.#database.query(
      `insert into host.job_runner (runner, alive_at) values ($1, now()) on conflict (runner) do update set alive_at = now()`,
      [this.runner],
    );
  }

  /** Gives up this process's claims at once, and forgets runners that died long ago. */
  async leave(): Promise<void> {
    await this.#database.query(
      `delete from host.job_runner where runner = $1 or alive_at < now() - interval '1 hour'`,
      [this.runner],
    );
  }
}

export type WindowEnd =
  | { state: "done" | "failed" | "skipped"; error?: string }
  /** `counts`: false where nothing ran, so that a pause uses up no attempt. */
  | { state: "pending"; error: string; retryMs: number; counts: boolean };

/** Pending and due by the machine's clock, or claimed by a runner whose heart stopped. */
function claimable(leaseSeconds: string): string {
  return `(
    (w.state = 'pending' and w.not_before <= now())
    or (w.state = 'running' and not exists (
      select from host.job_runner r where r.runner = w.runner and r.alive_at > now() - ${leaseSeconds} * interval '1 second')))`;
}

function due({ job, now, watchedSince }: PlanQuery, after: Date): Date[] {
  const query = { schedule: job.schedule, timezone: job.timezone, now };
  if (job.catchUp === "each") return dueWindows({ ...query, after, catchUp: "each", limit: BATCH });
  if (watchedSince === undefined) return dueWindows({ ...query, after, catchUp: "latest" });
  // What fell due before anybody watched is downtime: of that only the newest.
  const missed =
    watchedSince > after ? dueWindows({ ...query, after, now: watchedSince, catchUp: "latest" }) : [];
  const from = watchedSince > after ? watchedSince : after;
  const watched = dueWindows({ ...query, after: from, catchUp: "each", limit: BATCH });
  return watched.length > 0 ? watched : missed;
}
