import { type PlatformContext, PlatformError } from "@promostack/core";
import { uuidv7 } from "uuidv7";
import { makeReleaseReport } from "./releaseReport.ts";
import { keepReport } from "./reportRows.ts";
import { askForReport, endTask, leaseTask, tellProgress, tidyTasks, type Wanted } from "./reportTasks.ts";
import { staleReports } from "./staleReports.ts";

/**
 * Makes the reports that `report_task` asks for, one after the other and beside the jobs: it takes one runner of the sandbox, and
 * leaves the other to the signals. A crash leaves a lease that runs out; a report made twice is the same row.
 */
export class ReportDesk {
  readonly #context: PlatformContext;
  #working: Promise<void> | undefined;
  #closed = false;

  constructor(context: PlatformContext) {
    this.#context = context;
  }

  /** Asks for every report that is missing or older than the candles, and begins. */
  async refresh(): Promise<void> {
    const { platformDb, clock } = this.#context;
    const stale = await staleReports(this.#context);
    await platformDb(async (trx) => {
      await tidyTasks(trx, clock.now());
      for (const wanted of stale) await askForReport(trx, wanted, clock.now());
    });
    this.look();
  }

  /** Asks for one report and begins; answers the task's id. */
  async ask(wanted: Wanted): Promise<string> {
    const { platformDb, clock } = this.#context;
    const id = await platformDb((trx) => askForReport(trx, wanted, clock.now()));
    this.look();
    return id;
  }

  /** Begins with what waits, unless that is under way. */
  look(): void {
    this.#working ??= this.#work().finally(() => {
      this.#working = undefined;
    });
  }

  /** Resolves when nothing waits any more. */
  async settled(): Promise<void> {
    await this.#working;
  }

  /** Takes nothing more; what is under way ends, or is left to its lease. */
  async close(): Promise<void> {
    this.#closed = true;
    await this.#working;
  }

  get #ending(): boolean {
    return this.#closed || this.#context.signal.aborted;
  }

  async #work(): Promise<void> {
    const { platformDb, log } = this.#context;
    try {
      while (!this.#ending) {
        const task = await platformDb(leaseTask);
        if (task === undefined) return;
        await this.#make(task);
      }
    } catch (error) {
      if (!this.#ending) log.error("Reports could not be made", { error });
    }
  }

  async #make({ id, ...wanted }: Wanted & { id: string }): Promise<void> {
    const { platformDb, log, clock } = this.#context;
    const began = performance.now();
    try {
      const made = await makeReleaseReport(this.#context, wanted, (doing, progress) =>
        platformDb((trx) => tellProgress(trx, id, doing, progress)),
      );
      const milliseconds = Math.round(performance.now() - began);
      await platformDb(async (trx) => {
        const row = { ...wanted, ...made, node: process.versions.node, madeAt: clock.now(), milliseconds };
        const reportId = await keepReport(trx, { id: uuidv7(), ...row });
        await endTask(trx, id, { reportId }, clock.now());
      });
    } catch (error) {
      if (this.#ending) return;
      log.warn("A report could not be made", { ...wanted, error });
      const said = PlatformError.is(error) ? error.message : "Something went wrong; the log says more.";
      await platformDb((trx) => endTask(trx, id, { error: said }, clock.now()));
    }
  }
}
