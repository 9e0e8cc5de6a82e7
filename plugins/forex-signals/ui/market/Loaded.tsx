import { Skeleton } from "@mantine/core";
import { ErrorState, type useResource } from "@promostack/web/kit";
import type { ReactNode } from "react";

/** What a resource answered; a skeleton until then, and the refusal with a way to ask again. */
export function Loaded<Body>({
  of: { data, error, refetch },
  height,
  children,
}: {
  of: ReturnType<typeof useResource<Body>>;
  height: number;
  children: (body: Body) => ReactNode;
}) {
  if (data !== undefined) return children(data);
  if (error !== null) return <ErrorState error={error} retry={() => void refetch()} />;
  return <Skeleton h={height} />;
}
