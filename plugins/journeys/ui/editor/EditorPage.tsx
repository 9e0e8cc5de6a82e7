import { Skeleton } from "@mantine/core";
import { ErrorState, useMay, useResource } from "@promostack/web/kit";
import type { JourneyDetail } from "../../drafts/api.ts";
import { BASE } from "../base.ts";
import { JourneyEditor } from "./JourneyEditor.tsx";

/** `/journeys/<id>`: loads the journey once; from then on the editor's own copy is what counts. */
export default function EditorPage({ id }: { id: string }) {
  const may = useMay("member");
  const { data, error, refetch } = useResource<JourneyDetail>(`${BASE}/journeys/${id}`);
  if (data === undefined && error !== null) return <ErrorState error={error} retry={() => void refetch()} />;
  if (data === undefined) return <Skeleton h="80dvh" />;
  return <JourneyEditor detail={data} may={may} />;
}
