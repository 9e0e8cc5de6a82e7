import { Skeleton } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { call } from "../api/client.ts";
import { usePlace } from "../page/place.ts";
import { ErrorState } from "../show/states.tsx";

/** Loads what is edited anew each time it is opened; from then on the editor's own copy is what counts. */
export function FreshDraft<Detail>({
  path,
  children,
}: {
  path: string;
  children(detail: Detail): ReactNode;
}) {
  const { tenant } = usePlace();
  const { data, error, refetch, isFetchedAfterMount } = useQuery({
    queryKey: [path, "edited", tenant?.id ?? ""],
    queryFn: ({ signal }) => call<Detail>(path, { signal }),
    // A draft that was read before the last visit's saves would be edited in vain.
    staleTime: 0,
    gcTime: 0,
  });
  if (data === undefined && error !== null) return <ErrorState error={error} retry={() => void refetch()} />;
  if (data === undefined || !isFetchedAfterMount) return <Skeleton h="80dvh" />;
  return children(data);
}
