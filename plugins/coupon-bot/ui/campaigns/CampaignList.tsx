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
import { IconPlus, IconTrophy } from "@tabler/icons-react";
import type { Campaign, CampaignRow } from "../../campaigns/api.ts";
import { PHASES } from "../../campaigns/phase.ts";
import { CAMPAIGNS } from "../base.ts";
import { PhaseMark } from "./PhaseMark.tsx";
import { words as W } from "./texts.ts";

const COLUMNS: Column<CampaignRow>[] = [
  {
    id: "title",
    header: W.campaign,
    value: ({ title }) => title,
    cell: ({ title }) => <Text fw={550}>{title}</Text>,
    sort: "title",
    phone: "title",
  },
  {
    id: "phase",
    header: W.phase,
    value: ({ phase }) => W.phases[phase],
    cell: ({ phase }) => <PhaseMark phase={phase} />,
    phone: "corner",
  },
  {
    id: "entries",
    header: W.entries,
    meaning: W.entriesMeaning,
    value: ({ entries }) => entries,
    cell: ({ entries }) => <Count value={entries} />,
    align: "end",
  },
  {
    id: "starts",
    header: W.starts,
    value: ({ startsAt }) => startsAt,
    cell: ({ startsAt }) => <Time value={startsAt} />,
  },
  {
    id: "ends",
    header: W.ends,
    value: ({ endsAt }) => endsAt,
    cell: ({ endsAt }) => <Time value={endsAt} />,
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

const FILTERS: Filter<CampaignRow>[] = [
  { id: "phase", label: W.phase, options: PHASES.map((value) => ({ value, label: W.phases[value] })) },
];

export function CampaignList() {
  const [{ phase }] = useAddress();
  const source = useServerRows<CampaignRow>(CAMPAIGNS, { sort: "created", order: "desc" }, { phase });
  const create = <CreateButton />;
  return (
    <Page title={W.title} intro={W.intro} actions={create} wide>
      <DataTable
        id="campaigns"
        label={W.title}
        columns={COLUMNS}
        source={source}
        rowId={({ id }) => id}
        filters={FILTERS}
        to={({ id }) => `/campaigns/${id}`}
        empty={
          <Empty icon={<IconTrophy size={32} stroke={1.5} />} title={W.emptyTitle} action={create}>
            {W.emptyText}
          </Empty>
        }
      />
    </Page>
  );
}

function CreateButton() {
  const go = useGo();
  const create = useAct<void, Campaign>({
    act: () => call<Campaign>(CAMPAIGNS, { method: "POST", body: { title: W.newTitle } }),
    onDone: ({ id }) => go(`/campaigns/${id}`),
    changes: [CAMPAIGNS],
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
