import { Button, Group, SimpleGrid, Skeleton, Stack, Text, Title } from "@mantine/core";
import { IconRobot } from "@tabler/icons-react";
import type { ConnectionView } from "../api/connections.ts";
import type { Page as ListPage } from "../api/list.ts";
import { call } from "../kit/api/client.ts";
import { useAct, useResource } from "../kit/api/resource.ts";
import { Page } from "../kit/page/Page.tsx";
import { useMay } from "../kit/page/place.ts";
import { Confirm } from "../kit/show/Confirm.tsx";
import { ErrorState, Notice, Status, type Tone } from "../kit/show/states.tsx";
import { Ago } from "../kit/show/times.tsx";
import { Channels } from "./Channels.tsx";
import { ConnectBot, ReplaceBot } from "./ConnectBot.tsx";
import { TestMessage } from "./TestMessage.tsx";
import { words } from "./texts.ts";

const W = words.connections;
const TONE: Record<ConnectionView["status"], Tone> = {
  ok: "good",
  warning: "warn",
  error: "bad",
  not_connected: "quiet",
};

/** The tenant's bots and channels, the one place where they are kept. */
export default function Connections() {
  const list = useResource<ListPage<ConnectionView> | ConnectionView[]>(
    "/api/connections",
    {},
    { topics: ["connections"] },
  );
  const connections =
    list.data === undefined ? undefined : Array.isArray(list.data) ? list.data : list.data.items;
  return (
    <Page title={W.title} intro={W.intro}>
      {list.error !== null && connections === undefined ? (
        <ErrorState error={list.error} retry={() => void list.refetch()} />
      ) : (
        <SimpleGrid cols={{ base: 1, lg: 2 }}>
          {connections === undefined
            ? ["a", "b"].map((key) => <Skeleton key={key} h={320} />)
            : connections.map((connection) => <Role key={connection.role} connection={connection} />)}
        </SimpleGrid>
      )}
    </Page>
  );
}

function Role({ connection }: { connection: ConnectionView }) {
  const mayChange = useMay("admin");
  const { role, bot, status, problems, channels } = connection;
  const remove = useAct({
    act: () => call<void>(`/api/connections/${role}`, { method: "DELETE" }),
    done: W.removed,
    changes: ["/api/connections"],
  });
  return (
    <Stack component="section" className="card" p="md" gap="md" aria-label={W.role[role]}>
      <Group justify="space-between" align="flex-start" wrap="nowrap">
        <div>
          <Title order={2}>{W.role[role]}</Title>
          <Text c="dimmed">{W.roleText[role]}</Text>
        </div>
        <Status tone={TONE[status]}>{W.status[status]}</Status>
      </Group>
      {problems.map((problem) => (
        <Notice key={problem} tone={status === "error" ? "bad" : "warn"} title={problem} />
      ))}
      {bot === undefined ? (
        mayChange ? (
          <ConnectBot role={role} />
        ) : (
          <Text c="dimmed">{words.plugins.onlyAdmins}</Text>
        )
      ) : (
        <>
          <Group gap="sm" wrap="nowrap">
            <IconRobot size={26} stroke={1.6} aria-hidden className="muted" />
            <div style={{ minWidth: 0 }}>
              <Text fw={600} className="clip">
                {bot.name} <bdi className="muted">@{bot.username}</bdi>
              </Text>
              <Text size="xs" c="dimmed">
                {W.endsIn(bot.tokenLast4)} · <Ago value={bot.updatedAt} />
              </Text>
            </div>
          </Group>
          {mayChange ? (
            <Group gap="xs">
              <TestMessage connection={connection} />
              <ReplaceBot role={role} username={bot.username} />
              <Confirm
                title={W.removeTitle(bot.username)}
                text={W.removeText(channels.length)}
                label={W.remove}
                act={() => remove.mutateAsync()}
              >
                {(open) => (
                  <Button variant="subtle" color="coral" onClick={open}>
                    {W.remove}
                  </Button>
                )}
              </Confirm>
            </Group>
          ) : null}
          {role === "signal_bot" || channels.length > 0 ? (
            <Channels connection={connection} mayChange={mayChange} />
          ) : null}
        </>
      )}
    </Stack>
  );
}
