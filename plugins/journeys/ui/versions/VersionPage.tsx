import { Skeleton } from "@mantine/core";
import { ErrorState, useResource } from "@promostack/web/kit";
import type { JourneyDetail, VersionDetail } from "../../drafts/api.ts";
import { BASE } from "../base.ts";
import { VersionView } from "./VersionView.tsx";

/** `/journeys/<id>/versions/<number>`: a version as it was published. */
export default function VersionPage({ id, number }: { id: string; number: string }) {
  const journey = useResource<JourneyDetail>(`${BASE}/journeys/${id}`);
  const version = useResource<VersionDetail>(`${BASE}/journeys/${id}/versions/${number}`);
  const error = journey.error ?? version.error;
  if (error !== null)
    return (
      <ErrorState
        error={error}
        retry={() => {
          void journey.refetch();
          void version.refetch();
        }}
      />
    );
  if (journey.data === undefined || version.data === undefined) return <Skeleton h="80dvh" />;
  return <VersionView key={version.data.id} journey={journey.data} version={version.data} />;
}
