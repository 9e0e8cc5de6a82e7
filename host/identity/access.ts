import { type Actor, type Permission, PlatformError, type TenantRole } from "@promostack/core";
import type { Caller } from "./caller.ts";
import { notSignedIn, refused } from "./refusal.ts";

/** Who may do it, and in which tenant. */
export interface Access {
  tenantId: string | undefined;
  actor: Actor | undefined;
}

const RANK: Record<TenantRole, number> = { viewer: 0, member: 1, admin: 2, owner: 3 };

/** What an admin may do while viewing as a tenant: everything but the owner's own acts. */
const VIEWING_ROLE: TenantRole = "admin";

/** True where `role` may do what `needed` may. */
export function allows(role: TenantRole, needed: TenantRole): boolean {
  return RANK[role] >= RANK[needed];
}

/**
 * Decides a route's declared permission. `asked` is the tenant that the request names. Raises 401 without a caller, 403
 * without the right; a tenant that does not exist is refused in the same words as one of other people.
 */
export function authorize(
  permission: Permission,
  caller: Caller | undefined,
  asked: string | undefined,
): Access {
  if (permission === "public")
    return caller ? whereAllowed(caller, asked) : { tenantId: undefined, actor: undefined };
  if (caller === undefined) throw notSignedIn("required", "Nobody is signed in.");
  if (permission === "person") return whereAllowed(caller, asked);
  if (permission === "admin") {
    if (caller.admin) return whereAllowed(caller, asked);
    throw refused(
      "admin.required",
      "Only admins of the platform may do this.",
      "Ask an admin of the platform.",
    );
  }
  const place = tenantOf(caller, asked);
  if (place === undefined) throw noTenant(caller, asked);
  const needed = roleOf(permission);
  if (!allows(place.role, needed)) {
    throw refused(
      "role.insufficient",
      `This needs the role ${needed}; yours is ${place.role}.`,
      "Ask an owner of the tenant.",
    );
  }
  return { tenantId: place.tenantId, actor: actorOf(caller, place) };
}

/** Refuses API keys where it is decided who may come in: one that leaked must not let in somebody who stays when it is deleted. */
export function onlyPeople({ method }: Pick<Caller, "method">): void {
  if (method !== "key") return;
  throw refused(
    "person.required",
    "An API key does not decide who else gets in, or where data goes.",
    "Sign in as a person.",
  );
}

/** The same, and an admin who views as the tenant neither: what outlasts the look is the team's own. */
export function onlyTheTeam({ caller, actor }: { caller: Pick<Caller, "method">; actor: Actor }): void {
  onlyPeople(caller);
  if (!actor.viewingAs) return;
  throw refused("member.required", "This is the team's own to decide.", "Ask an owner of the tenant.");
}

interface Place {
  tenantId: string;
  role: TenantRole;
  viewingAs: boolean;
}

function tenantOf(caller: Caller, asked: string | undefined): Place | undefined {
  const { viewAs, memberships } = caller;
  if (viewAs !== undefined && (asked === undefined || asked === viewAs.tenantId)) {
    return { tenantId: viewAs.tenantId, role: VIEWING_ROLE, viewingAs: true };
  }
  const own = asked === undefined ? memberships : memberships.filter(({ tenantId }) => tenantId === asked);
  const [only] = own;
  return own.length === 1 && only
    ? { tenantId: only.tenantId, role: only.role, viewingAs: false }
    : undefined;
}

/** For routes that need no tenant: the tenant where there is one, and the least role where there is none. */
function whereAllowed(caller: Caller, asked: string | undefined): Access {
  const place = tenantOf(caller, asked);
  return { tenantId: place?.tenantId, actor: actorOf(caller, place) };
}

function actorOf(caller: Caller, place: Place | undefined): Actor {
  return {
    personId: caller.person.id,
    email: caller.person.email,
    name: caller.person.name,
    role: place?.role ?? "viewer",
    viewingAs: place?.viewingAs ?? false,
  };
}

function roleOf(permission: `tenant:${TenantRole}`): TenantRole {
  if (permission === "tenant:owner") return "owner";
  if (permission === "tenant:admin") return "admin";
  return permission === "tenant:member" ? "member" : "viewer";
}

function noTenant(caller: Caller, asked: string | undefined): PlatformError {
  if (asked === undefined && caller.memberships.length > 1) {
    return new PlatformError("You belong to several tenants, and the request names none.", {
      code: "tenant.required",
      status: 400,
      hint: "Send the tenant's id in the header x-tenant.",
    });
  }
  if (asked === undefined) {
    return refused(
      "tenant.none",
      "You do not belong to any tenant yet.",
      "Ask an owner to add you to their team.",
    );
  }
  return refused("tenant.forbidden", "You do not belong to this tenant.", "Choose one of your own tenants.");
}
