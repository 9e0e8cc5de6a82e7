import type { Transaction } from "@promostack/core";
import { uuidv7 } from "uuidv7";

/** A call that this host has claimed. */
export interface Call {
  tenantId: string;
  sessionId: string;
  seq: number;
  personId: string;
  step: string;
  /** Null for facts. */
  plugin: string | null;
  action: string | null;
  input: Record<string, unknown>;
  attempts: number;
  /** What the action answered after its call; null while it has not. */
  answer: unknown;
  claim: string;
}

/** Longer than any call may take, so that a lease ends only where its host did. */
const LEASE_SECONDS = 90;

/** Claims the calls that are due, first the longest, for this host alone until the lease ends. */
export function claimCalls(
  trx: Transaction,
  now: Date,
  { limit, without }: { limit: number; without: readonly string[] },
): Promise<Call[]> {
  return trx.many<Call>(
    `update call c set lease_until = clock_timestamp() + interval '${LEASE_SECONDS} seconds', claim = $4, attempts = c.attempts + 1
     from (select tenant_id, session_id, seq from call
           where done_at is null and due_at <= $1 and lease_until < clock_timestamp() and tenant_id <> all($3::uuid[])
           order by due_at limit $2 for update skip locked) due
     where c.tenant_id = due.tenant_id and c.session_id = due.session_id and c.seq = due.seq
     returning c.tenant_id as "tenantId", c.session_id as "sessionId", c.seq, c.person_id as "personId", c.step, c.plugin, c.action,
       c.input, c.attempts, c.answer, c.claim`,
    [now, limit, without, uuidv7()],
  );
}

/** The call is over. False where its lease had ended and another host has it. */
export async function endCall(trx: Transaction, call: Call, now: Date, error?: string): Promise<boolean> {
  const { tenantId, sessionId, seq, claim } = call;
  const ended = await trx.run(
    `update call set done_at = $5, error = $6 where tenant_id = $1 and session_id = $2 and seq = $3 and claim = $4 and done_at is null`,
    [tenantId, sessionId, seq, claim, now, error ?? null],
  );
  return ended === 1;
}

/** Keeps what an action answers after its call, and has it taken at once. False where nothing waits for it any more. */
export async function answerCall(
  trx: Transaction,
  { tenantId, sessionId, seq }: Pick<Call, "tenantId" | "sessionId" | "seq">,
  answer: object,
  now: Date,
): Promise<boolean> {
  const kept = await trx.run(
    `update call set answer = $4, due_at = $5
     where tenant_id = $1 and session_id = $2 and seq = $3 and done_at is null and answer is null`,
    [tenantId, sessionId, seq, JSON.stringify(answer), now],
  );
  return kept === 1;
}

/** Looks at it again later, or at once where its answer has come meanwhile. `uncounted`: nothing ran. */
export async function delayCall(
  trx: Transaction,
  { tenantId, sessionId, seq, claim }: Call,
  dueAt: Date,
  error: string,
  uncounted = false,
): Promise<void> {
  await trx.run(
    `update call set due_at = case when answer is null then $5 else due_at end, lease_until = '-infinity', error = $6, attempts = attempts - $7
     where tenant_id = $1 and session_id = $2 and seq = $3 and claim = $4 and done_at is null`,
    [tenantId, sessionId, seq, claim, dueAt, error, uncounted ? 1 : 0],
  );
}
