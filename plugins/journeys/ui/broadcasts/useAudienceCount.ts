import { useAnswer } from "@promostack/web/kit";
import type { AudienceCount } from "../../broadcast/api.ts";
import type { Audience } from "../../broadcast/plan.ts";
import { BASE } from "../base.ts";

/** How many people an audience is now, counted while somebody chooses it. */
export function useAudienceCount(audience: Audience) {
  return useAnswer<AudienceCount>(
    `${BASE}/broadcast-audiences`,
    isWhole(audience) ? { audience } : undefined,
    { topics: ["people"] },
  );
}

/** Something has been chosen. */
export function isWhole(audience: Audience): boolean {
  return audience.kind === "tags"
    ? audience.tags.length > 0
    : audience.kind !== "segment" || audience.segment !== "";
}
