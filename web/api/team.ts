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

/** GET /api/api-keys. */
export interface ApiKey {
  id: string;
  name: string;
  role: Exclude<TenantRole, "owner">;
  /** Its maker's present role where that is less; null, and refused, while the maker is not on the team. */
  worksAs: ApiKey["role"] | null;
  last4: string;
  createdBy: string;
  createdAt: string;
  expiresAt: string | null;
  lastUsedAt: string | null;
}

/** POST /api/api-keys: the one answer that has the key itself. */
export interface FreshKey extends ApiKey {
  key: string;
}

/** GET /api/plugin-usages. */
export interface UsageTotals {
  /** First day of the month, UTC. */
  since: string;
  items: {
    plugin: string;
    title: string;
    calls: number;
    errors: number;
    sent: number;
    unsent: number;
    storedBytes: number;
  }[];
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
