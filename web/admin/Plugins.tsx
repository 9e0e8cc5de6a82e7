import { IconPuzzle } from "@tabler/icons-react";
import type { AdminPlugin } from "../api/admin.ts";
import { useRows } from "../kit/api/resource.ts";
import { Page } from "../kit/page/Page.tsx";
import { LinkButton } from "../kit/page/PageLink.tsx";
import { Empty, Status } from "../kit/show/states.tsx";
import { lengthText } from "../kit/show/times.tsx";
import type { Column, Filter } from "../kit/table/column.ts";
import { DataTable } from "../kit/table/DataTable.tsx";
import { releaseWords } from "./plugin/texts.ts";
import { UninstalledSection } from "./plugin/UninstalledSection.tsx";
import { HealthMark, StateMark } from "./pluginState.tsx";
import { words } from "./texts.ts";

const W = words.plugins;

const COLUMNS: Column<AdminPlugin>[] = [
  { id: "title", header: W.name, value: ({ title }) => title, phone: "title" },
  {
    id: "state",
    header: W.state,
    value: ({ state }) => state,
    cell: (plugin) => <StateMark plugin={plugin} />,
    phone: "corner",
  },
  { id: "kind", header: W.kind, value: ({ kind }) => W.kinds[kind] },
  {
    id: "version",
    header: W.version,
    value: ({ version }) => version,
    cell: ({ version, candidate, ready }) => (
      <>
        <code>{version}</code>
        {candidate === undefined ? null : (
          <>
            {" "}
            <Status tone="info">{candidate.version}</Status>
          </>
        )}
        {ready === undefined ? null : (
          <>
            {" "}
            <Status tone="info">{W.ready(ready)}</Status>
          </>
        )}
      </>
    ),
  },
  {
    id: "health",
    header: W.health,
    value: ({ health }) => health?.state,
    cell: ({ health }) => <HealthMark health={health} />,
  },
  { id: "tenants", header: W.tenants, value: ({ tenants }) => tenants, align: "end" },
  {
    id: "calls",
    header: W.calls,
    value: ({ usage }) => usage.calls,
    cell: ({ usage }) => usage.calls.toLocaleString(),
    align: "end",
  },
  {
    id: "errors",
    header: W.errors,
    meaning: W.errorsMeaning,
    value: ({ usage }) => usage.errors,
    align: "end",
  },
  {
    id: "time",
    header: W.time,
    value: ({ usage }) => usage.milliseconds,
    cell: ({ usage }) => lengthText(usage.milliseconds / 1000),
    align: "end",
    hidden: true,
  },
];

const FILTERS: Filter<AdminPlugin>[] = [
  {
    id: "state",
    label: W.state,
    options: Object.entries(W.states).map(([value, label]) => ({ value, label })),
    keep: ({ state }, value) => state === value,
  },
  {
    id: "kind",
    label: W.kind,
    options: Object.entries(W.kinds).map(([value, label]) => ({ value, label })),
    keep: ({ kind }, value) => kind === value,
  },
  {
    id: "newer",
    label: W.readyFilter,
    options: [{ value: "ready", label: W.readyChoice }],
    keep: ({ ready }) => ready !== undefined,
  },
];

/** Every plugin of the installation: state, health, use. */
export default function Plugins() {
  // Plugins are installed one by one: short.
  const source = useRows<AdminPlugin>("/api/admin/plugins", {}, { every: 5_000 });
  return (
    <Page
      title={W.title}
      intro={W.intro}
      actions={<LinkButton to="/installs">{releaseWords.install}</LinkButton>}
      wide
    >
      <DataTable
        id="admin-plugins"
        label={W.title}
        columns={COLUMNS}
        source={source}
        rowId={({ id }) => id}
        filters={FILTERS}
        to={({ id }) => `/plugins/${id}`}
        empty={
          <Empty icon={<IconPuzzle size={28} stroke={1.6} />} title={W.empty}>
            {W.emptyText}
          </Empty>
        }
      />
      <UninstalledSection />
    </Page>
  );
}
