import { setTimeout as delay } from "node:timers/promises";
import type { Log } from "@promostack/core";
import { Agenda, type AgendaBackend } from "agenda";
import { agendaBackend, type JobsConfig, patient } from "./agendaBackend.ts";
import { type DeclaredJob, type JobHandlers, jobName } from "./declaredJob.ts";

export interface AgendaScheduleOptions {
  config: JobsConfig;
  handlers: Pick<JobHandlers, "jobs">;
  log: Log;
  pollMs?: number;
  tick(plugin: string, job: string): Promise<void>;
}

/**
 * Agenda as the alarm clock of the leader: one name a job, whose handler rings the ticker. It keeps no account of what ran
 * (the ledger does), so its handler returns at once and its locks are short. Jobs of plugins that are gone stay in its table,
 * where nobody asks for them: `purge` would also delete those of a plugin that merely has not started yet.
 */
export class AgendaSchedule {
  readonly #options: AgendaScheduleOptions;
  #open: Open | undefined;
  #scheduled = new Map<string, string>();
  #turn: Promise<void> = Promise.resolve();
  #troubled = false;

  constructor(options: AgendaScheduleOptions) {
    this.#options = options;
  }

  /** Starts Agenda and schedules every job. Returns at once where the backend is away: Agenda begins when it is back. */
  start(): Promise<void> {
    return this.#inTurn(() => this.#start());
  }

  /** Schedules jobs that came or changed, forgets those that went. */
  sync(): Promise<void> {
    return this.#inTurn(() => this.#schedule());
  }

  /** Begins anew where Agenda reported errors since the last call: its database may have come back at another address. */
  refresh(): Promise<void> {
    return this.#inTurn(async () => {
      if (!this.#open || !this.#troubled) return;
      await this.#stop();
      await this.#start();
    });
  }

  /** Stops ringing; a backend that does not answer is left to itself after a few seconds. */
  stop(): Promise<void> {
    return this.#inTurn(() => this.#stop());
  }

  async #start(): Promise<void> {
    if (this.#open) return;
    const { config, log, pollMs = 5_000 } = this.#options;
    const closing = new AbortController();
    const backend = patient(await agendaBackend(config, log), log, closing.signal);
    const agenda = new Agenda({
      backend,
      processEvery: pollMs,
      defaultLockLifetime: 2 * pollMs,
      defaultConcurrency: 1,
    });
    const open: Open = { agenda, backend, closing, connected: false };
    this.#open = open;
    this.#troubled = false;
    agenda.on("error", (error) => {
      this.#troubled = true;
      log.warn("Agenda reported an error", { backend: backend.name, error });
    });
    agenda.ready
      .then(() => {
        open.connected = !closing.signal.aborted;
        return this.sync();
      })
      .catch((error) => log.error("Jobs were not scheduled", { error }));
  }

  async #schedule(): Promise<void> {
    if (!this.#open?.connected) return;
    const { agenda } = this.#open;
    const jobs = this.#options.handlers.jobs();
    const gone = [...this.#scheduled.keys()].filter((name) => !jobs.some((job) => jobName(job) === name));
    for (const name of gone) {
      // Its definition stays: Agenda may have locked it already, and trips over a name that it does not know.
      await agenda.disable({ name });
      this.#scheduled.delete(name);
    }
    for (const job of jobs) {
      const schedule = `${job.schedule} ${job.timezone}`;
      if (this.#scheduled.get(jobName(job)) === schedule) continue;
      try {
        await this.#define(agenda, job);
        this.#scheduled.set(jobName(job), schedule);
      } catch (error) {
        // Agenda's own reading of cron fails in zones that move by half an hour; the leader's sweep runs the job all the same.
        this.#options.log.warn("Agenda does not schedule a job", { job: jobName(job), error });
      }
    }
    await agenda.start();
  }

  async #define(agenda: Agenda, job: DeclaredJob): Promise<void> {
    agenda.define(
      jobName(job),
      async () => {
        this.#options
          .tick(job.plugin, job.name)
          .catch((error) => this.#options.log.error("A tick failed", { error }));
      },
      { concurrency: 1, lockLimit: 1 },
    );
    // What was missed is caught up by the ledger when leading begins, so Agenda begins with the next window.
    await agenda.every(job.schedule, jobName(job), undefined, {
      timezone: job.timezone,
      skipImmediate: true,
    });
  }

  async #stop(): Promise<void> {
    const open = this.#open;
    if (!open) return;
    this.#open = undefined;
    open.closing.abort();
    this.#scheduled = new Map();
    const patience = new AbortController();
    const late = delay(3_000, undefined, { signal: patience.signal }).catch(() => undefined);
    const stopped = close(open).catch((error) =>
      this.#options.log.warn("Agenda did not stop cleanly", { error }),
    );
    await Promise.race([stopped, late]);
    patience.abort();
  }

  /** Starts, stops and changes come from several sides and must not overlap. */
  #inTurn(work: () => Promise<void>): Promise<void> {
    const mine = this.#turn.then(work);
    this.#turn = mine.catch(() => undefined);
    return mine;
  }
}

interface Open {
  agenda: Agenda;
  backend: AgendaBackend;
  closing: AbortController;
  connected: boolean;
}

async function close({ agenda, backend }: Open): Promise<void> {
  // Also a connection that is just being made must end with us.
  await agenda.ready;
  await agenda.stop(false);
  await backend.disconnect();
}
