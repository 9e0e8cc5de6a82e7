import { Box, Group, Text } from "@mantine/core";
import { IconCircleCheckFilled } from "@tabler/icons-react";
import type { ReactNode } from "react";
import type { ConnectionView } from "../api/connections.ts";
import type { CataloguePlugin } from "../api/plugins.ts";
import { Section } from "../kit/page/Page.tsx";
import { LinkButton } from "../kit/page/PageLink.tsx";
import { usePlace } from "../kit/page/place.ts";
import classes from "./Home.module.css";
import { homeWords as W, words } from "./texts.ts";
import { canBeOn } from "./together.ts";

interface FirstStepsProps {
  plugins: readonly CataloguePlugin[];
  connections: readonly ConnectionView[];
  /** A message went out. */
  arrived: boolean;
}

/** For somebody new: what is done, and the one thing to do next. */
export function FirstSteps({ plugins, connections, arrived }: FirstStepsProps) {
  const { session } = usePlace();
  const bot = connections.some(({ connected }) => connected);
  const plugin = plugins.some(({ enabled, scope }) => enabled && scope === "tenant");
  // The next step is to see a message arrive: a plugin that sends some, of itself before one that stands on others.
  const senders = plugins
    .filter((each) => each.sends && canBeOn(each))
    .sort((one, other) => one.title.localeCompare(other.title));
  const candidate = senders.find(({ missing }) => missing.length === 0) ?? senders[0];
  // Plugins of the whole installation that bring a page to the dash: the playground, where there is one.
  const stage = session.playground
    ? plugins.find(({ scope, pages }) => scope === "platform" && pages.length > 0)?.pages[0]
    : undefined;
  const now = !bot ? 0 : !plugin ? 1 : 2;
  return (
    <Section title={W.first} intro={W.firstText}>
      <ol className={classes.steps}>
        <Step done={bot} now={now === 0} title={W.stepBot} text={W.stepBotText}>
          <LinkButton to="/connections">{W.stepBotDo}</LinkButton>
        </Step>
        <Step
          done={plugin}
          now={now === 1}
          title={W.stepPlugin}
          text={plugin ? W.stepPluginDone : (candidate?.summary ?? W.stepPluginText)}
        >
          {candidate === undefined ? (
            <LinkButton to="/plugins">{words.plugins.title}</LinkButton>
          ) : (
            <LinkButton to={`/plugins/${candidate.id}`} search={{ enable: "1" }}>
              {words.plugins.enable(candidate.title)}
            </LinkButton>
          )}
        </Step>
        <Step
          done={arrived}
          now={now === 2}
          title={W.stepWatch}
          text={stage === undefined ? W.stepWatchReal : W.stepWatchText}
        >
          <LinkButton to={stage?.path ?? "/messages"}>{W.stepWatchDo}</LinkButton>
        </Step>
      </ol>
    </Section>
  );
}

function Step({
  done,
  now,
  title,
  text,
  children,
}: {
  done: boolean;
  now: boolean;
  title: string;
  text: string;
  children: ReactNode;
}) {
  return (
    <li
      className={classes.step}
      data-done={done || undefined}
      data-now={now || undefined}
      aria-current={now ? "step" : undefined}
    >
      <Group gap={6} wrap="nowrap">
        <Text fw={600}>{title}</Text>
        {done ? <IconCircleCheckFilled size={17} className="buy" role="img" aria-label={W.done} /> : null}
      </Group>
      <Text c="dimmed" style={{ flex: 1 }}>
        {text}
      </Text>
      {now ? <Box mt={8}>{children}</Box> : null}
    </li>
  );
}
