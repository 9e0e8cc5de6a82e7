import { setTimeout as delay } from "node:timers/promises";
import { type Clock, type JobRun, type Log, PlatformError } from "@promostack/core";
import type { Database } from "../db/database.ts";
import { type DeclaredJob, type JobHandlers, jobName, PLATFORM } from "./declaredJob.ts";
import { JobHistory, type RunRecord } from "./history.ts";
import { type ClaimedWindow, JobLedger, type WindowEnd } from "./ledger.ts";
import { Slots } from "./slots.ts";
import { judge, MOST_ATTEMPTS } from "./verdict.ts";

export interface TickerOptions {
  database: Database;
  handlers: JobHandlers;
  clock: Clock;
  log: Log;
  /** Runs of one job at a time in this process. */
  parallel?: number;
  /** Seconds after which a process that went silent loses its windows. */
  leaseSeconds?: number;
}

/** A clock that can be steered says how fast it runs, and since when without a jump. */
interface Steered {
  rate: number;
  simulated: boolean;
  continuousSince: Date;
}

const LATE_MS = 120_000;
const PAGE = 1000;

/**
 * Runs the due windows of jobs: writes them into the ledger, claims them, runs them, and marks them, so that a window runs
 * once even where processes die or several look at the same time. Failures are tried again with back-off.
 */
export class Ticker {
  readonly #options: TickerOptions;
  readonly #ledger: JobLedger;
  readonly history: JobHistory;
  readonly #running = new Set<Promise<void>>();
  readonly #slots = new Map<string, Slots>();
  readonly #listeners = new Set<(run: RunRecord) => void>();
  #heart: NodeJS.Timeout | undefined;
  #beating: Promise<void> | undefined;
  #stopped = false;

  constructor(options: TickerOptions) {
    this.#options = options;
    this.#ledger = new JobLedger(options.database, options.leaseSeconds);
    this.history = new JobHistory(options.database);
  }

  /**
   * Runs every window of the job that is due by the clock, in order; answers how many runs ended here. Back-off and pauses
   * are left to `work`, unless `settle` asks to wait until every due window is done or given up.
   */
  async tick(plugin: string, name: string, options: { settle?: boolean } = {}): Promise<number> {
    const job = this.#job(plugin, name);
    if (!job) return 0;
    let ran = 0;
    let planned = 0;
    for (let more = true; more && !this.#stopped; ) {
      const plan = await this.#plan(job);
      more = plan.more;
      planned += plan.windows;
      if (plan.windows > 0) ran += await this.#drain(job, plan.windows > 1);
    }
    if (!options.settle) return planned > 0 ? ran : this.#drain(job);
    while (!this.#stopped && (await this.#ledger.unfinished(plugin, name, this.#options.clock.now())) > 0) {
      const more = await this.#drain(job);
      ran += more;
      if (more === 0) await delay(50);
    }
    return ran;
  }

  /** Runs the job now, beside its schedule: for one tenant, or for all that have it; resolves after the first attempt. Raises `job.unknown`. */
  async runNow(plugin: string, name: string, tenantId?: string): Promise<number> {
    const job = this.#job(plugin, name);
    if (!job) throw unknownJob(plugin, name);
    // First what is due, so that the ledger's order stays that of time.
    await this.#plan(job);
    const tenants = tenantId && job.scope === "tenant" ? [tenantId] : await this.#tenants(job);
    const at = this.#options.clock.now();
    await this.#ledger.request(job, at, tenants);
    const ran = await this.#drain(job);
    // Another replica, or another look in this process, may have taken some of it.
    while (!this.#stopped && (await this.#ledger.underway(plugin, name, at)) > 0) await delay(50);
    return ran;
  }

  /** Runs what waits for a second attempt, was left by a dead process, or was fanned out by another replica. */
  async work(): Promise<number> {
    let ran = 0;
    for (const { plugin, job } of await this.#ledger.waiting()) {
      const declared = this.#job(plugin, job);
      if (declared) ran += await this.#drain(declared);
    }
    return ran;
  }

  /** Hears every attempt's end: for metrics. */
  onRun(listener: (run: RunRecord) => void): void {
    this.#listeners.add(listener);
  }

  /** Claims nothing more, waits for what runs (at most `graceMs`) and gives up what is left, so that another takes it at once. */
  async stop(graceMs = 10_000): Promise<void> {
    this.#stopped = true;
    const patience = new AbortController();
    const grace = delay(graceMs, undefined, { signal: patience.signal }).catch(() => undefined);
    await Promise.race([Promise.allSettled([...this.#running]), grace]);
    patience.abort();
    clearInterval(this.#heart);
    if (this.#heart) await this.#ledger.leave();
    this.#heart = undefined;
  }

  #job(plugin: string, name: string): DeclaredJob | undefined {
    return this.#options.handlers.jobs().find((job) => job.plugin === plugin && job.name === name);
  }

  async #plan(job: DeclaredJob): Promise<{ windows: number; more: boolean }> {
    const { clock, log } = this.#options;
    const steered = steeredBy(clock);
    const plan = await this.#ledger.plan({
      job,
      now: clock.now(),
      watchedSince: steered?.simulated && steered.rate > 0 ? steered.continuousSince : undefined,
      lateAfterMs: LATE_MS * Math.max(1, steered?.rate ?? 1),
      tenants: () => this.#tenants(job),
    });
    if (plan.windows > 1)
      log.info("Several windows of a job are due", { job: jobName(job), windows: plan.windows });
    return plan;
  }

  async #tenants(job: DeclaredJob): Promise<string[]> {
    if (job.scope === "platform") return [PLATFORM];
    const found: string[] = [];
    for (;;) {
      const after = found.at(-1);
      const page = await this.#options.handlers.enabledTenants(job.plugin, {
        limit: PAGE,
        ...(after && { after }),
      });
      found.push(...page.map((tenant) => tenant.tenantId));
      if (page.length < PAGE) return found;
    }
  }

