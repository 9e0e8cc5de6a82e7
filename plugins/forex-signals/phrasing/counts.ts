import type { Transaction } from "@promostack/core";

/** One question for a tenant, and what became of it. */
export interface Count {
  tenantId: string;
  kind: string;
  /** `used`, or why not. */
  outcome: string;
  promptTokens: number;
  completionTokens: number;
}

/** Adds to the day's counters, set-based. */
export async function countOutcomes(trx: Transaction, counts: readonly Count[], now: Date): Promise<void> {
  if (counts.length === 0) return;
  await trx.run(
    `insert into phrasing as p (tenant_id, day, kind, outcome, count, prompt_tokens, completion_tokens)
     select "tenantId", $2, kind, outcome, count(*), sum("promptTokens"), sum("completionTokens")
     from json_to_recordset($1::json) as c("tenantId" uuid, kind text, outcome text, "promptTokens" int, "completionTokens" int)
     group by 1, 3, 4 order by 1, 3, 4
     on conflict (tenant_id, day, kind, outcome) do update set count = p.count + excluded.count,
       prompt_tokens = p.prompt_tokens + excluded.prompt_tokens,
       completion_tokens = p.completion_tokens + excluded.completion_tokens`,
    [JSON.stringify(counts), now.toISOString().slice(0, 10)],
  );
}
