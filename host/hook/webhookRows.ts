import { PlatformError, type Transaction } from "@promostack/core";
import { TEST_EVENT } from "./envelope.ts";

/** A webhook as its tenant sees it. */
export interface WebhookRow {
  id: string;
  address: string;
  events: string[];
  active: boolean;
  createdBy: string;
  createdAt: Date;
  oldSecretUntil: Date | null;
  failingSince: Date | null;
  stoppedAt: Date | null;
  /** What went wrong last, while it fails. */
  problem: string | null;
  waiting: number;
  failed: number;
}

/** A test that nobody took is no event that was lost. */
const COUNT = (state: string) => `(select count(*)::int from host.webhook_delivery d
  where d.tenant_id = w.tenant_id and d.webhook_id = w.id and d.state = '${state}' and d.event <> '${TEST_EVENT}')`;

const SELECT = `
  select w.id, w.address, w.events, w.active, w.created_by as "createdBy", w.created_at as "createdAt",
    w.old_secret_until as "oldSecretUntil", w.failing_since as "failingSince", w.stopped_at as "stoppedAt",
    case when w.failing_since is not null then (
      select d.error from host.webhook_delivery d
      where d.tenant_id = w.tenant_id and d.webhook_id = w.id and d.error is not null
      order by d.tried_at desc limit 1) end as problem,
    ${COUNT("waiting")} as waiting, ${COUNT("failed")} as failed
  from host.webhook w where w.tenant_id = $1`;

/** Newest first. */
export function webhookRows(trx: Transaction, tenantId: string): Promise<WebhookRow[]> {
  return trx.many<WebhookRow>(`${SELECT} order by w.id desc`, [tenantId]);
}

/** Raises 404 `webhook.unknown`. Locked where it is to be changed. */
export async function findWebhook(
  trx: Transaction,
  tenantId: string,
  id: string,
  lock: "" | "for update of w" = "",
): Promise<WebhookRow> {
  const row = await trx.one<WebhookRow>(`${SELECT} and w.id = $2 ${lock}`, [tenantId, id]);
  if (row !== undefined) return row;
  throw new PlatformError("There is no such webhook (any more).", { code: "webhook.unknown", status: 404 });
}
