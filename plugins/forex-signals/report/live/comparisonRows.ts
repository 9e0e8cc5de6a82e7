import type { Transaction } from "@promostack/core";
import type { Comparison, ComparisonState } from "./comparison.ts";
import type { LiveReportQuery } from "./liveReport.ts";

/** Longer than between two words of progress. */
const LEASE = "2 minutes";
const ATTEMPTS = 3;

export interface ComparisonTask {
  tenantId: string;
  question: string;
  basis: string;
}

/** A question as its row names it: the same words in the same order. */
export function questionOf({ symbol, strategy, from, to }: LiveReportQuery): string {
  return JSON.stringify({ symbol, strategy, from, to });
}

/**
 * The newest answer to the tenant's question and how far a newer one is. Asks for one where there is none of the present `basis`, and again for one that
 * failed a minute ago.
 */
export async function askForComparison(
  trx: Transaction,
  { tenantId, question, basis }: ComparisonTask,
  now: Date,
): Promise<Omit<ComparisonState, "comparison"> & { comparison: Comparison | null }> {
  await trx.run("delete from comparison where asked_at < $1::timestamptz - interval '30 days'", [now]);
  await trx.run(
    `insert into comparison as c (tenant_id, question, basis, asked_at) values ($1, $2, $3, $4)
     on conflict (tenant_id, question) do update set basis = excluded.basis, asked_at = excluded.asked_at, state = 'waiting',
       doing = 'Waiting', progress = 0, attempts = 0, leased_until = null, error = null
     where (c.basis <> excluded.basis and c.state in ('done', 'failed'))
       or (c.state = 'failed' and c.asked_at < excluded.asked_at - interval '1 minute')`,
    [tenantId, question, basis, now],
  );
  const row = await trx.one<ComparisonState>(
    "select state, doing, progress, error, result as comparison from comparison where question = $1",
    [question],
  );
  return row ?? NOTHING;
}

/** Where nothing happened that could be compared. */
export const NOTHING: ComparisonState = {
  state: "nothing",
  doing: "",
  progress: 0,
  error: null,
  comparison: null,
};

/** Takes the next of any tenant's that nobody works on. */
export async function leaseComparison(trx: Transaction): Promise<ComparisonTask | undefined> {
  await trx.run(
    `update comparison set state = 'failed', error = 'It was begun ${ATTEMPTS} times and never ended.'
     where state = 'running' and leased_until < now() and attempts >= ${ATTEMPTS}`,
  );
  return trx.one<ComparisonTask>(
    `update comparison c set state = 'running', leased_until = now() + interval '${LEASE}', attempts = c.attempts + 1
     from (
       select tenant_id, question from comparison
       where state = 'waiting' or (state = 'running' and leased_until < now())
       order by asked_at limit 1 for update skip locked
     ) due
     where c.tenant_id = due.tenant_id and c.question = due.question
     returning c.tenant_id as "tenantId", c.question, c.basis`,
  );
}

export async function tellComparison(
  trx: Transaction,
  { tenantId, question }: ComparisonTask,
  doing: string,
  progress: number,
): Promise<void> {
  await trx.run(
    `update comparison set doing = $3, progress = $4, leased_until = now() + interval '${LEASE}'
     where tenant_id = $1 and question = $2 and state = 'running'`,
    [tenantId, question, doing, progress],
  );
}

export async function endComparison(
  trx: Transaction,
  { tenantId, question }: ComparisonTask,
  end: { comparison: Comparison } | { error: string },
): Promise<void> {
  const made = "comparison" in end ? JSON.stringify(end.comparison) : null;
  await trx.run(
    `update comparison set state = $3, doing = '', progress = 1, result = coalesce($4::jsonb, result), error = $5
     where tenant_id = $1 and question = $2 and state = 'running'`,
    [tenantId, question, made === null ? "failed" : "done", made, "error" in end ? end.error : null],
  );
}
