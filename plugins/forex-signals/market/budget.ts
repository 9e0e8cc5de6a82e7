import type { Transaction } from "@promostack/core";
import { FeedError } from "./feedError.ts";
import type { Credits } from "./twelveData.ts";

const PROVIDER = "twelvedata";

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

/** Writes what the headers said; with the last credit gone, nobody asks again before the next minute. */
export async function recordCredits(trx: Transaction, credits: Credits, now: Date): Promise<void> {
  const until = credits.left > 0 ? null : new Date((Math.floor(now.getTime() / 60_000) + 1) * 60_000);
  await write(trx, credits, now, until, until && "The credits of this minute are used up.");
}

/** Writes that nobody may ask before `until`. */
export async function recordBlock(trx: Transaction, error: FeedError, now: Date): Promise<void> {
  if (error.retryAt !== undefined) await write(trx, undefined, now, error.retryAt, error.message);
}

/** Raises a FeedError while the budget is blocked, without spending anything. */
export function admit({ blockedUntil, reason }: Budget, now: Date): void {
  if (blockedUntil === null || blockedUntil <= now) return;
  throw new FeedError("minute-credits", reason ?? "The feed asked us to wait.", blockedUntil);
}

async function write(
  trx: Transaction,
  credits: Credits | undefined,
  now: Date,
  blockedUntil: Date | null,
  reason: string | null,
): Promise<void> {
  await trx.run(
    `insert into credit (provider, used, remaining, seen_at, blocked_until, reason) values ($1, $2, $3, $4, $5, $6)
     on conflict (provider) do update set used = coalesce(excluded.used, credit.used),
       remaining = coalesce(excluded.remaining, credit.remaining), seen_at = excluded.seen_at,
       blocked_until = excluded.blocked_until, reason = excluded.reason`,
    [PROVIDER, credits?.used ?? null, credits?.left ?? null, now, blockedUntil, reason],
  );
}
