import type { SqlValue, Transaction } from "@promostack/core";
import type { Feed } from "../api.ts";
import { FeedError, type FeedProblem } from "./feedError.ts";
import type { Credits } from "./twelveData.ts";

export const PROVIDER = "twelvedata";

/** What a request is for. The first ones go before the last ones when credits are short. */
export type Purpose = "check" | "price" | "open" | "gap" | "history" | "usage";

/**
 * How much of a day's credits a purpose may have used more than the part of the day that has passed: evaluations are few and
 * never wait; minutes of open signals pace themselves; history takes what is over.
 */
const AHEAD_OF_DAY: Readonly<Record<Purpose, number>> = {
  check: 1,
  price: 1,
  open: 0.2,
  gap: 0.05,
  history: 0.05,
  usage: 0.2,
};

/** The part of a minute's credits that a purpose may use. */
const OF_MINUTE: Readonly<Record<Purpose, number>> = {
  check: 1,
  price: 1,
  open: 1,
  gap: 0.5,
  history: 0.5,
  usage: 1,
};

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

/** What is known of the platform's one budget of credits. Limits are null until an answer told of them. */
export interface Budget {
  used: number | null;
  remaining: number | null;
  seenAt: Date | null;
  blockedUntil: Date | null;
  reason: string | null;
  problem: FeedProblem | null;
  minute: Date | null;
  day: string | null;
  dayUsed: number;
  perMinute: number | null;
  perDay: number | null;
  plan: string | null;
  usageAt: Date | null;
}

const COLUMNS = `used, remaining, seen_at as "seenAt", blocked_until as "blockedUntil", reason, problem, minute, day::text as day,
  day_used as "dayUsed", per_minute as "perMinute", per_day as "perDay", plan, usage_at as "usageAt"`;

const NOTHING: Budget = {
  used: null,
  remaining: null,
  seenAt: null,
  blockedUntil: null,
  reason: null,
  problem: null,
  minute: null,
  day: null,
  dayUsed: 0,
  perMinute: null,
  perDay: null,
  plan: null,
  usageAt: null,
};

export async function readBudget(trx: Transaction): Promise<Budget> {
  const row = await trx.one<Budget>(`select ${COLUMNS} from credit where provider = $1`, [PROVIDER]);
  return row ?? NOTHING;
}

/** The budget as pages see it: a block that is over is none, and so is the use of a minute that has passed. */
export function budgetView(budget: Budget, now: Date): Feed["credits"] {
  const blocked = budget.blockedUntil !== null && budget.blockedUntil > now;
  return {
    used: budget.used,
    remaining: budget.remaining,
    seenAt: budget.seenAt?.toISOString() ?? null,
    blockedUntil: blocked ? (budget.blockedUntil?.toISOString() ?? null) : null,
    reason: blocked ? budget.reason : null,
  };
}

/** Raises a FeedError while the budget is blocked, without spending anything. */
export function admit(
  {
    blockedUntil,
    reason,
    problem,
  }: Pick<Budget, "blockedUntil" | "reason"> & Partial<Pick<Budget, "problem">>,
  now: Date,
): void {
  if (blockedUntil === null || blockedUntil <= now) return;
  throw new FeedError(problem ?? "minute-credits", reason ?? "The feed asked us to wait.", blockedUntil);
}

export interface Asking {
  purpose: Purpose;
  symbol: string;
  /** Credits that it is thought to cost; what it did cost is learnt from the answer. */
  cost?: number;
  now: Date;
}

/**
 * Takes credits for one request, for every replica at once, or answers the FeedError that stands in the way: what was
 * refused is counted too, and both commit with the caller's transaction.
 */
