import { SimpleGrid, Skeleton, Stack, Text } from "@mantine/core";
import type { ConnectionView } from "../api/connections.ts";
import type { Page as ListPage } from "../api/list.ts";
import type { Webhook } from "../api/webhooks.ts";
import type { MessageCounts, MessageView } from "../api/work.ts";
import { useResource, useRows } from "../kit/api/resource.ts";
import { Page, Section } from "../kit/page/Page.tsx";
import { PageLink } from "../kit/page/PageLink.tsx";
import { useMay, usePlace } from "../kit/page/place.ts";
import { useStood } from "../kit/page/useStood.ts";
import { Count, Explained } from "../kit/show/figures.tsx";
import { ErrorState } from "../kit/show/states.tsx";
import { texts } from "../kit/texts.ts";
import { useCatalogue } from "../shell/catalogue.ts";
import { FirstSteps } from "./FirstSteps.tsx";
import classes from "./Home.module.css";
import { LatestMessages, SHOWN } from "./LatestMessages.tsx";
import { NeedsHand } from "./NeedsHand.tsx";
import { homeWords as W } from "./texts.ts";
import { useWidgets, Widget } from "./Widgets.tsx";

/** The dash in one look: what went out, what is open, what needs a hand, what comes first for somebody new. */
export default function Home() {
  const { session } = usePlace();
  const { plugins, error: catalogueError, refetch } = useCatalogue();
  const connections = useResource<ListPage<ConnectionView>>(
    "/api/connections",
    {},
    { topics: ["connections"] },
  );
  const messages = useRows<MessageView>("/api/messages", {}, { topics: ["messages"], limit: SHOWN });
  // Asked for again by the minute too: midnight passes without a message.
  const counts = useResource<MessageCounts>(
    "/api/messages/counts",
    {},
    { topics: ["messages"], every: 60_000 },
  );
  const mayHooks = useMay("admin");
  const webhooks = useRows<Webhook>("/api/webhooks", {}, { topics: ["webhooks"], enabled: mayHooks });
  const ready =
    plugins !== undefined && connections.data !== undefined && counts.data !== undefined && !messages.pending;
  const on = plugins?.filter(({ enabled, scope }) => enabled && scope === "tenant") ?? [];
  const newcomer = ready && (on.length === 0 || !counts.data.anySent);

  const widgets = useWidgets(plugins);
  const error = catalogueError ?? connections.error ?? counts.error ?? messages.error;
  const stood = useStood(!ready);

  return (
    <Page title={W.title} intro={W.greeting(session.person.name || session.person.email)}>
      {error !== null && !ready ? (
        <ErrorState
          error={error}
          retry={() =>
            void Promise.all([refetch(), connections.refetch(), counts.refetch()]).then(messages.retry)
          }
        />
      ) : !stood || !ready ? (
        <Waiting />
      ) : (
        <>
          {newcomer ? (
            <FirstSteps
              plugins={plugins}
              connections={connections.data.items}
              arrived={counts.data.anySent}
            />
          ) : null}
          <SimpleGrid cols={{ base: 2, md: 4 }} spacing="sm">
            <Figure
              label={W.today}
              meaning={W.todayMeaning}
              value={counts.data.sentToday}
              to="/messages?state=sent"
            />
            <Figure
              label={W.waiting}
              meaning={W.waitingMeaning}
              value={counts.data.waiting}
              to="/messages?state=pending"
            />
            <Figure
              label={W.failed}
              meaning={W.failedMeaning}
              value={counts.data.dead}
              to="/messages?state=dead"
            />
            <Figure label={W.pluginsOn} value={on.length} to="/plugins" />
          </SimpleGrid>
          {widgets.map((widget) => (
            <Widget key={widget.key} widget={widget} />
          ))}
          <div className={classes.columns}>
            <LatestMessages messages={messages} />
            <Section title={W.hand}>
              <NeedsHand
                plugins={plugins}
                connections={connections.data.items}
                webhooks={webhooks.rows}
                dead={counts.data.dead}
              />
            </Section>
          </div>
        </>
      )}
    </Page>
  );
}

function Waiting() {
  return (
    <Stack role="status" aria-label={texts.table.loading}>
      <Skeleton h={80} />
      <Skeleton h={92} />
      <Skeleton h={320} />
    </Stack>
  );
}

function Figure({
  label,
  meaning,
  value,
  to,
}: {
  label: string;
  meaning?: string;
  value: number;
  to: string;
}) {
  const [path = "/", search = ""] = to.split("?");
  return (
    <Stack className={`card ${classes.figure}`} gap={0}>
      <Text size="sm" c="dimmed">
        {meaning === undefined ? label : <Explained meaning={meaning}>{label}</Explained>}
      </Text>
      <PageLink
        to={path}
        search={Object.fromEntries(new URLSearchParams(search))}
        className={classes.number}
        aria-label={`${label}: ${value ?? ""}`}
      >
        {value === undefined ? <Skeleton h={26} w={40} my={3} /> : <Count value={value} />}
      </PageLink>
    </Stack>
  );
}
