import { Group, Text } from "@mantine/core";
import { IconAlertTriangle, IconCircleCheck } from "@tabler/icons-react";
import type { ConnectionView } from "../api/connections.ts";
import type { CataloguePlugin } from "../api/plugins.ts";
import type { Webhook } from "../api/webhooks.ts";
import { PageLink } from "../kit/page/PageLink.tsx";
import classes from "./Home.module.css";
import { homeWords as W, words } from "./texts.ts";

interface NeedsHandProps {
  plugins: readonly CataloguePlugin[];
  connections: readonly ConnectionView[];
  /** None where the reader may not see them. */
  webhooks: readonly Webhook[];
  dead: number;
}

interface Trouble {
  title: string;
  text: string | undefined;
  to: string;
  search?: Record<string, string>;
}

/** What does not work and where to put it right. */
export function NeedsHand({ plugins, connections, webhooks, dead }: NeedsHandProps) {
  const troubles: Trouble[] = [
    ...connections
      .filter(({ connected, status }) => connected && status !== "ok")
      .map(({ role, problems }) => ({
        title: W.botProblem(words.connections.role[role]),
        text: problems[0],
        to: "/connections",
      })),
    ...plugins
      .filter(
        ({ enabled, problem, state }) =>
          enabled && (problem !== undefined || (state !== "active" && state !== "starting")),
      )
      .map(({ id, title, problem, reason }) => ({
        title: problem === undefined ? W.pluginDown(title) : W.pluginProblem(title),
        text: problem ?? reason,
        to: `/plugins/${id}`,
      })),
    ...webhooks
      .filter(
        ({ active, failingSince, stoppedAt }) => stoppedAt !== null || (active && failingSince !== null),
      )
      .map(({ id, address, stoppedAt, problem }) => ({
        title: (stoppedAt === null ? W.webhookFails : W.webhookStopped)(address),
        text: problem ?? undefined,
        to: `/settings/webhooks/${id}`,
      })),
    ...(dead === 0
      ? []
      : [{ title: W.failedMessages(dead), text: undefined, to: "/messages", search: { state: "dead" } }]),
  ];
  if (troubles.length === 0) {
    return (
      <Group gap="xs" wrap="nowrap" align="flex-start">
        <IconCircleCheck size={18} className="buy" aria-hidden style={{ flex: "none", marginTop: 2 }} />
        <Text c="dimmed">{W.handNothing}</Text>
      </Group>
    );
  }
  return (
    <ul className={classes.lines}>
      {troubles.map(({ title, text, to, search }) => (
        <li key={title}>
          <IconAlertTriangle size={18} className="warn" aria-hidden style={{ flex: "none" }} />
          <div style={{ minWidth: 0, flex: 1 }}>
            <Text fw={550}>{title}</Text>
            {text === undefined ? null : <Text c="dimmed">{text}</Text>}
          </div>
          <PageLink
            to={to}
            search={search}
            aria-label={`${W.look}: ${title}`}
            style={{ color: "var(--ink-accent)" }}
          >
            {W.look}
          </PageLink>
        </li>
      ))}
    </ul>
  );
}
