import { Text } from "@mantine/core";
import { IconChartCandle } from "@tabler/icons-react";
import type { AdminRelease, AdminStrategy } from "../api/strategies.ts";
import { useRows } from "../kit/api/resource.ts";
import { Page } from "../kit/page/Page.tsx";
import { Empty } from "../kit/show/states.tsx";
import { Time } from "../kit/show/times.tsx";
import type { Column, Filter } from "../kit/table/column.ts";
import { DataTable } from "../kit/table/DataTable.tsx";
import { ReleaseMark, shownState } from "./ReleaseMark.tsx";
import { strategyWords as W } from "./strategyTexts.ts";

/** The release that says most of a strategy: one that waits for somebody, else the one that followers get. */
function headOf({ releases }: AdminStrategy): AdminRelease | undefined {
  return (
    releases.find(({ state }) => state === "pending") ??
    releases.find(({ followed }) => followed) ??
    releases[0]
  );
}

const COLUMNS: Column<AdminStrategy>[] = [
  {
    id: "title",
    header: W.name,
    value: ({ title, id }) => `${title} ${id}`,
    cell: ({ title, id }) => (
      <>
        <Text component="span" fw={550}>
          {title}
        </Text>{" "}
        <code className="muted">{id}</code>
      </>
    ),
    phone: "title",
  },
  {
    id: "state",
    header: W.state,
    value: (strategy) => {
      const head = headOf(strategy);
      return head && shownState(head);
    },
    cell: (strategy) => {
      const head = headOf(strategy);
      return head === undefined ? null : <ReleaseMark release={head} />;
    },
    phone: "corner",
  },
  {
    id: "version",
    header: W.version,
    value: (strategy) => headOf(strategy)?.version,
    cell: (strategy) => <Versions strategy={strategy} />,
  },
  { id: "publisher", header: W.publisher, value: ({ publisher }) => publisher.name },
  {
    id: "tenants",
    header: W.tenants,
    meaning: W.tenantsMeaning,
    value: ({ tenants }) => tenants,
    align: "end",
  },
  {
    id: "faults",
    header: W.faults,
    meaning: W.faultsMeaning,
    value: ({ releases }) => releases.reduce((sum, { faults }) => sum + faults, 0),
    align: "end",
  },
  {
    id: "published",
    header: W.published,
    value: (strategy) => headOf(strategy)?.publishedAt,
    cell: (strategy) => <Time value={headOf(strategy)?.publishedAt} style="day" />,
  },
];

const FILTERS: Filter<AdminStrategy>[] = [
  {
    id: "state",
    label: W.state,
    options: Object.entries(W.states).map(([value, label]) => ({ value, label })),
    keep: ({ releases }, value) => releases.some((release) => shownState(release) === value),
  },
];

/** Every strategy of the installation: those that wait for an admin first. */
export default function Strategies() {
  // Releases are approved one by one: short.
  const source = useRows<AdminStrategy>("/api/admin/strategies", {}, { every: 5_000 });
  return (
    <Page title={W.title} intro={W.intro} wide>
      <DataTable
        id="admin-strategies"
        label={W.title}
        columns={COLUMNS}
        source={source}
        rowId={({ id }) => id}
        filters={FILTERS}
        to={({ id }) => `/strategies/${id}`}
        empty={
          <Empty icon={<IconChartCandle size={28} stroke={1.6} />} title={W.empty}>
            {W.emptyText}
          </Empty>
        }
      />
    </Page>
  );
}

function Versions({ strategy }: { strategy: AdminStrategy }) {
  const head = headOf(strategy);
  const others = strategy.releases.length - 1;
  return (
    <>
      <code>{head?.version}</code>
      {others > 0 ? <span className="muted"> +{others}</span> : null}
    </>
  );
}
