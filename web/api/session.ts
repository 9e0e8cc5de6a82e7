import type { TenantRole } from "@promostack/core";

export interface Membership {
  id: string;
  slug: string;
  name: string;
  role: TenantRole;
  timezone: string;
}

export interface PlatformClock {
  /** ISO 8601. */
  now: string;
  /** Seconds of the platform for each second of the machine. */
  rate: number;
  simulated: boolean;
}

/** GET /api/me. */
export interface Session {
  person: { id: string; email: string; name?: string | null };
  admin: boolean;
  site: "dash" | "admin" | "signin";
  tenants: Membership[];
  tenantId?: string | null;
  viewingAs?: { tenantId: string; name: string; until: string } | null;
  csrf: string;
  playground: boolean;
  clock: PlatformClock;
}

/** GET /api/sign-in: what this installation offers. */
export interface SignInMethods {
  /** Paths on this site. */
  local?: { issuer: string; address: string; people: string };
  clerk?: { publishableKey: string };
  legacy: boolean;
}

/** A sample person of the local issuer. */
export interface SamplePerson {
  email: string;
  name?: string;
  about?: string;
}
