import { Skeleton } from "@mantine/core";
import { ErrorState, useResource } from "@promostack/web/kit";
import { lazy, Suspense } from "react";
import type { VersionDetail } from "../../../drafts/api.ts";
import { BASE } from "../../base.ts";
import { useEditor } from "../editor.ts";

const ChangeList = lazy(() => import("./ChangeList.tsx"));

/** What the draft changes against a version. */
export function LiveChanges({ version }: { version: number }) {
  const { detail, journey } = useEditor();
  const { data, error, refetch } = useResource<VersionDetail>(
    `${BASE}/journeys/${detail.id}/versions/${version}`,
  );
  if (data === undefined && error !== null) return <ErrorState error={error} retry={() => void refetch()} />;
  if (data === undefined) return <Skeleton h={80} />;
  return (
    <Suspense fallback={<Skeleton h={80} />}>
      <ChangeList before={data.document} after={journey} />
    </Suspense>
  );
}
