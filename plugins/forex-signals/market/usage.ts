import type { Transaction } from "@promostack/core";
import type { Budget } from "./budget.ts";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** Hours that the forecast looks back on. */
const LOOKED_BACK = 3;

export interface UseRow {
  hour: Date;
  purpose: string;
  symbol: string;
  requests: number;
  credits: number;
  refused: number;
}

/** What credits were spent on since a time, newest first. */
export function usesSince(trx: Transaction, since: Date): Promise<UseRow[]> {
  return trx.many<UseRow>(
    `select hour, purpose, symbol, requests, credits, refused from credit_use where hour >= $1
     order by hour desc, credits desc, purpose, symbol`,
    [since],
  );
}

/** Old hours say nothing that anybody asks for. */
export function forgetUses(trx: Transaction, before: Date): Promise<number> {
  return trx.run("delete from credit_use where hour < $1", [before]);
}

export interface UsageForecast {
  perHour: number;
  byMidnight: number;
  enough: boolean | null;
  emptyAt: Date | null;
}

/** How the day ends at the rate of the last hours, or of what has passed of them since the first request. */
export function forecastOf(
  { dayUsed, perDay, day }: Pick<Budget, "dayUsed" | "perDay" | "day">,
  uses: readonly Pick<UseRow, "hour" | "credits">[],
  now: Date,
): UsageForecast {
  const since = now.getTime() - LOOKED_BACK * HOUR_MS;
  const recent = uses.filter(({ hour }) => hour.getTime() + HOUR_MS > since);
  const first = Math.min(now.getTime(), ...recent.map(({ hour }) => hour.getTime()));
  const hours = Math.max(0.25, (now.getTime() - Math.max(first, since - HOUR_MS)) / HOUR_MS);
  const perHour = recent.reduce((sum, { credits }) => sum + credits, 0) / hours;
  const used = day === now.toISOString().slice(0, 10) ? dayUsed : 0;
  const left = DAY_MS - (now.getTime() % DAY_MS);
  const byMidnight = Math.round(used + (perHour * left) / HOUR_MS);
  if (perDay === null) return { perHour, byMidnight, enough: null, emptyAt: null };
  const enough = byMidnight <= perDay;
  const emptyAt =
    enough || perHour === 0
      ? null
      : new Date(now.getTime() + (Math.max(0, perDay - used) / perHour) * HOUR_MS);
  return { perHour, byMidnight, enough, emptyAt };
}
