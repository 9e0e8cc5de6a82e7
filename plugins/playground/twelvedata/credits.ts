import type { Transaction } from "@promostack/core";
import { outOfCredits } from "./apiError.ts";

export interface Budget {
  perMinute: number;
  /** 0: no limit. */
  perDay: number;
}

export interface Spent {
  minute: number;
  day: number;
}

/** Spends credits of this minute and day of the machine's clock. What is refused counts, as Twelve Data counts it. */
export async function spend(trx: Transaction, credits: number, nowMs: number): Promise<Spent> {
  const rows = await trx.many<{ span: string; used: number }>(
    `insert into credit (span, used) values ($1, $3), ($2, $3)
     on conflict (span) do update set used = credit.used + excluded.used returning span, used`,
    [minuteOf(nowMs), dayOf(nowMs), credits],
  );
  const spent = spentIn(rows, nowMs);
  // The first of a minute tidies up after the last.
  if (spent.minute === credits)
    await trx.run("delete from credit where span < $1 and length(span) > 10", [minuteOf(nowMs)]);
  return spent;
}

export async function spentSoFar(trx: Transaction, nowMs: number): Promise<Spent> {
  const rows = await trx.many<{ span: string; used: number }>(
    "select span, used from credit where span = any($1)",
    [[minuteOf(nowMs), dayOf(nowMs)]],
  );
  return spentIn(rows, nowMs);
}

export function checkBudget({ minute, day }: Spent, { perMinute, perDay }: Budget): void {
  if (minute > perMinute) throw outOfCredits("minute", minute, perMinute);
  if (perDay > 0 && day > perDay) throw outOfCredits("day", day, perDay);
}

export function creditHeaders({ minute }: Spent, { perMinute }: Budget): Record<string, string> {
  return {
    "api-credits-used": String(minute),
    "api-credits-left": String(Math.max(0, perMinute - minute)),
  };
}

function spentIn(rows: readonly { span: string; used: number }[], nowMs: number): Spent {
  const of = (span: string) => rows.find((row) => row.span === span)?.used ?? 0;
  return { minute: of(minuteOf(nowMs)), day: of(dayOf(nowMs)) };
}

function minuteOf(nowMs: number): string {
  return new Date(nowMs).toISOString().slice(0, 16);
}

function dayOf(nowMs: number): string {
  return new Date(nowMs).toISOString().slice(0, 10);
}
