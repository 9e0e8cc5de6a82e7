import { Skeleton } from "@mantine/core";
import { call, ErrorState, useMay, usePlace } from "@promostack/web/kit";
import { useQuery } from "@tanstack/react-query";
import type { TemplateDetail } from "../../templates/api.ts";
import { TEMPLATES } from "../base.ts";
import { TemplateEditor } from "./TemplateEditor.tsx";

/** `/templates/<id>`: loads the template anew each time it is opened; from then on the editor's own copy is what counts. */
export default function EditorPage({ id }: { id: string }) {
  const may = useMay("member");
  const { tenant } = usePlace();
  const path = `${TEMPLATES}/${id}`;
  const { data, error, refetch, isFetchedAfterMount } = useQuery({
    queryKey: [path, "edited", tenant?.id ?? ""],
    queryFn: ({ signal }) => call<TemplateDetail>(path, { signal }),
    // A draft that was read before the last visit's saves would be edited in vain.
    staleTime: 0,
    gcTime: 0,
  });
  if (data === undefined && error !== null) return <ErrorState error={error} retry={() => void refetch()} />;
  if (data === undefined || !isFetchedAfterMount) return <Skeleton h="80dvh" />;
  return <TemplateEditor detail={data} may={may} />;
}
