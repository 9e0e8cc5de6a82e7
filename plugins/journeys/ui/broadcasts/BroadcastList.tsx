import { Button, Text } from "@mantine/core";
import {
  type Column,
  Count,
  call,
  DataTable,
  Empty,
  type Filter,
  Page,
  Time,
  useAct,
  useAddress,
  useGo,
  useMay,
  useServerRows,
} from "@promostack/web/kit";
import { IconBroadcast, IconPlus } from "@tabler/icons-react";
import type { Broadcast, BroadcastRow } from "../../broadcast/api.ts";
import { STATES } from "../../broadcast/states.ts";
import { BroadcastMark } from "./BroadcastMark.tsx";
import { BROADCASTS } from "./paths.ts";
import { words as W } from "./texts.ts";

const COLUMNS: Column<BroadcastRow>[] = [
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
    cell: ({ state }) => <BroadcastMark state={state} />,
    phone: "corner",
  },
  {
    id: "people",
    header: W.people,
    value: ({ people }) => people,
    cell: ({ people }) => <Count value={people} />,
    align: "end",
  },
  {
    id: "sent",
    header: W.delivered,
    meaning: W.deliveredMeaning,
    value: ({ sent }) => sent,
    cell: ({ sent }) => <Count value={sent} />,
    align: "end",
  },
  {
    id: "clicked",
    header: W.clicked,
    meaning: W.clickedMeaning,
    value: ({ clicked }) => clicked,
    cell: ({ clicked }) => <Count value={clicked} />,
    align: "end",
  },
  {
    id: "starts",
    header: W.starts,
    value: ({ begunAt, startsAt }) => begunAt ?? startsAt,
    cell: ({ begunAt, startsAt }) => <Time value={begunAt ?? startsAt} />,
    sort: "starts",
  },
  {
    id: "created",
    header: W.created,
    value: ({ createdAt }) => createdAt,
    cell: ({ createdAt }) => <Time value={createdAt} />,
    sort: "created",
    hidden: true,
  },
  { id: "by", header: W.by, value: ({ editedBy }) => editedBy },
];

const FILTERS: Filter<BroadcastRow>[] = [
  { id: "state", label: W.state, options: STATES.map((value) => ({ value, label: W.states[value] })) },
];

export function BroadcastList() {
  const [{ state }] = useAddress();
  const source = useServerRows<BroadcastRow>(
    BROADCASTS,
    { sort: "created", order: "desc" },
    { state },
    { topics: ["broadcasts"] },
  );
  const create = <CreateButton />;
  return (
    <Page title={W.title} intro={W.intro} actions={create} wide>
      <DataTable
        id="broadcasts"
        label={W.title}
        columns={COLUMNS}
        source={source}
        rowId={({ id }) => id}
        filters={FILTERS}
        to={({ id }) => `/broadcasts/${id}`}
        empty={
          <Empty icon={<IconBroadcast size={32} stroke={1.5} />} title={W.emptyTitle} action={create}>
            {W.emptyText}
          </Empty>
        }
      />
    </Page>
  );
}

function CreateButton() {
  const go = useGo();
  const create = useAct<void, Broadcast>({
    act: () => call<Broadcast>(BROADCASTS, { method: "POST", body: { name: W.newName } }),
    onDone: ({ id }) => go(`/broadcasts/${id}`),
    changes: [BROADCASTS],
  });
  if (!useMay("member")) return null;
  return (
    <Button
      leftSection={<IconPlus size={16} aria-hidden />}
      loading={create.isPending}
      onClick={() => create.mutate()}
    >
      {W.create}
    </Button>
  );
}
