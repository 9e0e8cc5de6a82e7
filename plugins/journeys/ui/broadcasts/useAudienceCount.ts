import { useDebouncedValue } from "@mantine/hooks";
import { call } from "@promostack/web/kit";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import type { AudienceCount } from "../../broadcast/api.ts";
import type { Audience } from "../../broadcast/plan.ts";
import { BASE } from "../base.ts";

/** How many people an audience is now, counted while somebody chooses it. */
export function useAudienceCount(audience: Audience) {
  const [settled] = useDebouncedValue(audience, 250);
  const path = `${BASE}/broadcast-audiences`;
  return useQuery({
    queryKey: [path, settled],
    queryFn: ({ signal }) =>
      call<AudienceCount>(path, { method: "POST", body: { audience: settled }, signal }),
    enabled: isWhole(settled),
    placeholderData: keepPreviousData,
    meta: { topics: ["people"] },
  });
}

/** Something has been chosen. */
export function isWhole(audience: Audience): boolean {
  return audience.kind === "tags"
    ? audience.tags.length > 0
    : audience.kind !== "segment" || audience.segment !== "";
}
