import { Skeleton } from "@mantine/core";
import { ErrorState, useFresh } from "@promostack/web/kit";
import type { Broadcast } from "../../broadcast/api.ts";
import { BroadcastForm } from "./BroadcastForm.tsx";
import { BroadcastReport } from "./BroadcastReport.tsx";
import { broadcast } from "./paths.ts";

/** A draft is written; one that has begun is watched. */
export function BroadcastPage({ id }: { id: string }) {
  const found = useFresh<Broadcast>(broadcast(id), { topics: ["broadcasts"] });
  if (found.error !== null && found.data === undefined)
    return <ErrorState error={found.error} retry={() => void found.refetch()} />;
  if (found.data === undefined) return <Skeleton h={480} maw={1160} mx="auto" />;
  return found.data.state === "draft" ? <BroadcastForm kept={found.data} /> : <BroadcastReport id={id} />;
}
