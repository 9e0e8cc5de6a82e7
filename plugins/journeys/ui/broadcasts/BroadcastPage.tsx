import { Skeleton } from "@mantine/core";
import { Empty, ErrorState, isNotThere, LinkButton, useFresh } from "@promostack/web/kit";
import type { Broadcast } from "../../broadcast/api.ts";
import { BroadcastForm } from "./BroadcastForm.tsx";
import { BroadcastReport } from "./BroadcastReport.tsx";
import { broadcast } from "./paths.ts";
import { words as W } from "./texts.ts";

/** A draft is written; one that has begun is watched. */
export function BroadcastPage({ id }: { id: string }) {
  const found = useFresh<Broadcast>(broadcast(id), { topics: ["broadcasts"] });
  const { error } = found;
  if (isNotThere(error))
    return <Empty whole title={W.notFound} action={<LinkButton to="/broadcasts">{W.back}</LinkButton>} />;
  if (error !== null && found.data === undefined)
    return <ErrorState whole error={error} retry={() => void found.refetch()} />;
  if (found.data === undefined) return <Skeleton h={480} maw={1160} mx="auto" />;
  return found.data.state === "draft" ? <BroadcastForm kept={found.data} /> : <BroadcastReport id={id} />;
}
