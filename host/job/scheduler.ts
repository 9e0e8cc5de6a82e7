import { setTimeout as delay } from "node:timers/promises";
import type { Clock, Disposable, Log } from "@promostack/core";
import type { Database } from "../db/database.ts";
import type { JobsConfig } from "./agendaBackend.ts";
import { AgendaSchedule } from "./agendaSchedule.ts";
import { type JobHandlers, jobName } from "./declaredJob.ts";
import type { Leader } from "./leader.ts";
import { SteeredDriver } from "./steered.ts";
import type { Ticker } from "./ticker.ts";

export interface SchedulerOptions {
  config: JobsConfig;
  database: Pick<Database, "listen">;
  ticker: Ticker;
  leader: Leader;
  handlers: JobHandlers & { onChange?(listener: () => void): Disposable };
  clock: Clock;
  log: Log;
  /** How often Agenda looks ahead. */
  pollMs?: number;
  /** How often the leader looks at every job, and every replica for windows left over, whoever else should have. */
  sweepMs?: number;
}

/** A clock that says when it was steered, and whether it still is the machine's. */
interface Steerable {
  simulated: boolean;
  onChange(listener: () => void): { dispose(): void };
}

const HOUR_MS = 60 * 60 * 1000;

/**
 * Sees to it that jobs run: the leader schedules the recurring ticks (with Agenda, or by the clock itself where that is not the
 * machine's), every replica works on what they fan out. A sweep makes up for whatever a timer or a notice lost.
 */
export class Scheduler {
  readonly #options: SchedulerOptions;
  readonly #agenda: AgendaSchedule;
  readonly #steered: SteeredDriver;
  readonly #life = new AbortController();
  readonly #background = new Set<Promise<void>>();
  readonly #disposables: { dispose(): void | Promise<void> }[] = [];
  /** Aborted when this host leads no more, or when the clock was steered and the mode may have changed. */
  #term: AbortController | undefined;

  constructor(options: SchedulerOptions) {
    this.#options = options;
    this.#agenda = new AgendaSchedule({ ...options, tick: (plugin, job) => this.#tick(plugin, job) });
    this.#steered = new SteeredDriver(options);
  }

  /** Joins the election and begins to work. */
  async start(): Promise<void> {
    const { leader, clock, handlers, database, log } = this.#options;
    leader.onChange((leading) => (leading ? this.#begin() : this.#end()));
    if (isSteerable(clock)) {
      let mode = clock.simulated;
      this.#disposables.push(
        clock.onChange(() => {
          if (mode === clock.simulated) return;
          mode = clock.simulated;
          if (leader.leading) this.#begin();
        }),
      );
    }
    const changed = handlers.onChange?.(() => {
      if (leader.leading) this.#run("schedule", () => this.#agenda.sync());
    });
    if (changed) this.#disposables.push(changed);
    this.#disposables.push(await database.listen("job", () => this.#run("work", () => this.#work())));
    this.#run("sweep", () => this.#sweep());
    leader.start();
    log.debug("The scheduler began");
  }

  /** Leaves the election, finishes what runs, and releases the rest. */
  async stop(): Promise<void> {
    this.#life.abort();
    for (const each of this.#disposables.splice(0)) await each.dispose();
    this.#end();
    await this.#options.leader.stop();
    await this.#agenda.stop();
    await this.#options.ticker.stop();
    await Promise.allSettled([...this.#background]);
  }

  /** What drives the recurring ticks here: for the jobs page and `doctor`. */
  get driver(): "agenda" | "clock" | "another host" {
    if (!this.#options.leader.leading) return "another host";
    return this.#simulated() ? "clock" : "agenda";
  }

  #begin(): void {
    this.#end();
    const term = new AbortController();
    this.#term = term;
    this.#run("lead", async () => {
      if (this.#simulated()) return this.#steered.run(term.signal);
      await this.#agenda.start();
      if (!term.signal.aborted) await this.#tickAll();
    });
  }

  #end(): void {
    this.#term?.abort();
    this.#term = undefined;
    this.#run("stop the schedule", () => this.#agenda.stop());
  }

  #simulated(): boolean {
    const { clock } = this.#options;
    return isSteerable(clock) && clock.simulated;
  }

  async #sweep(): Promise<void> {
    const { leader, ticker, sweepMs = 15_000 } = this.#options;
    let pruned = Date.now();
    while (!this.#life.signal.aborted) {
      await delay(sweepMs, undefined, { signal: this.#life.signal }).catch(() => undefined);
      if (this.#life.signal.aborted) return;
      await this.#guard("work", () => this.#work());
      if (!leader.leading) continue;
      if (!this.#simulated()) {
        await this.#guard("sweep", () => this.#tickAll());
        await this.#guard("refresh the schedule", () => this.#agenda.refresh());
      }
      if (Date.now() - pruned < HOUR_MS) continue;
      pruned = Date.now();
      await this.#guard("prune", () => ticker.history.prune());
    }
  }

  async #work(): Promise<void> {
    await this.#options.ticker.work();
  }

  async #tickAll(): Promise<void> {
    await Promise.all(this.#options.handlers.jobs().map((job) => this.#tick(job.plugin, job.name)));
  }

  async #tick(plugin: string, name: string): Promise<void> {
    if (!this.#options.leader.leading) return;
    await this.#guard(`tick ${jobName({ plugin, name })}`, async () => {
      await this.#options.ticker.tick(plugin, name);
    });
  }

  #run(what: string, work: () => Promise<void>): void {
    const running = this.#guard(what, work).finally(() => this.#background.delete(running));
    this.#background.add(running);
  }

  async #guard(what: string, work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      this.#options.log.error("The scheduler failed to do something and goes on", { what, error });
    }
  }
}

function isSteerable(clock: Clock): clock is Clock & Steerable {
  return "simulated" in clock && "onChange" in clock;
}
