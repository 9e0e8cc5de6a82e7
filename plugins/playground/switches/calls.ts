import type { SqlValue, Transaction } from "@promostack/core";
import type { Service } from "./faults.ts";

export interface RecordedCall {
  id: number;
  at: Date;
  service: string;
  bot_id: number | null;
  operation: string;
  parameters: Record<string, unknown>;
  status: number;
  answer: unknown;
}

const KEPT = 1000;

export async function recordCall(
  trx: Transaction,
  call: {
    service: Service;
    botId?: number;
    operation: string;
    parameters: Record<string, unknown>;
    status: number;
    answer: unknown;
  },
): Promise<void> {
  const row = await trx.one<{ id: number }>(
    `insert into call (service, bot_id, operation, parameters, status, answer)
     values ($1, $2, $3, $4::jsonb, $5, $6::jsonb) returning id`,
    [
      call.service,
      call.botId ?? null,
      call.operation,
      JSON.stringify(call.parameters),
      call.status,
      JSON.stringify(call.answer ?? null),
    ],
  );
  if (row && row.id % 100 === 0) await trx.run("delete from call where id <= $1", [row.id - KEPT]);
}

/** Newest first. */
export function recordedCalls(
  trx: Transaction,
  { service, before, limit }: { service?: string; before?: number; limit: number },
): Promise<RecordedCall[]> {
  const values: SqlValue[] = [service ?? null, before ?? null, limit];
  return trx.many<RecordedCall>(
    `select id, at, service, bot_id, operation, parameters, status, answer from call
     where ($1::text is null or service = $1) and ($2::bigint is null or id < $2) order by id desc limit $3`,
    values,
  );
}
