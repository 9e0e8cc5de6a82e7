import { Button } from "@mantine/core";
import { IconMailCheck } from "@tabler/icons-react";
import type { DeadLetter } from "../api/work.ts";
import { call } from "../kit/api/client.ts";
import { useAct, useServerRows } from "../kit/api/resource.ts";
import { useAddress } from "../kit/page/address.ts";
import { Page } from "../kit/page/Page.tsx";
import { Empty } from "../kit/show/states.tsx";
import { Ago } from "../kit/show/times.tsx";
import type { Column, Filter } from "../kit/table/column.ts";
import { DataTable } from "../kit/table/DataTable.tsx";
import { words } from "./texts.ts";

const W = words.dead;
const PATH = "/api/admin/dead-letters";

const COLUMNS: Column<DeadLetter>[] = [
  { id: "what", header: W.what, value: ({ what }) => what, sort: "what", phone: "title" },
  { id: "kind", header: W.kind, value: ({ kind }) => W.kinds[kind], sort: "kind", phone: "corner" },
  { id: "tenant", header: W.tenant, value: ({ tenant }) => tenant, sort: "tenant" },
  {
    id: "error",
    header: W.error,
    value: ({ error }) => error,
    sort: "error",
    cell: ({ error }) => <div style={{ maxWidth: 420, whiteSpace: "normal" }}>{error ?? "–"}</div>,
  },
  { id: "attempts", header: W.attempts, value: ({ attempts }) => attempts, sort: "attempts", align: "end" },
  { id: "when", header: W.when, value: ({ at }) => at, cell: ({ at }) => <Ago value={at} />, sort: "at" },
];

const FILTERS: Filter<DeadLetter>[] = [
  {
    id: "kind",
    label: W.kind,
    options: Object.entries(W.kinds).map(([value, label]) => ({ value, label })),
  },
];

/** What was given up, to be looked at and tried again. */
export default function DeadLetters() {
  const [{ kind }] = useAddress();
  const source = useServerRows<DeadLetter>(PATH, { sort: "at", order: "desc" }, { kind }, { every: 10_000 });
  const retry = useAct<string>({
    act: (id) => call<void>(`${PATH}/${id}/retry`, { method: "POST", body: {} }),
    done: W.retried,
    changes: [PATH],
  });
  return (
    <Page title={W.title} intro={W.intro} wide>
      <DataTable
        id="dead-letters"
        label={W.title}
        columns={COLUMNS}
        source={source}
        rowId={({ kind, id }) => `${kind} ${id}`}
        filters={FILTERS}
        bulk={[{ label: W.retry, act: (rows) => Promise.all(rows.map(({ id }) => retry.mutateAsync(id))) }]}
        acts={({ id, what }) => (
          <Button
            size="compact-sm"
            variant="default"
            aria-label={`${W.retry}: ${what}`}
            onClick={() => retry.mutate(id)}
          >
            {W.retry}
          </Button>
        )}
        empty={
          <div className="card">
            <Empty icon={<IconMailCheck size={28} stroke={1.6} />} title={W.empty}>
              {W.emptyText}
            </Empty>
          </div>
        }
      />
    </Page>
  );
}
