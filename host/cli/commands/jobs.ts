import { setTimeout as delay } from "node:timers/promises";
import { PlatformError } from "@promostack/core";
import type { Database } from "../../db/database.ts";
import type { DeclaredJob } from "../../job/declaredJob.ts";
import { mistake } from "../../mistake.ts";
import type { BundledPlugin } from "../../plugin/bundled.ts";
import type { Command, CommandGroup } from "../command.ts";
import type { Session } from "../session.ts";

const list: Command = {
  name: "list",
  summary: "jobs with their last and next runs",
  options: [{ flags: "--plugin <id>", description: "only this plugin's" }],
  examples: ["jobs list", "jobs list --json"],
  async run(session, _args, options) {
    const database = await session.database();
    const { JobHistory } = await import("../../job/history.ts");
    const jobs = (await declared()).filter(
      (job) => options.plugin === undefined || job.plugin === options.plugin,
    );
    const statuses = await new JobHistory(database).statuses(jobs, await businessTime(session));
    session.terminal.answer({ items: statuses });
    session.terminal.table(
      ["JOB", "SCHEDULE", "NEXT RUN", "LAST RUN", "OUTCOME", "FAILURES 24H"],
      statuses.map((job) => [
        `${job.plugin}/${job.job}`,
        `${job.schedule}${job.timezone === "UTC" ? "" : ` ${job.timezone}`}`,
        minute(job.nextRun),
        job.lastRun ? minute(job.lastRun.window) : "never",
        job.lastRun ? `${job.lastRun.outcome} in ${job.lastRun.milliseconds} ms` : "",
        job.failures === 0 ? "0" : `${job.failures}: ${job.lastFailure?.error ?? ""}`,
      ]),
      "No plugin declares a job.",
    );
  },
};

const run: Command = {
  name: "run",
  summary: "run a job now, beside its schedule",
  description:
    "Asks the running platform to run a job now, and waits for the end. The window is written into the ledger like any other.",
  arguments: [
    { name: "<plugin>", description: "id of the plugin" },
    { name: "<job>", description: "name of the job" },
  ],
  options: [
    { flags: "--tenant <slug>", description: "only for this tenant (jobs that fan out over tenants)" },
  ],
  async run(session, [plugin = "", name = ""], options) {
    const job = (await declared()).find((each) => each.plugin === plugin && each.name === name);
    if (!job) throw await unknown(plugin, name);
    const database = await session.database();
    await requireHost(database);
    const { JobLedger } = await import("../../job/ledger.ts");
    const tenants = await tenantsOf(database, job, options.tenant);
    if (tenants.length === 0)
      throw mistake(
        `No tenant has ${plugin} enabled.`,
        "Enable it in the dash, or with `promostack plugin enable`.",
      );
    const at = await businessTime(session);
    await new JobLedger(database).request(job, at, tenants);
    const windows = await ended(session, database, job, at, tenants.length);
    const failed = windows.filter((window) => window.state !== "done");
    session.terminal.answer({ plugin, job: name, window: at, runs: windows });
    if (failed.length > 0)
      throw new PlatformError(
        `${failed.length} of ${windows.length} runs did not succeed: ${failed[0]?.error ?? failed[0]?.state}`,
        {
          code: "job.failed",
          hint: "`promostack jobs list` shows the failures; the host's log has the details.",
        },
      );
    session.terminal.print(
      `${plugin}/${name} ran${windows.length === 1 ? "" : ` for ${windows.length} tenants`}.`,
    );
  },
};

export const jobs: CommandGroup = {
  name: "jobs",
  summary: "see and run recurring work",
  commands: [list, run],
};

interface Window {
  tenantId: string;
  state: string;
  error: string | null;
}

async function ended(
  session: Session,
  database: Database,
  job: DeclaredJob,
  at: Date,
  count: number,
): Promise<Window[]> {
  const progress = session.terminal.progress(`${job.plugin}/${job.name}`, count);
  let done = 0;
  const deadline = Date.now() + (job.timeoutSeconds + 30) * 1000;
  try {
    for (;;) {
      const windows = await database.query<Window>(
        `select tenant_id as "tenantId", state, error from host.job_window where plugin = $1 and job = $2 and window_at = $3`,
        [job.plugin, job.name, at],
      );
      const open = windows.filter(
        (window) => window.state === "running" || (window.state === "pending" && !window.error),
      );
      progress.advance(windows.length - open.length - done);
      done = windows.length - open.length;
      if (open.length === 0 || Date.now() > deadline) return windows;
      await delay(100, undefined, { signal: session.signal });
    }
  } finally {
    progress.done();
  }
}

/** Somebody must be there to run it: whoever leads holds the lock. */
async function requireHost(database: Database): Promise<void> {
  const lock = await database.lock("leader");
  if (!lock) return;
  await lock.release();
  throw new PlatformError("No host is running on this database, so nobody would run the job.", {
    code: "job.no_host",
    hint: "Start one with `promostack start`, with the same DATA_DIR or DATABASE_URL.",
  });
}

async function tenantsOf(
  database: Database,
  job: DeclaredJob,
  slug: string | boolean | undefined,
): Promise<string[]> {
  const { PLATFORM } = await import("../../job/declaredJob.ts");
  if (job.scope === "platform") {
    if (slug !== undefined)
      throw mistake(`${job.plugin}/${job.name} runs for the platform, not for a tenant.`);
    return [PLATFORM];
  }
  const rows = await database.query<{ id: string; slug: string }>(
    `select t.id, t.slug from host.tenant_plugin p join host.tenant t on t.id = p.tenant_id where p.plugin_id = $1 and p.enabled`,
    [job.plugin],
  );
  return rows.filter((row) => slug === undefined || row.slug === slug).map((row) => row.id);
}

async function declared(): Promise<DeclaredJob[]> {
  const { bundledPlugins } = await import("../../plugin/bundled.ts");
  return jobsOf(await bundledPlugins());
}

async function unknown(plugin: string, name: string): Promise<PlatformError> {
  const { unknownJob } = await import("../../job/ticker.ts");
  return unknownJob(plugin, name);
}

/** The platform's time: the playground's where its clock was steered. */
async function businessTime(session: Session): Promise<Date> {
  const { SharedClock } = await import("../../clock/sharedClock.ts");
  const config = await session.config();
  if (!config.playground) return new Date();
  const clock = await SharedClock.open(await session.database(), session.log);
  try {
    return clock.now();
  } finally {
    await clock.close();
  }
}

const minute = (iso: string) => iso.slice(0, 16).replace("T", " ");

/** Jobs as manifests declare them. */
function jobsOf(plugins: readonly BundledPlugin[]): DeclaredJob[] {
  return plugins.flatMap(({ id, manifest }) =>
    (manifest?.contributes?.jobs ?? []).map((job) => ({
      plugin: id,
      name: job.name,
      title: job.title,
      schedule: job.schedule,
      timezone: job.timezone ?? "UTC",
      scope: job.scope,
      catchUp: job.catchUp ?? "latest",
      timeoutSeconds: job.timeoutSeconds ?? 60,
    })),
  );
}
