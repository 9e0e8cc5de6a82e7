import type { Transaction } from "@promostack/core";
import { FeedError } from "./feedError.ts";

export const PROVIDER = "twelvedata";

/** What is known of the platform's one budget of credits. */
export interface Budget {
  used: number | null;
  remaining: number | null;
  seenAt: Date | null;
  blockedUntil: Date | null;
  reason: string | null;
}

export async function readBudget(trx: Transaction): Promise<Budget> {
  const row = await trx.one<Budget>(
    `select used, remaining, seen_at as "seenAt", blocked_until as "blockedUntil", reason from credit where provider = $1`,
    [PROVIDER],
  );
  return row ?? { used: null, remaining: null, seenAt: null, blockedUntil: null, reason: null };
}

/** Writes that nobody may ask before the error's `retryAt`. */
export async function recordBlock(trx: Transaction, error: FeedError, now: Date): Promise<void> {
  if (error.retryAt === undefined) return;
  await trx.run(
    `insert into credit (provider, seen_at, blocked_until, reason) values ($1, $2, $3, $4)
     on conflict (provider) do update set seen_at = excluded.seen_at, blocked_until = excluded.blocked_until,
       reason = excluded.reason`,
    [PROVIDER, now, error.retryAt, error.message],
  );
}

/** Raises a FeedError while the budget is blocked, without spending anything. */
export function admit({ blockedUntil, reason }: Pick<Budget, "blockedUntil" | "reason">, now: Date): void {
  if (blockedUntil === null || blockedUntil <= now) return;
  throw new FeedError("minute-credits", reason ?? "The feed asked us to wait.", blockedUntil);
}
