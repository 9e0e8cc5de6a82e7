import { Button, Text } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconPlus, IconWebhook } from "@tabler/icons-react";
import { useState } from "react";
import type { FreshWebhook, Webhook } from "../../api/webhooks.ts";
import { useRows } from "../../kit/api/resource.ts";
import { Page } from "../../kit/page/Page.tsx";
import { useMay } from "../../kit/page/place.ts";
import { Count } from "../../kit/show/figures.tsx";
import { Empty } from "../../kit/show/states.tsx";
import { Time } from "../../kit/show/times.tsx";
import type { Column } from "../../kit/table/column.ts";
import { DataTable } from "../../kit/table/DataTable.tsx";
import { OnlyAdmins } from "../OnlyAdmins.tsx";
import { SettingsTabs } from "../SettingsTabs.tsx";
import { settingsWords } from "../texts.ts";
import { Told } from "./Told.tsx";
import { webhookWords as W } from "./texts.ts";
import { WebhookForm } from "./WebhookForm.tsx";
import { WebhookState } from "./WebhookState.tsx";

/** The team's own addresses that hear events of its plugins. */
export default function Webhooks() {
  const may = useMay("admin");
  return (
    <Page title={settingsWords.title} actions={may ? <Add /> : null}>
      <SettingsTabs />
      {may ? <List /> : <OnlyAdmins icon={<IconWebhook size={28} stroke={1.6} />} title={W.onlyAdmins} />}
    </Page>
  );
}

function Add() {
  const [opened, { open, close }] = useDisclosure(false);
  const [secret, setSecret] = useState<string>();
  return (
    <>
      <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={open}>
        {W.add}
      </Button>
      {opened ? (
        <WebhookForm<FreshWebhook>
          title={W.add}
          label={W.add}
          close={close}
          done={(made) => setSecret(made.secret)}
        />
      ) : null}
      <Told secret={secret} done={() => setSecret(undefined)} />
    </>
  );
}

function List() {
  // At most twenty.
  const source = useRows<Webhook>("/api/webhooks", {}, { topics: ["webhooks"] });
  return (
    <>
      <Text c="dimmed">{W.intro}</Text>
      <DataTable
        id="webhooks"
        label={W.title}
        columns={COLUMNS}
        source={source}
        rowId={({ id }) => id}
        to={({ id }) => `/settings/webhooks/${id}`}
        empty={
          <div className="card">
            <Empty icon={<IconWebhook size={28} stroke={1.6} />} title={W.empty}>
              {W.emptyText}
            </Empty>
          </div>
        }
      />
    </>
  );
}

const COLUMNS: readonly Column<Webhook>[] = [
  {
    id: "address",
    header: W.address,
    value: ({ address }) => address,
    cell: ({ address }) => <span style={{ overflowWrap: "anywhere" }}>{address}</span>,
    phone: "title",
  },
  {
    id: "state",
    header: W.state,
    value: ({ active }) => (active ? W.on : W.off),
    cell: (webhook) => <WebhookState webhook={webhook} />,
    phone: "corner",
  },
  {
    id: "events",
    header: W.events,
    value: ({ events }) => events.join(", "),
    cell: ({ events }) => W.hears(events.length),
  },
  {
    id: "waiting",
    header: W.waiting,
    meaning: W.waitingMeaning,
    value: ({ waiting }) => waiting,
    cell: ({ waiting }) => <Count value={waiting} />,
    align: "end",
  },
  {
    id: "failed",
    header: W.failed,
    meaning: W.failedMeaning,
    value: ({ failed }) => failed,
    cell: ({ failed }) => (
      <span className={failed > 0 ? "warn" : undefined}>
        <Count value={failed} />
      </span>
    ),
    align: "end",
  },
  {
    id: "made",
    header: W.made,
    value: ({ createdAt }) => createdAt,
    cell: ({ createdAt, createdBy }) => (
      <div>
        <Time value={createdAt} style="day" />
        <Text size="xs" c="dimmed">
          {W.by(createdBy)}
        </Text>
      </div>
    ),
  },
];
