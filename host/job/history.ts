import type { Database } from "../db/database.ts";
import { type DeclaredJob, PLATFORM } from "./declaredJob.ts";
import type { ClaimedWindow } from "./ledger.ts";
import { nextWindow } from "./windows.ts";

/** One attempt at a window. */
export interface RunRecord {
  window: ClaimedWindow;
  outcome: "done" | "failed";
  error?: string;
  startedAt: Date;
  milliseconds: number;
}

/** A job as the jobs page and the command line show it. Times ISO 8601 in UTC. */
export interface JobStatus {
  plugin: string;
  job: string;
  title: string;
  schedule: string;
  timezone: string;
  scope: "platform" | "tenant";
  catchUp: "latest" | "each";
  /** Why it does not run now; absent when it does. */
  paused?: string;
  nextRun: string;
  lastRun?: { window: string; at: string; outcome: "done" | "failed"; milliseconds: number; error?: string };
  /** Windows that wait or run. */
  unfinished: number;
  /** Failed attempts of the last 24 hours, and the newest of them. */
  failures: number;
  lastFailure?: { window: string; at: string; error: string };
}

interface Summary {
  plugin: string;
  job: string;
  unfinished: number;
  failures: number;
  lastRun: JobStatus["lastRun"] | null;
  lastFailure: JobStatus["lastFailure"] | null;
}

/** What jobs did: written by the ledger, read by people. */
export class JobHistory {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /** State of the given jobs, in their order: for a tenant only its own runs, else those of all. `now` is business time. */
  async statuses(jobs: readonly DeclaredJob[], now: Date, tenantId?: string): Promise<JobStatus[]> {
    const summaries = await this.#database.query<Summary>(SUMMARY, [
      jobs.map((job) => job.plugin),
      jobs.map((job) => job.name),
      tenantId ?? null,
    ]);
    return jobs.map((job) => {
      const summary = summaries.find((each) => each.plugin === job.plugin && each.job === job.name);
      return {
        plugin: job.plugin,
        job: job.name,
        title: job.title,
        schedule: job.schedule,
        timezone: job.timezone,
        scope: job.scope,
        catchUp: job.catchUp,
        ...(job.paused && { paused: job.paused }),
        nextRun: nextWindow(job, now).toISOString(),
        ...(summary?.lastRun && { lastRun: summary.lastRun }),
        unfinished: summary?.unfinished ?? 0,
        failures: summary?.failures ?? 0,
        ...(summary?.lastFailure && { lastFailure: summary.lastFailure }),
      };
    });
  }

  /** Deletes what nobody will look for: successes after a day, failures after two weeks, finished windows after a day. */
  async prune(): Promise<void> {
    await this.#database.query(
      `delete from host.job_run where started_at < now() - interval '14 days'
         or (started_at < now() - interval '1 day' and outcome = 'done')`,
    );
    // What is accounted for stands in host.job, so that a window whose row is gone is not run again.
    await this.#database.query(
      `delete from host.job_window
       where state in ('done', 'failed', 'skipped') and finished_at < now() - interval '1 day'`,
    );
  }
}

/** `$3` null: every tenant's. A job of scope platform has the nil tenant, which is no tenant's business. */
const OF_TENANT = `($3::uuid is null or r.tenant_id in ($3::uuid, '${PLATFORM}'))`;
const ISO = `'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'`;
const SUMMARY = `
  select wanted.plugin, wanted.job,
    (select count(*) from host.job_window r where r.plugin = wanted.plugin and r.job = wanted.job
       and r.state in ('pending', 'running') and ${OF_TENANT}) as unfinished,
    (select count(*) from host.job_run r where r.plugin = wanted.plugin and r.job = wanted.job
       and r.outcome = 'failed' and r.started_at > now() - interval '1 day' and ${OF_TENANT}) as failures,
    (select json_build_object('window', to_char(r.window_at at time zone 'UTC', ${ISO}), 'at', to_char(r.started_at at time zone 'UTC', ${ISO}),
        'outcome', r.outcome, 'milliseconds', r.milliseconds, 'error', r.error)
       from host.job_run r where r.plugin = wanted.plugin and r.job = wanted.job and ${OF_TENANT}
       order by r.started_at desc limit 1) as "lastRun",
    (select json_build_object('window', to_char(r.window_at at time zone 'UTC', ${ISO}), 'at', to_char(r.started_at at time zone 'UTC', ${ISO}), 'error', r.error)
       from host.job_run r where r.plugin = wanted.plugin and r.job = wanted.job and r.outcome = 'failed' and ${OF_TENANT}
       order by r.started_at desc limit 1) as "lastFailure"
  from unnest($1::text[], $2::text[]) as wanted (plugin, job)`;
