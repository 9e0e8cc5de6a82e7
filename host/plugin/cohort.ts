import { createHash } from "node:crypto";
import type { Offer } from "./registrationRow.ts";

/** Whether a candidate serves a tenant: it was chosen, or its share of all tenants reaches it. */
export function inCohort(offer: Offer, pluginId: string, tenantId: string): boolean {
  return offer.tenants.includes(tenantId) || shareOf(pluginId, tenantId) < offer.percent;
}

/** Where a tenant stands between 0 and 100: always the same for a plugin, so that a growing share only adds tenants. */
function shareOf(pluginId: string, tenantId: string): number {
  const hash = createHash("sha256").update(`${pluginId} ${tenantId.toLowerCase()}`).digest();
  return (hash.readUInt32BE() / 0x1_0000_0000) * 100;
}
