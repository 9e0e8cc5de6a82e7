import type { Actor, Transaction } from "@promostack/core";
import { uuidv7 } from "uuidv7";

/** Stands for "the platform itself" where a row must name a tenant. */
export const PLATFORM_TENANT = "00000000-0000-0000-0000-000000000000";

/** Who did it, and through which request. */
export interface AuditSource {
  actor?: Actor | undefined;
  requestId: string;
  address: string;
}

export interface AuditEntry {
  /** The tenant whose log it belongs in; null for the platform's. */
  tenantId: string | null;
  /** Dotted: `member.role_changed`. */
  action: string;
  /** What it was done to: `person 0190…`, `plugin forms`. */
  target: string;
  /** Never a secret. */
  before?: unknown;
  after?: unknown;
}

/** Writes who did what to what into the audit log, in the transaction of the deed itself. */
export async function audit(trx: Transaction, source: AuditSource, entry: AuditEntry): Promise<void> {
  const { actor } = source;
  await trx.run(
    `insert into host.audit (tenant_id, id, at, actor_id, actor_email, action, target, before, after, request_id, address, viewing_as)
     values ($1, $2, now(), $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
    [
      entry.tenantId ?? PLATFORM_TENANT,
      uuidv7(),
      actor?.personId ?? null,
      actor?.email ?? null,
      entry.action,
      entry.target,
      json(entry.before),
      json(entry.after),
      source.requestId,
      source.address,
      actor?.viewingAs ?? false,
    ],
  );
}

function json(value: unknown): string | null {
  return value === undefined ? null : JSON.stringify(value);
}
