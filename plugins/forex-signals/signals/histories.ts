import type { Transaction } from "@promostack/core";
import type { TenantHistory } from "../domain/guardrails.ts";

/** A tenant's past with what only the database knows: which places are taken, what else is open, a pause. */
export interface LiveHistory extends TenantHistory {
  slots: number[];
  /** Releases of open signals, `strategy@version`: another one waits until they are closed. */
  openReleases: string[];
  pausedUntil: Date | null;
}

interface Row {
  tenantId: string;
  slots: number[] | null;
  openReleases: string[] | null;
  lastSignalAt: Date | null;
  signalsToday: number;
  closedTodayR: number | null;
  lastLossAt: Date | null;
  pausedUntil: Date | null;
}

/** No guardrail looks further back than a day. */
const LOOK_BACK_MS = 2 * 86_400_000;

/** Pasts of many tenants at a candle's close, for one strategy, in one statement. Signals that failed or were cancelled are not in it. */
export async function historiesAt(
  trx: Transaction,
  tenantIds: readonly string[],
  strategy: string,
  time: number,
): Promise<Map<string, LiveHistory>> {
  const day = new Date(Math.floor(time / 86_400_000) * 86_400_000);
  const rows = await trx.many<Row>(
    `select t.id as "tenantId", p.paused_until as "pausedUntil", h.*
     from unnest($1::uuid[]) as t(id)
     left join tenant_state p on p.tenant_id = t.id
     cross join lateral (
       select array_agg(s.slot) filter (where s.status = 'open') as slots,
         array_agg(s.strategy || '@' || s.version) filter (where s.status = 'open') as "openReleases",
         max(s.opened_at) filter (where s.strategy = $2) as "lastSignalAt",
         count(*) filter (where s.opened_at >= $4) as "signalsToday",
         sum(s.result_r order by s.closed_at, s.id) filter (where s.closed_at >= $4) as "closedTodayR",
         max(s.closed_at) filter (where s.outcome = 'loss') as "lastLossAt"
       from signal s
       where s.tenant_id = t.id and s.status not in ('failed', 'cancelled') and (s.opened_at >= $3 or s.status = 'open')
     ) h`,
    [tenantIds, strategy, new Date(time - LOOK_BACK_MS), day],
  );
  return new Map(rows.map((row) => [row.tenantId, historyOf(row)]));
}

function historyOf(row: Row): LiveHistory {
  const slots = row.slots ?? [];
  return {
    open: slots.length,
    slots,
    openReleases: row.openReleases ?? [],
    lastSignalAt: row.lastSignalAt?.getTime() ?? null,
    signalsToday: row.signalsToday,
    closedTodayR: row.closedTodayR ?? 0,
    lastLossAt: row.lastLossAt?.getTime() ?? null,
    pausedUntil: row.pausedUntil,
  };
}
