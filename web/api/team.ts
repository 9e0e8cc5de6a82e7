import type { TenantRole } from "@promostack/core";

/** GET /api/members. */
export interface Member {
  personId: string;
  email: string;
  name?: string;
  role: TenantRole;
  createdAt: string;
}

/** GET /api/tenants/current. */
export interface Tenant {
  id: string;
  slug: string;
  name: string;
  timezone: string;
  locale: string;
  plan: string;
  entitlements: string[];
  createdAt: string;
}

/** GET /api/audit. */
export interface AuditRecord {
  id: string;
  at: string;
  tenantId: string | null;
  actorId: string | null;
  actorEmail: string | null;
  action: string;
  target: string | null;
  before: unknown;
  after: unknown;
  requestId: string | null;
  address: string | null;
  viewingAs: boolean;
}
