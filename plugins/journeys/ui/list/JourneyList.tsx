import { Group, Stack, Text, Tooltip } from "@mantine/core";
import {
  Ago,
  type Column,
  Count,
  DataTable,
  Empty,
  type Filter,
  LinkButton,
  Page,
  Status,
  useAddress,
  useMay,
  useResource,
  useServerRows,
} from "@promostack/web/kit";
import { IconPlus, IconRoute } from "@tabler/icons-react";
import { useState } from "react";
import type { Folders, ListedJourney } from "../../drafts/api.ts";
import { BASE } from "../base.ts";
import { words as E } from "../editor/texts.ts";
import { Beginnings } from "./Beginnings.tsx";
import { MoveDialog } from "./MoveDialog.tsx";
import { RowMenu } from "./RowMenu.tsx";
import { words as W } from "./texts.ts";

const COLUMNS: Column<ListedJourney>[] = [
  {
    id: "name",
    header: W.name,
    value: ({ name }) => name,
    cell: ({ name }) => <Text fw={550}>{name}</Text>,
    sort: "name",
    phone: "title",
  },
  {
    id: "state",
    header: W.state,
    value: ({ state }) => W.states[state],
    cell: (row) => <JourneyState row={row} />,
    sortable: false,
    phone: "corner",
  },
  { id: "folder", header: W.folder, value: ({ folder }) => folder, sortable: false },
  {
    id: "triggers",
    header: W.entersBy,
    value: ({ triggers }) => triggers.map(triggerName).join(", "),
    sortable: false,
  },
  {
    id: "inside",
    header: W.inside,
    meaning: W.insideMeaning,
    value: ({ inside }) => inside,
    cell: ({ inside }) => <Count value={inside} />,
    align: "end",
    sortable: false,
  },
  { id: "steps", header: W.steps, value: ({ steps }) => steps, align: "end", sortable: false, hidden: true },
  {
    id: "edited",
    header: W.edited,
    value: ({ editedAt }) => editedAt,
    cell: ({ editedAt, editedBy }) => (
      <Text size="sm">
        <Ago value={editedAt} /> {editedBy === "" ? null : <span className="muted">{W.by(editedBy)}</span>}
      </Text>
    ),
    sort: "editedAt",
  },
  {
    id: "created",
    header: W.created,
    value: ({ createdAt }) => createdAt,
    cell: ({ createdAt }) => <Ago value={createdAt} />,
    sort: "createdAt",
    hidden: true,
  },
];

/** Every journey of the tenant. */
export default function JourneyList() {
  const may = useMay("member");
  const [{ state, folder }] = useAddress();
  const [moving, setMoving] = useState<ListedJourney[]>([]);
  const rows = useServerRows<ListedJourney>(
    `${BASE}/journeys`,
    { sort: "editedAt", order: "desc" },
    { state, folder },
    { every: 30_000 },
  );
  const folders = useResource<Folders>(`${BASE}/folders`);
  const names = folders.data?.items ?? [];
  const filters: Filter<ListedJourney>[] = [
    {
      id: "state",
      label: W.state,
      options: Object.entries(W.states).map(([value, label]) => ({ value, label })),
    },
    ...(names.length > 0
      ? [
          {
            id: "folder",
            label: W.folder,
            options: names.map(({ name, journeys }) => ({ value: name, label: `${name} (${journeys})` })),
          },
        ]
      : []),
  ];
  return (
    <Page
      title={W.title}
      intro={W.intro}
      actions={
        may ? (
          <LinkButton to="/journeys/new" leftSection={<IconPlus size={16} aria-hidden />}>
            {W.create}
          </LinkButton>
        ) : undefined
      }
    >
      <DataTable
        id="journeys"
        label={W.title}
        columns={COLUMNS}
        source={rows}
        rowId={({ id }) => id}
        filters={filters}
        to={({ id }) => `/journeys/${id}`}
        acts={may ? (row) => <RowMenu row={row} move={() => setMoving([row])} /> : undefined}
        bulk={
          may
            ? [
                {
                  label: W.moveTo,
                  act: (chosen) => {
                    setMoving(chosen);
                    return Promise.resolve();
                  },
                },
              ]
            : []
        }
        empty={
          <Stack gap="md">
            <Empty icon={<IconRoute size={30} stroke={1.5} />} title={W.emptyTitle}>
              {W.emptyText}
            </Empty>
            {may ? <Beginnings /> : null}
          </Stack>
        }
      />
      <MoveDialog journeys={moving} folders={names.map(({ name }) => name)} close={() => setMoving([])} />
    </Page>
  );
}

function JourneyState({ row: { state, version, changed } }: { row: ListedJourney }) {
  if (state === "archived") return <Status tone="quiet">{W.states.archived}</Status>;
  if (version === null) return <Status tone="quiet">{W.states.draft}</Status>;
  return (
    <Group gap={6} wrap="nowrap">
      <Status tone="good">{W.live(version)}</Status>
      {changed ? (
        <Tooltip label={W.changedMeaning}>
          <span>
            <Status tone="info">{W.changed}</Status>
          </span>
        </Tooltip>
      ) : null}
    </Group>
  );
}

function triggerName(kind: string): string {
  const names: Readonly<Record<string, string>> = E.triggers;
  return names[kind] ?? kind;
}