  /**
   * Claims and runs until nothing can be claimed; never more than `parallel` of a job at a time. Answers how many it ran. `again`
   * is false where no window waits for the end of another, so that there is nothing to look for after the first ones.
   */
  async #drain(job: DeclaredJob, again = true): Promise<number> {
    const slots = this.#slotsOf(job);
    const mine = new Set<Promise<void>>();
    let ran = 0;
    await this.#beat();
    for (;;) {
      const free = slots.reserve();
      const underway = mine.size;
      const claimed = await this.#claim(job, free).catch((error) => {
        slots.giveBack(free);
        throw error;
      });
      slots.giveBack(free - claimed.length);
      for (const window of claimed) {
        const run: Promise<void> = this.#run(job, window).finally(() => {
          mine.delete(run);
          this.#running.delete(run);
        });
        mine.add(run);
        this.#running.add(run);
        slots.use(run);
        ran += 1;
      }
      const all = claimed.length < free;
      if (mine.size > 0 && all && !again) {
        await Promise.all(mine);
        return ran;
      }
      if (claimed.length > 0) continue;
      if (mine.size > 0) await Promise.race(mine);
      // What ended while we looked may be what the next window waited for.
      else if (underway > 0) continue;
      else if (free > 0 || this.#stopped) return ran;
      else await slots.freed();
    }
  }

  #claim(job: DeclaredJob, most: number): Promise<ClaimedWindow[]> {
    const paused = this.#job(job.plugin, job.name)?.paused;
    if (this.#stopped || paused || most <= 0) return Promise.resolve([]);
    return this.#ledger.claim(job.plugin, job.name, most);
  }

  #slotsOf(job: DeclaredJob): Slots {
    const slots = this.#slots.get(jobName(job)) ?? new Slots(this.#options.parallel ?? 8);
    this.#slots.set(jobName(job), slots);
    return slots;
  }

  async #run(job: DeclaredJob, window: ClaimedWindow): Promise<void> {
    const { log } = this.#options;
    const startedAt = new Date();
    const began = performance.now();
    const run = { at: window.windowAt, timeoutMs: job.timeoutSeconds * 1000, caughtUp: window.caughtUp };
    const failure = await this.#attempt(job, window, run);
    const rate = steeredBy(this.#options.clock)?.rate ?? 1;
    const { end, record } = judge(failure, window.attempt, Math.max(1, rate));
    if (failure !== undefined)
      log.warn("A run of a job failed", { job: jobName(job), window: run.at, error: failure });
    const milliseconds = performance.now() - began;
    const written: RunRecord | undefined = record && {
      window,
      outcome: record,
      startedAt,
      milliseconds,
      ...(end.error && { error: end.error }),
    };
    await this.#persist(() => this.#settle(window, end, written));
    if (written) for (const listener of this.#listeners) listener(written);
  }

  /** Calls the handler; answers what it threw. */
  async #attempt(job: DeclaredJob, window: ClaimedWindow, run: JobRun): Promise<unknown> {
    const { handlers, log } = this.#options;
    if (window.attempt > MOST_ATTEMPTS) return new Error("Every process that ran this window died of it.");
    if (window.attempt > 1)
      log.info("A window runs again", { job: jobName(job), window: run.at, attempt: window.attempt });
    try {
      await handlers.runJob(
        job.plugin,
        job.name,
        run,
        window.tenantId === PLATFORM ? undefined : window.tenantId,
      );
      return undefined;
    } catch (error) {
      return error ?? new Error("The job failed without a reason.");
    }
  }

  async #settle(window: ClaimedWindow, end: WindowEnd, run: RunRecord | undefined): Promise<void> {
    if (await this.#ledger.settle(window, end, run)) return;
    this.#options.log.warn("A window was taken over while it ran here", {
      job: `${window.plugin}/${window.job}`,
    });
  }

  /** What a run did is done; a database that is away for a moment must not make it run again. */
  async #persist(write: () => Promise<void>): Promise<void> {
    for (let wait = 200; ; wait = Math.min(wait * 2, 3000)) {
      try {
        return await write();
      } catch (error) {
        this.#options.log.warn("The end of a job's run could not be written", { error });
        if (this.#stopped || !PlatformError.is(error) || error.code !== "database.unavailable") return;
        await delay(wait);
      }
    }
  }

  /** The heart beats from the first claim on; claims are only worth something after the first beat. */
  #beat(): Promise<void> {
    this.#beating ??= this.#ledger.heartbeat().then(
      () => {
        const every = ((this.#options.leaseSeconds ?? 10) * 1000) / 5;
        this.#heart = setInterval(() => {
          this.#ledger.heartbeat().catch((error) => this.#options.log.warn("A heartbeat failed", { error }));
        }, every).unref();
      },
      (error) => {
        this.#beating = undefined;
        throw error;
      },
    );
    return this.#beating;
  }
}

/** Raised where no plugin that runs declares the job. */
export function unknownJob(plugin: string, name: string): PlatformError {
  return new PlatformError(`There is no job ${plugin}/${name}.`, {
    code: "job.unknown",
    status: 404,
    hint: "See the list of jobs; a plugin that is not active has none.",
    details: { plugin, job: name },
  });
}

function steeredBy(clock: Clock): Steered | undefined {
  return isSteered(clock) ? clock : undefined;
}

function isSteered(clock: Clock): clock is Clock & Steered {
  return "rate" in clock && "simulated" in clock && "continuousSince" in clock;
}
