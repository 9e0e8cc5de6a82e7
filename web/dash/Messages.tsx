import { Button, Text } from "@mantine/core";
import { IconMessages } from "@tabler/icons-react";
import type { ConnectionView } from "../api/connections.ts";
import type { Page as ListPage } from "../api/list.ts";
import type { MessageView } from "../api/work.ts";
import { call } from "../kit/api/client.ts";
import { useAct, useResource, useServerRows } from "../kit/api/resource.ts";
import { useAddress } from "../kit/page/address.ts";
import { Page } from "../kit/page/Page.tsx";
import { LinkButton } from "../kit/page/PageLink.tsx";
import { useMay } from "../kit/page/place.ts";
import { Empty } from "../kit/show/states.tsx";
import { Ago } from "../kit/show/times.tsx";
import type { Column, Filter } from "../kit/table/column.ts";
import { DataTable } from "../kit/table/DataTable.tsx";
import { plain, wordlessText } from "./LatestMessages.tsx";
import { MessageState } from "./MessageState.tsx";
import { messageWords as W, words } from "./texts.ts";

const FILTERS: Filter<MessageView>[] = [
  {
    id: "state",
    label: W.stateLabel,
    options: Object.entries(W.state).map(([value, label]) => ({ value, label })),
  },
];

/** The outbox: what went out, what waits, what failed and can be sent again. */
export default function Messages() {
  const [address] = useAddress();
  const mayRetry = useMay("member");
  const source = useServerRows<MessageView>(
    "/api/messages",
    { sort: "id", order: "desc" },
    { state: address.state },
    { topics: ["messages"] },
  );
  const connections = useResource<ListPage<ConnectionView>>(
    "/api/connections",
    {},
    { topics: ["connections"] },
  );
  const titles = new Map(
    connections.data?.items.flatMap(({ channels }) =>
      channels.map(({ chat, title }): [string, string] => [chat, title]),
    ),
  );
  const retry = useAct<string>({
    act: (id) => call<void>(`/api/messages/${id}/retry`, { method: "POST", body: {} }),
    done: W.retried,
    changes: ["/api/messages"],
  });
  return (
    <Page title={W.title} intro={W.intro} wide>
      <DataTable
        id="messages"
        label={W.title}
        columns={columns(titles)}
        source={source}
        rowId={({ id }) => id}
        filters={FILTERS}
        acts={
          mayRetry
            ? ({ id, state }) =>
                state === "dead" || state === "unknown" ? (
                  <Button size="compact-sm" variant="default" onClick={() => retry.mutate(id)}>
                    {W.retry}
                  </Button>
                ) : null
            : undefined
        }
        bulk={
          mayRetry
            ? [
                {
                  label: W.retry,
                  act: (rows) =>
                    Promise.all(
                      rows.filter(({ state }) => state === "dead").map(({ id }) => retry.mutateAsync(id)),
                    ),
                },
              ]
            : []
        }
        empty={
          <div className="card">
            <Empty
              icon={<IconMessages size={28} stroke={1.6} />}
              title={W.empty}
              action={<LinkButton to="/plugins">{W.emptyAction}</LinkButton>}
            >
              {W.emptyText}
            </Empty>
          </div>
        }
      />
    </Page>
  );
}

function columns(titles: ReadonlyMap<string, string>): Column<MessageView>[] {
  return [
    {
      id: "text",
      header: W.message,
      value: ({ text }) => plain(text),
      cell: ({ text, method, error }) => (
        <div style={{ maxWidth: 380 }}>
          <Text className="clip">
            {plain(text) ?? <span className="muted">{wordlessText({ method })}</span>}
          </Text>
          {error === null ? null : (
            <Text size="xs" className="clip warn">
              {error}
            </Text>
          )}
        </div>
      ),
      sort: "text",
      phone: "title",
    },
    {
      id: "state",
      header: W.stateLabel,
      value: ({ state }) => W.state[state],
      cell: ({ state }) => <MessageState state={state} />,
      sort: "state",
      phone: "corner",
    },
    { id: "chat", header: W.chat, value: ({ chat }) => titles.get(chat) ?? chat, sort: "chat" },
    {
      id: "when",
      header: W.when,
      value: ({ doneAt, dueAt }) => doneAt ?? dueAt,
      cell: ({ doneAt, dueAt }) => <Ago value={doneAt ?? dueAt} />,
      sort: "when",
    },
    { id: "plugin", header: W.plugin, value: ({ plugin }) => plugin, sort: "plugin" },
    { id: "attempts", header: W.attempts, value: ({ attempts }) => attempts, sort: "attempts", align: "end" },
    {
      id: "role",
      header: W.bot,
      value: ({ role }) =>
        role === "signal_bot" || role === "message_bot" ? words.connections.role[role] : role,
      hidden: true,
    },
    { id: "method", header: W.method, value: ({ method }) => method, hidden: true },
    { id: "error", header: W.error, value: ({ error }) => error, hidden: true },
  ];
}
