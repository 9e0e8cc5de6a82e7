import { type Permission, PlatformError } from "@promostack/core";
import { type Access, authorize } from "../identity/access.ts";
import type { Caller } from "../identity/caller.ts";

/** What a request was let in with. */
interface Admission extends Access {
  permission: Permission;
  /** The tenant that it names. */
  asked: string | undefined;
}

/**
 * Whether a request that was let in would be let in again, as the same in the same tenant: false once its key is deleted, its session
 * signed out or its role another. What cannot be found out now decides nothing.
 */
export async function stillStands(
  { permission, asked, tenantId, actor }: Admission,
  identify: () => Promise<Caller | undefined>,
): Promise<boolean> {
  try {
    const now = authorize(permission, await identify(), asked);
    return (
      now.tenantId === tenantId && now.actor?.role === actor?.role && now.actor?.personId === actor?.personId
    );
  } catch (error) {
    return !PlatformError.is(error) || error.status >= 500;
  }
}
