import type { TenantRole } from "@promostack/core";

/** A person's place in a tenant. */
export interface Membership {
  tenantId: string;
  slug: string;
  name: string;
  timezone: string;
  role: TenantRole;
}

/** An admin looking at a tenant through the tenant's eyes, until `until`. */
export interface ViewAs {
  /** Names this grant in the audit log and in the list of ended ones. */
  id: string;
  tenantId: string;
  slug: string;
  name: string;
  timezone: string;
  until: Date;
}

/**
 * How a request proved who sends it. Cookies need the CSRF header on writes; a bearer token or a tenant's API key cannot be sent by a
 * foreign page.
 */
export type SignInMethod = "bearer" | "key" | "session" | "legacy";

/** A verified person, or a program with a key, as the database knows them at this request. */
export interface Caller {
  person: { id: string; email: string; name: string | undefined };
  /** Verified token, address on the allowlist and role `admin` in a tenant: all three. */
  admin: boolean;
  memberships: readonly Membership[];
  method: SignInMethod;
  /** Stable for one session, through all its tokens; the CSRF token is bound to it. */
  sessionKey: string;
  /** Names exactly what was shown: a sign-out ends this and nothing that is signed later. */
  proofKey: string;
  expiresAt: Date;
  viewAs: ViewAs | undefined;
}
