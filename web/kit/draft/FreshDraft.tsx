import { Skeleton } from "@mantine/core";
import type { ReactNode } from "react";
import { useFresh } from "../api/resource.ts";
import { ErrorState } from "../show/states.tsx";

/** Loads what is edited anew each time it is opened; from then on the editor's own copy is what counts. */
export function FreshDraft<Detail>({
  path,
  children,
}: {
  path: string;
  children(detail: Detail): ReactNode;
}) {
  const { data, error, refetch } = useFresh<Detail>(path);
  if (data !== undefined) return children(data);
  return error === null ? (
    <Skeleton h="80dvh" />
  ) : (
    <ErrorState whole error={error} retry={() => void refetch()} />
  );
}
