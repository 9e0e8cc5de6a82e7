import type { PlatformContext } from "@promostack/core";
import type { Audience } from "./announcements.ts";
import { choosingTenants } from "./choices.ts";

/** Settings and zones of all tenants that have the plugin: read when something is to be said, which most minutes nothing is. */
export async function audiencesOf(
  tenants: PlatformContext["tenants"],
): Promise<(tenantId: string) => Audience | undefined> {
  const found = new Map((await choosingTenants(tenants)).map((tenant) => [tenant.tenantId, tenant]));
  return (tenantId) => found.get(tenantId);
}
