import { Group, Skeleton, Stack, Text } from "@mantine/core";
import { IconWebhook } from "@tabler/icons-react";
import { useParams } from "@tanstack/react-router";
import { useState } from "react";
import type { Webhook as WebhookView } from "../../api/webhooks.ts";
import { useResource } from "../../kit/api/resource.ts";
import { Page, Section } from "../../kit/page/Page.tsx";
import { useMay } from "../../kit/page/place.ts";
import { ErrorState, Notice } from "../../kit/show/states.tsx";
import { Time } from "../../kit/show/times.tsx";
import { OnlyAdmins } from "../OnlyAdmins.tsx";
import { Deliveries } from "./Deliveries.tsx";
import { useEventTitles } from "./eventTitles.ts";
import { RenewSecret } from "./RenewSecret.tsx";
import { webhookWords as W } from "./texts.ts";
import { WebhookActs } from "./WebhookActs.tsx";
import { WebhookState } from "./WebhookState.tsx";

const BACK = { to: "/settings/webhooks", label: W.all };

/** One webhook: how it does, what it hears, what signs, and how each event went. */
export default function Webhook() {
  const may = useMay("admin");
  const { id = "" } = useParams({ strict: false });
  // The live line tells of a deletion before its answer comes: what goes is not asked for again.
  const [leaves, leaving] = useState(false);
  const { data, error, refetch } = useResource<WebhookView>(
    `/api/webhooks/${id}`,
    {},
    { topics: ["webhooks"], enabled: may && !leaves },
  );
  if (!may)
    return (
      <Page title={W.title} back={BACK}>
        <OnlyAdmins icon={<IconWebhook size={28} stroke={1.6} />} title={W.onlyAdmins} />
      </Page>
    );
  if (data === undefined)
    return (
      <Page title={W.title} back={BACK}>
        {error === null ? <Skeleton h={320} /> : <ErrorState error={error} retry={() => void refetch()} />}
      </Page>
    );
  return (
    <Page
      title={new URL(data.address).host}
      intro={<span style={{ overflowWrap: "anywhere" }}>{data.address}</span>}
      mark={<WebhookState webhook={data} />}
      actions={<WebhookActs webhook={data} leaving={leaving} />}
      back={BACK}
    >
      <Trouble webhook={data} />
      <Facts webhook={data} />
      <Section title={W.deliveries} intro={W.deliveriesIntro}>
        <Deliveries webhook={data} enabled={!leaves} />
      </Section>
    </Page>
  );
}

function Trouble({ webhook: { stoppedAt, failingSince, problem } }: { webhook: WebhookView }) {
  if (stoppedAt === null && failingSince === null) return null;
  return (
    <Notice
      tone={stoppedAt === null ? "warn" : "bad"}
      title={stoppedAt === null ? W.failingTitle : W.stoppedTitle}
    >
      {problem === null ? null : <Text mb={4}>{problem}</Text>}
      <Text>{stoppedAt === null ? W.failingText : W.stoppedText}</Text>
    </Notice>
  );
}

function Facts({ webhook }: { webhook: WebhookView }) {
  const { events, oldSecretUntil } = webhook;
  const titles = useEventTitles();
  const oldSigns = oldSecretUntil !== null && Date.parse(oldSecretUntil) > Date.now();
  return (
    <Section title={W.events} intro={W.eventsText}>
      <Stack component="ul" gap={4} m={0} p={0} style={{ listStyle: "none" }}>
        {events.map((event) => (
          <li key={event}>
            {titles.get(event)} <code>{event}</code>
          </li>
        ))}
      </Stack>
      <Group justify="space-between" mt="md" gap="sm">
        <div style={{ flex: "1 1 260px" }}>
          <Text fw={550}>{W.secret}</Text>
          <Text c="dimmed">{W.secretText}</Text>
          {oldSigns ? (
            <Text>
              {W.oldSigns} <Time value={oldSecretUntil} />.
            </Text>
          ) : null}
        </div>
        <RenewSecret webhook={webhook} />
      </Group>
    </Section>
  );
}
