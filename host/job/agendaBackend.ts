import { setTimeout as delay } from "node:timers/promises";
import { PostgresBackend, PostgresJobRepository } from "@agendajs/postgres-backend";
import type { Log } from "@promostack/core";
import type { AgendaBackend } from "agenda";
import type { Config } from "../config/config.ts";
import { EmbeddedCluster } from "../db/embedded.ts";

export type JobsConfig = Pick<Config, "jobsUrl" | "databaseDirectUrl" | "databaseUrl" | "dataDir">;

/** What Agenda keeps its schedule in: MongoDB where JOBS_URL says so, else a schema of its own in the platform's PostgreSQL. */
export async function agendaBackend(config: JobsConfig, log: Log): Promise<AgendaBackend> {
  if (config.jobsUrl && isMongo(config.jobsUrl)) {
    // Loaded only where it is used: the driver costs a good part of the host's start.
    const { MongoBackend } = await import("@agendajs/mongo-backend");
    return new MongoBackend({
      address: config.jobsUrl,
      collection: "promostackJobs",
      options: { appName: "promostack jobs", serverSelectionTimeoutMS: 5_000 },
    });
  }
  const backend = new PostgresBackend({
    poolConfig: {
      connectionString: config.jobsUrl ?? (await databaseAddress(config, log)),
      // A session setting, hence past any pooler in transaction mode.
      options: "-c search_path=agenda",
      application_name: "promostack jobs",
      max: 2,
      connectionTimeoutMillis: 5_000,
      keepAlive: true,
    },
    // Ticks are minutes apart and every name is polled for anyway: a connection that listens would idle.
    disableNotifications: true,
  });
  return backend;
}

/** `mongodb://` or `mongodb+srv://`. */
export function isMongo(address: string): boolean {
  return /^mongodb(\+srv)?:\/\//.test(address);
}

async function databaseAddress(config: JobsConfig, log: Log): Promise<string> {
  const given = config.databaseDirectUrl ?? config.databaseUrl;
  if (given) return given;
  const cluster = new EmbeddedCluster({ dataDir: config.dataDir, log });
  await cluster.ensureRunning();
  return cluster.url("promostack");
}

/**
 * Agenda connects in its constructor and drops the promise: a database that is away would be an unhandled rejection, which
 * ends the process. This backend tries until it succeeds or is told to stop.
 */
export function patient(backend: AgendaBackend, log: Log, signal: AbortSignal): AgendaBackend {
  return {
    name: backend.name,
    ownsConnection: true,
    repository: forgiving(backend.repository, log),
    async connect() {
      tolerateIdleErrors(backend, log);
      for (let wait = 500; !signal.aborted; wait = Math.min(wait * 2, 10_000)) {
        try {
          return await backend.connect();
        } catch (error) {
          log.warn("The schedule's database does not answer", { backend: backend.name, error });
          await delay(wait, undefined, { signal }).catch(() => undefined);
        }
      }
    },
    disconnect: () => backend.disconnect(),
  };
}

/** Agenda unlocks a job without waiting for it, so a database that is away just then would be an unhandled rejection too. */
function forgiving(repository: AgendaBackend["repository"], log: Log): AgendaBackend["repository"] {
  const unlockJob: typeof repository.unlockJob = (job) =>
    repository
      .unlockJob(job)
      .catch((error) => log.warn("A job of the schedule stays locked a little longer", { error }));
  return new Proxy(repository, {
    get(target, name) {
      if (name === "unlockJob") return unlockJob;
      const value: unknown = Reflect.get(target, name);
      return typeof value === "function" ? value.bind(target) : value;
    },
  });
}

/** A pool whose idle connection breaks emits an error, which without a listener ends the process. */
function tolerateIdleErrors({ repository }: AgendaBackend, log: Log): void {
  if (!(repository instanceof PostgresJobRepository)) return;
  repository
    .getPool()
    .on("error", (error: unknown) => log.warn("A connection of the schedule broke", { error }));
}
