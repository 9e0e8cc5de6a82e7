import { setTimeout as delay } from "node:timers/promises";
import { reply, Type } from "@promostack/core";
import type { SharedClock } from "../clock/sharedClock.ts";
import type { Database } from "../db/database.ts";
import { type HostRoute, hostRoute } from "../http/hostRoute.ts";
import { audit } from "../identity/audit.ts";
import type { Runtime } from "../plugin/runtime.ts";
import type { Scheduler } from "./scheduler.ts";
import type { Ticker } from "./ticker.ts";
import { unknownJob } from "./ticker.ts";

const Time = Type.String({ format: "date-time" });
const Job = Type.Object({
  plugin: Type.String(),
  job: Type.String(),
  title: Type.String(),
  schedule: Type.String({ description: "Cron expression of five fields" }),
  timezone: Type.String(),
  scope: Type.Union([Type.Literal("platform"), Type.Literal("tenant")]),
  catchUp: Type.Union([Type.Literal("latest"), Type.Literal("each")]),
  paused: Type.Optional(Type.String({ description: "Why it does not run now" })),
  nextRun: Time,
  lastRun: Type.Optional(
    Type.Object({
      window: Time,
      at: Time,
      outcome: Type.Union([Type.Literal("done"), Type.Literal("failed")]),
      milliseconds: Type.Integer(),
      error: Type.Optional(Type.Union([Type.String(), Type.Null()])),
    }),
  ),
  unfinished: Type.Integer({ description: "Windows that wait or run" }),
  failures: Type.Integer({ description: "Failed attempts in the last 24 hours" }),
  lastFailure: Type.Optional(
    Type.Object({ window: Time, at: Time, error: Type.Union([Type.String(), Type.Null()]) }),
  ),
});
const Clock = Type.Object({
  now: Time,
  rate: Type.Number({ description: "How fast time passes; 0 stands still" }),
  simulated: Type.Boolean(),
});

export interface JobRouteParts {
  database: Database;
  runtime: Pick<Runtime, "jobs" | "isEnabled">;
  ticker: Ticker;
  scheduler: Pick<Scheduler, "driver">;
  /** Steerable where the playground runs; its routes are absent otherwise. */
  clock: { now(): Date } | SharedClock;
}

/** A person waits this long for a run; a longer one goes on without them. */
const PATIENCE_MS = 8_000;
const limits = { perMinute: 120 };

/** Jobs for admins and tenants, and the playground's clock. */
export function jobRoutes(parts: JobRouteParts): HostRoute[] {
  const { clock } = parts;
  return [
    listForAdmins(parts),
    runForAdmins(parts),
    listForTenants(parts),
    ...("setRate" in clock ? clockRoutes(parts.database, clock) : []),
  ];
}

function listForAdmins({ runtime, ticker, scheduler, clock }: JobRouteParts): HostRoute {
  return hostRoute({
    method: "GET",
    path: "/api/admin/jobs",
    permission: "admin",
    summary: "Every job with its last run, next run and failures",
    input: { output: Type.Object({ driver: Type.String(), items: Type.Array(Job) }) },
    limits,
    handle: async () => ({
      driver: scheduler.driver,
      items: await ticker.history.statuses(runtime.jobs(), clock.now()),
    }),
  });
}

function runForAdmins({ database, runtime, ticker, clock }: JobRouteParts): HostRoute {
  const params = Type.Object({ plugin: Type.String(), job: Type.String() });
  return hostRoute({
    method: "POST",
    path: "/api/admin/jobs/:plugin/:job/run",
    permission: "admin",
    summary: "Runs a job now, beside its schedule; 202 where it takes longer than one waits",
    input: { params, body: Type.Object({}), output: Job },
    limits: { perMinute: 30, seconds: 30 },
    handle: async (request, { params: { plugin, job } }) => {
      const declared = runtime.jobs().find((each) => each.plugin === plugin && each.name === job);
      if (!declared) throw unknownJob(plugin, job);
      await database.system((trx) =>
        audit(trx, request, { tenantId: null, action: "job.run", target: `job ${plugin}/${job}` }),
      );
      const run = ticker.runNow(plugin, job);
      const patience = new AbortController();
      const ended = await Promise.race([
        run.then(() => true),
        delay(PATIENCE_MS, false, { signal: patience.signal }),
      ]).finally(() => patience.abort());
      if (!ended) run.catch((error) => request.log.error("A run asked for by hand failed", { error }));
      const [status] = await ticker.history.statuses([declared], clock.now());
      return reply(ended ? 200 : 202, status);
    },
  });
}

function listForTenants({ runtime, ticker, clock }: JobRouteParts): HostRoute {
  return hostRoute({
    method: "GET",
    path: "/api/jobs",
    permission: "tenant:viewer",
    summary: "Jobs of the tenant's plugins, with the tenant's own runs",
    input: { output: Type.Object({ items: Type.Array(Job) }) },
    limits,
    handle: async ({ tenantId }) => {
      const jobs = runtime.jobs();
      const plugins = [...new Set(jobs.map((job) => job.plugin))];
      const enabled = new Set<string>();
      for (const plugin of plugins) if (await runtime.isEnabled(tenantId, plugin)) enabled.add(plugin);
      const theirs = jobs.filter((job) => enabled.has(job.plugin));
      return { items: await ticker.history.statuses(theirs, clock.now(), tenantId) };
    },
  });
}

function clockRoutes(database: Database, clock: SharedClock): HostRoute[] {
  const reading = () => ({ now: clock.now().toISOString(), rate: clock.rate, simulated: clock.simulated });
  const steering = Type.Object(
    {
      rate: Type.Optional(Type.Number({ minimum: 0, maximum: 3600 })),
      at: Type.Optional(Time),
    },
    { additionalProperties: false },
  );
  return [
    hostRoute({
      method: "GET",
      path: "/api/admin/clock",
      permission: "admin",
      summary: "The playground's clock",
      input: { output: Clock },
      limits,
      handle: async () => reading(),
    }),
    hostRoute({
      method: "PUT",
      path: "/api/clock",
      permission: "person",
      summary: "Steers the playground's clock: how fast it runs, or where it jumps to (never back)",
      input: { body: steering, output: Clock },
      limits,
      handle: async (request, { body }) => {
        const before = reading();
        if (body.at !== undefined) await clock.set(new Date(body.at));
        if (body.rate !== undefined) await clock.setRate(body.rate);
        await database.system((trx) =>
          audit(trx, request, {
            tenantId: null,
            action: "clock.steered",
            target: "clock",
            before,
            after: reading(),
          }),
        );
        return reading();
      },
    }),
  ];
}
