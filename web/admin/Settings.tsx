import { Button, Group, Skeleton, Stack, Text } from "@mantine/core";
import { IconRefresh } from "@tabler/icons-react";
import type { Findings as FindingsData, Installation, Reading } from "../api/installation.ts";
import { useResource } from "../kit/api/resource.ts";
import { Page, Section } from "../kit/page/Page.tsx";
import { ErrorState, Status, type Tone } from "../kit/show/states.tsx";
import { Time } from "../kit/show/times.tsx";
import { PageWaiting } from "../shell/PluginSlot.tsx";
import classes from "./Admin.module.css";
import { Pairs } from "./Pairs.tsx";
import { settingsWords as W } from "./settingsTexts.ts";

const FACTS: Record<string, string> = W.facts;
const GROUPS: Record<string, string> = W.groups;

/** The installation as it is set up: read only, with what changes each. */
export default function Settings() {
  const { data, error, refetch } = useResource<Installation>("/api/admin/installation");
  if (data === undefined)
    return error === null ? <PageWaiting /> : <ErrorState error={error} retry={() => void refetch()} />;
  const { versions, facts, configuration } = data;
  return (
    <Page title={W.title} intro={W.intro}>
      <div className={classes.halves}>
        <Stack>
          <Section title={W.runs}>
            <Pairs
              pairs={[
                [W.host, versions.host],
                [W.node, versions.node],
                [W.postgres, versions.postgres],
                [W.machine, versions.machine],
              ]}
            />
          </Section>
          <Section title={W.setUp} intro={W.setUpIntro}>
            {facts.map(({ fact, values, variables }) => (
              <div key={fact} className={classes.release}>
                <Text size="sm" c="dimmed">
                  {FACTS[fact] ?? fact}
                </Text>
                <Text className={classes.fingerprint}>{values.join(" · ")}</Text>
                <Text size="xs" className={classes.fingerprint}>
                  <code>{variables.join(", ")}</code>
                </Text>
              </div>
            ))}
          </Section>
        </Stack>
        <Findings />
      </div>
      {configuration.map(({ group, variables }) => (
        <Section key={group} title={GROUPS[group] ?? group}>
          {variables.map((variable) => (
            <Variable key={variable.name} of={variable} />
          ))}
        </Section>
      ))}
    </Page>
  );
}

function Variable({ of: { name, purpose, source, secret, value } }: { of: Reading }) {
  return (
    <Group className={classes.release} justify="space-between" align="flex-start" gap="xs">
      <div style={{ flex: "1 1 260px", minWidth: 0 }}>
        <code className={classes.fingerprint}>{name}</code>
        <Text size="sm" c="dimmed" maw={640}>
          {purpose}
        </Text>
      </div>
      <Text size="sm" component="span" className={classes.fingerprint}>
        {source !== "absent" && secret ? <Status tone="quiet">{W.set}</Status> : null}
        {value === undefined ? null : <code>{value}</code>} <span className="muted">{W.sources[source]}</span>
      </Text>
    </Group>
  );
}

const TONES: Record<FindingsData["items"][number]["state"], Tone> = {
  ok: "good",
  warning: "warn",
  failed: "bad",
};

function Findings() {
  const { data, error, isFetching, refetch } = useResource<FindingsData>("/api/admin/installation/findings");
  return (
    <Section
      title={W.findings}
      intro={W.findingsIntro}
      actions={
        <Button
          variant="default"
          size="compact-sm"
          leftSection={<IconRefresh size={14} aria-hidden />}
          loading={isFetching}
          onClick={() => void refetch()}
        >
          {W.look}
        </Button>
      }
    >
      {data === undefined ? (
        error === null ? (
          <Skeleton h={420} />
        ) : (
          <ErrorState error={error} retry={() => void refetch()} />
        )
      ) : (
        <>
          {data.items.map(({ name, state, detail, fix }) => (
            <div key={name} className={classes.release}>
              <Group justify="space-between" gap="xs">
                <Text fw={550}>{name}</Text>
                <Status tone={TONES[state]}>{W.states[state]}</Status>
              </Group>
              <Text size="sm" className={classes.fingerprint}>
                {detail}
              </Text>
              {fix === undefined ? null : (
                <Text size="sm" c="dimmed">
                  {fix}
                </Text>
              )}
            </div>
          ))}
          <Text size="xs" c="dimmed" mt="sm">
            {W.lookedAt} <Time value={data.at} />
          </Text>
        </>
      )}
    </Section>
  );
}