export async function reserve(trx: Transaction, asking: Asking): Promise<FeedError | undefined> {
  const { purpose, symbol, cost = 1, now } = asking;
  await trx.run("insert into credit (provider, seen_at) values ($1, $2) on conflict do nothing", [
    PROVIDER,
    now,
  ]);
  const row = await trx.one<Budget>(`select ${COLUMNS} from credit where provider = $1 for update`, [
    PROVIDER,
  ]);
  const budget = turned(row ?? NOTHING, now);
  const refusal = refusalOf(budget, asking);
  await trx.run(
    `insert into credit_use (hour, purpose, symbol, requests, credits, refused) values (date_trunc('hour', $1::timestamptz), $2, $3, $4, $5, $6)
     on conflict (hour, purpose, symbol) do update set requests = credit_use.requests + excluded.requests,
       credits = credit_use.credits + excluded.credits, refused = credit_use.refused + excluded.refused`,
    [now, purpose, symbol, refusal ? 0 : 1, refusal ? 0 : cost, refusal ? 1 : 0],
  );
  if (refusal !== undefined) return refusal;
  const used = (budget.used ?? 0) + cost;
  await trx.run(
    `update credit set used = $2, remaining = per_minute - $2::int, minute = $3, day = $4::date, day_used = $5 where provider = $1`,
    [PROVIDER, used, minuteOf(now), dayOf(now), budget.dayUsed + cost],
  );
  return undefined;
}

/** The budget at an instant: a new minute and a new day begin with nothing used. */
function turned(budget: Budget, now: Date): Budget {
  const sameMinute = budget.minute?.getTime() === minuteOf(now).getTime();
  const sameDay = budget.day === dayOf(now);
  return {
    ...budget,
    used: sameMinute ? budget.used : 0,
    dayUsed: sameDay ? budget.dayUsed : 0,
  };
}

function refusalOf(budget: Budget, { purpose, cost = 1, now }: Asking): FeedError | undefined {
  if (budget.blockedUntil !== null && budget.blockedUntil > now) {
    const reason = budget.reason ?? "The feed asked us to wait.";
    return new FeedError(budget.problem ?? "minute-credits", reason, budget.blockedUntil);
  }
  if (budget.perMinute !== null) {
    const most = Math.max(1, Math.floor(budget.perMinute * OF_MINUTE[purpose]));
    if ((budget.used ?? 0) + cost > most)
      return new FeedError(
        "minute-credits",
        `${budget.used} of this minute's ${budget.perMinute} credits are used; ${WORDS[purpose]} may take ${most}.`,
        nextMinute(now),
      );
  }
  if (budget.perDay !== null) {
    const passed = (now.getTime() % DAY_MS) / DAY_MS;
    const most = Math.floor(budget.perDay * Math.min(1, passed + AHEAD_OF_DAY[purpose]));
    if (budget.dayUsed + cost > most) {
      const spent = budget.dayUsed + cost > budget.perDay;
      return new FeedError(
        "day-credits",
        `${budget.dayUsed} of the day's ${budget.perDay} credits are used; ${WORDS[purpose]} may have taken ${most} by now.`,
        spent ? new Date((Math.floor(now.getTime() / DAY_MS) + 1) * DAY_MS) : nextMinute(now),
      );
    }
  }
  return undefined;
}

const WORDS: Readonly<Record<Purpose, string>> = {
  check: "checks of signals",
  price: "prices that a person asked for",
  open: "open signals' minutes",
  gap: "the filling of gaps",
  history: "history",
  usage: "the count of credits",
};

/**
 * What an answer's headers say goes before what we counted: others may use the key, and a request may cost more than one. With
 * the last credit gone nobody asks before the next minute. Its parameters begin at `$first`.
 */
