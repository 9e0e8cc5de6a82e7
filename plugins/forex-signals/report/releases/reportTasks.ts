import type { Transaction } from "@promostack/core";
import { uuidv7 } from "uuidv7";
import type { ReportTask } from "./api.ts";

/** Longer than any report takes; the desk renews it while it works. */
const LEASE = "2 minutes";
/** A report that failed so often is left alone until somebody asks again. */
const ATTEMPTS = 3;

export interface Wanted {
  strategy: string;
  version: string;
  symbol: string;
}

const COLUMNS = `id, strategy, version, symbol, state, doing, progress, report_id as "reportId", error, asked_at as "askedAt"`;

/** Asks for a report, or finds that somebody has; answers the task's id. */
export async function askForReport(
  trx: Transaction,
  { strategy, version, symbol }: Wanted,
  now: Date,
): Promise<string> {
  const id = uuidv7();
  await trx.run(
    `insert into report_task (id, strategy, version, symbol, asked_at, doing) values ($1, $2, $3, $4, $5, 'Waiting')
     on conflict (strategy, version, symbol) where state in ('waiting', 'running') do nothing`,
    [id, strategy, version, symbol, now],
  );
  const task = await trx.one<{ id: string }>(
    `select id from report_task where strategy = $1 and version = $2 and symbol = $3 and state in ('waiting', 'running')`,
    [strategy, version, symbol],
  );
  return task?.id ?? id;
}

/** Takes the next task that nobody works on, for a lease of the database's clock. */
export async function leaseTask(trx: Transaction): Promise<(Wanted & { id: string }) | undefined> {
  return trx.one<Wanted & { id: string }>(
    `update report_task set state = 'running', leased_until = now() + interval '${LEASE}', attempts = attempts + 1
     where id = (
       select id from report_task where state = 'waiting' or (state = 'running' and leased_until < now() and attempts < ${ATTEMPTS})
       order by asked_at, id limit 1 for update skip locked)
     returning id, strategy, version, symbol`,
  );
}

export async function tellProgress(
  trx: Transaction,
  id: string,
  doing: string,
  progress: number,
): Promise<void> {
  await trx.run(
    `update report_task set doing = $2, progress = $3, leased_until = now() + interval '${LEASE}' where id = $1`,
    [id, doing, progress],
  );
}

export async function endTask(
  trx: Transaction,
  id: string,
  end: { reportId: string } | { error: string; code: string | null },
  now: Date,
): Promise<void> {
  const reportId = "reportId" in end ? end.reportId : null;
  const error = "error" in end ? end.error : null;
  await trx.run(
    `update report_task set state = $2, report_id = $3, error = $4, ended_at = $5, progress = 1, doing = $6, error_code = $7
     where id = $1`,
    [
      id,
      error === null ? "done" : "failed",
      reportId,
      error,
      now,
      error === null ? "Done" : "Failed",
      "error" in end ? end.code : null,
    ],
  );
}

/** What ended a week ago, and what was begun too often without an end, is done with. */
export async function tidyTasks(trx: Transaction, now: Date): Promise<void> {
  await trx.run(
    `update report_task set state = 'failed', error = 'It was begun ${ATTEMPTS} times and never ended.', ended_at = $1
     where state = 'running' and leased_until < now() and attempts >= ${ATTEMPTS}`,
    [now],
  );
  await trx.run("delete from report_task where ended_at < $1::timestamptz - interval '7 days'", [now]);
}

export async function taskById(trx: Transaction, id: string): Promise<ReportTask | undefined> {
  const row = await trx.one<Omit<ReportTask, "askedAt"> & { askedAt: Date }>(
    `select ${COLUMNS} from report_task where id = $1`,
    [id],
  );
  return row && { ...row, askedAt: row.askedAt.toISOString() };
}
