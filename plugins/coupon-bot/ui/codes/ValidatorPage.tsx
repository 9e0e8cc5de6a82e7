import { Button, Skeleton } from "@mantine/core";
import { call, ErrorState, Notice, Page, Status, useAct, useMay, useResource } from "@promostack/web/kit";
import { lazy, Suspense } from "react";
import type { ValidatorDetail, ValidatorRow } from "../../codes/api.ts";
import { VALIDATORS } from "./paths.ts";
import { words as W } from "./texts.ts";

const ListPanel = lazy(() => import("./ListPanel.tsx"));
const EndpointPanel = lazy(() => import("./EndpointPanel.tsx"));
const ContributedPanel = lazy(() => import("./ContributedPanel.tsx"));
const BACK = { to: "/codes", label: W.back };

/** `/codes/<id>`: a list with its codes, an address that is asked, or another plugin's. */
export function ValidatorPage({ id }: { id: string }) {
  const { data, error, refetch } = useResource<ValidatorDetail>(`${VALIDATORS}/${id}`, {}, { every: 20_000 });
  if (data === undefined)
    return (
      <Page title={W.title} back={BACK}>
        {error === null ? <Skeleton h={320} /> : <ErrorState error={error} retry={() => void refetch()} />}
      </Page>
    );
  const { row } = data;
  return (
    <Page
      title={row.title}
      mark={row.active ? null : <Status tone="quiet">{W.notInUse}</Status>}
      back={BACK}
      wide
    >
      <Standing row={row} />
      <Suspense fallback={<Skeleton h={320} />}>
        {data.kind === "list" ? (
          <ListPanel kept={data} />
        ) : data.kind === "endpoint" ? (
          <EndpointPanel kept={data} />
        ) : (
          <ContributedPanel kept={data} />
        )}
      </Suspense>
    </Page>
  );
}

/** What keeps it from deciding, with the way out. */
function Standing({ row }: { row: ValidatorRow }) {
  const admin = useMay("admin");
  const act = <Body,>(path: string, method: "PATCH" | "POST", body?: Body) =>
    call(`${VALIDATORS}/${row.id}${path}`, { method, ...(body !== undefined && { body }) });
  const use = useAct({ act: () => act("", "PATCH", { active: true }), changes: [VALIDATORS] });
  const retry = useAct({ act: () => act("/retries", "POST"), changes: [VALIDATORS], done: W.retried });
  if (!row.offered)
    return (
      <Notice tone="warn" title={W.contributed.gone}>
        {W.contributed.goneText}
      </Notice>
    );
  if (row.breaker !== "closed")
    return (
      <Notice
        tone="bad"
        title={W.resting}
        action={
          admin ? (
            <Button size="xs" variant="default" loading={retry.isPending} onClick={() => retry.mutate()}>
              {W.retry}
            </Button>
          ) : null
        }
      >
        {W.restingText(row.failures)}
      </Notice>
    );
  if (row.active) return null;
  return (
    <Notice
      tone="info"
      title={W.unused}
      action={
        admin && (row.kind !== "list" || row.codes > 0) ? (
          <Button size="xs" loading={use.isPending} onClick={() => use.mutate()}>
            {W.use}
          </Button>
        ) : null
      }
    >
      {row.kind === "list" ? W.unusedList : W.unusedEndpoint} {admin ? null : W.unusedAdmin}
    </Notice>
  );
}