export function spending(first: number): string {
  const [now, provider, used, left, until, reason] = [0, 1, 2, 3, 4, 5].map((at) => `$${first + at}`);
  return `insert into credit (provider, used, remaining, seen_at, blocked_until, reason, problem, minute, day, day_used, per_minute)
     select ${provider}, ${used}::int, ${left}::int, ${now}, ${until}::timestamptz, ${reason}::text, case when ${reason}::text is not null then 'minute-credits' end,
       date_trunc('minute', ${now}::timestamptz), (${now}::timestamptz at time zone 'UTC')::date, ${used}::int, ${used}::int + ${left}::int
     where ${used}::int is not null
     on conflict (provider) do update set
       day_used = credit.day_used + case when credit.minute = excluded.minute then greatest(0, excluded.used - coalesce(credit.used, 0)) else 0 end,
       used = case when credit.minute = excluded.minute then greatest(credit.used, excluded.used) else excluded.used end,
       remaining = excluded.remaining, seen_at = excluded.seen_at, blocked_until = excluded.blocked_until,
       reason = excluded.reason, problem = excluded.problem, minute = excluded.minute,
       per_minute = greatest(excluded.per_minute, case when credit.minute = excluded.minute then credit.per_minute else 0 end)`;
}

/** The values of `spending`, in its order. */
export function spendingValues(credits: Credits | undefined, now: Date): SqlValue[] {
  const spent = credits !== undefined && credits.left <= 0;
  return [
    now,
    PROVIDER,
    credits?.used ?? null,
    credits?.left ?? null,
    spent ? nextMinute(now) : null,
    spent ? "The credits of this minute are used up." : null,
  ];
}

/** Takes over what an answer's headers said about credits; nothing where they said nothing. */
export async function recordCredits(
  trx: Transaction,
  credits: Credits | undefined,
  now: Date,
): Promise<void> {
  await trx.run(spending(1), spendingValues(credits, now));
}

/** Writes that nobody may ask before the error's `retryAt`. */
export async function recordBlock(trx: Transaction, error: FeedError, now: Date): Promise<void> {
  if (error.retryAt === undefined) return;
  await trx.run(
    `insert into credit (provider, seen_at, blocked_until, reason, problem) values ($1, $2, $3, $4, $5)
     on conflict (provider) do update set seen_at = excluded.seen_at, blocked_until = excluded.blocked_until,
       reason = excluded.reason, problem = excluded.problem`,
    [PROVIDER, now, error.retryAt, error.message, error.problem],
  );
}

/** A person's wish to try again at once. Answers whether anything was in the way. */
export async function unblock(trx: Transaction): Promise<boolean> {
  const freed = await trx.run(
    "update credit set blocked_until = null, reason = null, problem = null where provider = $1 and blocked_until is not null",
    [PROVIDER],
  );
  return freed > 0;
}

/** The provider's own account of the day. */
export interface Usage {
  used: number;
  perMinute: number;
  dayUsed: number | null;
  perDay: number | null;
  plan: string | null;
}

export async function recordUsage(trx: Transaction, usage: Usage, now: Date): Promise<void> {
  const { used, perMinute, dayUsed, perDay, plan } = usage;
  await trx.run(
    `insert into credit (provider, seen_at, used, remaining, minute, day, day_used, per_minute, per_day, plan, usage_at)
     values ($1, $2, $3, $4::int - $3::int, $5, $6::date, coalesce($7::int, 0), $4, $8, $9, $2)
     on conflict (provider) do update set seen_at = excluded.seen_at, used = excluded.used, remaining = excluded.remaining,
       minute = excluded.minute, day = excluded.day, day_used = coalesce($7::int, credit.day_used), per_minute = excluded.per_minute,
       per_day = excluded.per_day, plan = excluded.plan, usage_at = excluded.usage_at`,
    [PROVIDER, now, used, perMinute, minuteOf(now), dayOf(now), dayUsed, perDay, plan],
  );
}

function minuteOf(now: Date): Date {
  return new Date(Math.floor(now.getTime() / MINUTE_MS) * MINUTE_MS);
}

function nextMinute(now: Date): Date {
  return new Date(minuteOf(now).getTime() + MINUTE_MS);
}

function dayOf(now: Date): string {
  return now.toISOString().slice(0, 10);
}
