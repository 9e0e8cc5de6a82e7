import { Button, Group, Text } from "@mantine/core";
import { useState } from "react";
import type { Delivery, Webhook } from "../../api/webhooks.ts";
import { call } from "../../kit/api/client.ts";
import { useAct, useServerRows } from "../../kit/api/resource.ts";
import { useAddress } from "../../kit/page/address.ts";
import { Empty, Status, type Tone } from "../../kit/show/states.tsx";
import { Ago } from "../../kit/show/times.tsx";
import type { Column, Filter } from "../../kit/table/column.ts";
import { DataTable } from "../../kit/table/DataTable.tsx";
import { DeliveryDetails } from "./DeliveryDetails.tsx";
import { useEventTitles } from "./eventTitles.ts";
import { webhookWords as W } from "./texts.ts";

const TONES: Record<Delivery["state"], Tone> = { waiting: "info", sent: "good", failed: "bad" };

const FILTERS: Filter<Delivery>[] = [
  {
    id: "state",
    label: W.state,
    options: Object.entries(W.deliveryState).map(([value, label]) => ({ value, label })),
  },
];

/** How each event went to a webhook. */
export function Deliveries({ webhook: { id, active }, enabled }: { webhook: Webhook; enabled: boolean }) {
  const [address] = useAddress();
  const [looked, look] = useState<Delivery>();
  const path = `/api/webhooks/${id}/deliveries`;
  const source = useServerRows<Delivery>(
    path,
    { sort: "published", order: "desc" },
    { state: address.state },
    { topics: ["webhooks"], enabled },
  );
  const titles = useEventTitles();
  const again = useAct<Delivery>({
    act: ({ id: event }) => call<void>(`${path}/${event}/retries`, { method: "POST", body: {} }),
    done: W.sentAgain,
    changes: ["/api/webhooks"],
  });
  return (
    <>
      <DataTable
        id="deliveries"
        label={W.deliveries}
        columns={columns(titles)}
        source={source}
        rowId={(delivery) => delivery.id}
        filters={FILTERS}
        acts={(delivery) => (
          <Group gap={4} wrap="nowrap">
            <Button size="compact-sm" variant="subtle" color="gray" onClick={() => look(delivery)}>
              {W.details}
            </Button>
            {active ? (
              <Button size="compact-sm" variant="default" onClick={() => again.mutate(delivery)}>
                {W.again}
              </Button>
            ) : null}
          </Group>
        )}
        empty={<Empty title={W.noDeliveries}>{W.noDeliveriesText}</Empty>}
      />
      <DeliveryDetails delivery={looked} close={() => look(undefined)} />
    </>
  );
}

function columns(titles: ReadonlyMap<string, string>): Column<Delivery>[] {
  return [
    {
      id: "event",
      header: W.event,
      value: ({ event }) => event,
      cell: ({ event, error }) => (
        <div style={{ maxWidth: 380 }}>
          <Text className="clip">{titles.get(event) ?? event}</Text>
          {error === null ? null : (
            <Text size="xs" className="clip warn">
              {error}
            </Text>
          )}
        </div>
      ),
      sort: "event",
      phone: "title",
    },
    {
      id: "state",
      header: W.state,
      value: ({ state }) => W.deliveryState[state],
      cell: ({ state }) => <Status tone={TONES[state]}>{W.deliveryState[state]}</Status>,
      sort: "state",
      phone: "corner",
    },
    {
      id: "status",
      header: W.status,
      value: ({ status }) => status,
      cell: ({ status, triedAt }) => (triedAt === null ? "–" : (status ?? W.noAnswer)),
      sort: "status",
      align: "end",
    },
    {
      id: "attempts",
      header: W.attempts,
      value: ({ attempts }) => attempts,
      sort: "attempts",
      align: "end",
    },
    {
      id: "when",
      header: W.when,
      value: ({ publishedAt }) => publishedAt,
      cell: ({ publishedAt }) => <Ago value={publishedAt} />,
      sort: "published",
    },
    {
      id: "next",
      header: W.next,
      value: ({ dueAt }) => dueAt,
      cell: ({ dueAt }) => (dueAt === null ? "–" : <Ago value={dueAt} />),
    },
    { id: "id", header: W.id, meaning: W.idMeaning, value: ({ id }) => id, hidden: true },
    { id: "took", header: W.took, value: ({ tookMs }) => tookMs, sort: "took", hidden: true, align: "end" },
    { id: "error", header: W.error, value: ({ error }) => error, hidden: true },
    { id: "answer", header: W.said, value: ({ answer }) => answer, hidden: true },
  ];
}
