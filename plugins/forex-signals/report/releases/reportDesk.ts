import { type PlatformContext, PlatformError } from "@promostack/core";
import { uuidv7 } from "uuidv7";
import { Desk } from "../desk.ts";
import { makeReleaseReport } from "./releaseReport.ts";
import { keepReport } from "./reportRows.ts";
import { askForReport, endTask, leaseTask, tellProgress, tidyTasks, type Wanted } from "./reportTasks.ts";
import { staleReports } from "./staleReports.ts";

/** Makes the reports that `report_task` asks for, one at a time: it takes one runner of the sandbox, and leaves the other to the signals. */
export class ReportDesk extends Desk<Wanted & { id: string }> {
  readonly #context: PlatformContext;

  constructor(context: PlatformContext) {
    super(context, {
      lease: () => context.platformDb(leaseTask),
      make: (task) => this.#make(task),
    });
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
      if (this.ending) return;
      log.warn("A report could not be made", { ...wanted, error });
      const end = PlatformError.is(error)
        ? { error: error.message, code: error.code }
        : { error: "Something went wrong; the log says more.", code: null };
      await platformDb((trx) => endTask(trx, id, end, clock.now()));
    }
  }
}
