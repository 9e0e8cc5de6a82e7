import type { Clock, Log } from "@promostack/core";
import { type DeclaredJob, type JobHandlers, jobName } from "./declaredJob.ts";
import type { Ticker } from "./ticker.ts";
import { nextWindow } from "./windows.ts";

/** Real time between two looks, whatever the clock says: the least that gives other work a chance. */
const LONGEST_SLEEP_MS = 60 * 60 * 1000;

/**
 * Drives ticks by a clock that is not the machine's: sleeps on that clock until the next window, runs what is due in the
 * order of the windows, and begins anew. Plugins run beside each other, the jobs of one plugin one after another.
 */
export class SteeredDriver {
  readonly #ticker: Ticker;
  readonly #handlers: JobHandlers;
  readonly #clock: Clock;
  readonly #log: Log;
  readonly #due = new Map<string, Date>();

  constructor(options: { ticker: Ticker; handlers: JobHandlers; clock: Clock; log: Log }) {
    this.#ticker = options.ticker;
    this.#handlers = options.handlers;
    this.#clock = options.clock;
    this.#log = options.log;
  }

  /** Runs until the signal aborts. */
  async run(signal: AbortSignal): Promise<void> {
    this.#due.clear();
    while (!signal.aborted) {
      const now = this.#clock.now();
      const due = this.#handlers
        .jobs()
        .map((job) => ({ job, at: this.#next(job, now) }))
        .sort((a, b) => a.at.getTime() - b.at.getTime());
      const first = due[0]?.at.getTime() ?? now.getTime() + LONGEST_SLEEP_MS;
      if (first <= now.getTime())
        await this.#tick(
          due.filter(({ at }) => at <= now).map(({ job }) => job),
          now,
        );
      else await this.#sleep(Math.min(first - now.getTime(), LONGEST_SLEEP_MS), signal);
    }
  }

  /** The first look at a job is at once, since windows may have been missed. */
  #next(job: DeclaredJob, now: Date): Date {
    return this.#due.get(key(job)) ?? now;
  }

  async #tick(jobs: DeclaredJob[], now: Date): Promise<void> {
    for (const job of jobs) this.#due.set(key(job), nextWindow(job, now));
    const plugins = [...new Set(jobs.map((job) => job.plugin))];
    await Promise.all(
      plugins.map(async (plugin) => {
        for (const job of jobs.filter((each) => each.plugin === plugin)) {
          try {
            await this.#ticker.tick(job.plugin, job.name);
          } catch (error) {
            this.#log.error("A tick failed", { job: jobName(job), error });
            this.#due.delete(key(job));
            await new Promise((resolve) => setTimeout(resolve, 500));
          }
        }
      }),
    );
  }

  async #sleep(milliseconds: number, signal: AbortSignal): Promise<void> {
    try {
      await this.#clock.sleep(milliseconds, signal);
    } catch (error) {
      if (!signal.aborted) throw error;
    }
  }
}

/** A job whose schedule changed is looked at anew. */
const key = (job: DeclaredJob) => `${jobName(job)} ${job.schedule} ${job.timezone}`;
