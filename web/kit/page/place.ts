import type { TenantRole } from "@promostack/core";
import { createContext, useContext } from "react";
import type { Membership, Session } from "../../api/session.ts";

/** Where the reader stands: session, and the tenant whose things the page shows. */
export interface Place {
  session: Session;
  tenant: Membership | undefined;
  switchTenant(id: string): void;
}

const PlaceContext = createContext<Place | undefined>(undefined);
export const PlaceProvider = PlaceContext.Provider;

export function usePlace(): Place {
  const place = useContext(PlaceContext);
  if (place === undefined) throw new Error("usePlace needs a signed-in page around it.");
  return place;
}

/** Zone in which times are shown: the tenant's, or UTC on the admin site. */
export function useTimezone(): string {
  return useContext(PlaceContext)?.tenant?.timezone ?? "UTC";
}

const RANK: Record<TenantRole, number> = { viewer: 0, member: 1, admin: 2, owner: 3 };

/** True where the reader may do what `role` may. The server decides again; this only keeps dead buttons off the page. */
export function useMay(role: TenantRole): boolean {
  const { tenant } = usePlace();
  return tenant !== undefined && RANK[tenant.role] >= RANK[role];
}
