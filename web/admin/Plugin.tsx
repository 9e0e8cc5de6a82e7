import { Code, Stack, Tabs, Text } from "@mantine/core";
import { useParams } from "@tanstack/react-router";
import type { ReactNode } from "react";
import type { AdminPlugin } from "../api/admin.ts";
import { useRows } from "../kit/api/resource.ts";
import { useAddress } from "../kit/page/address.ts";
import { Page, Section } from "../kit/page/Page.tsx";
import { LinkButton } from "../kit/page/PageLink.tsx";
import { Count } from "../kit/show/figures.tsx";
import { Empty, ErrorState, Notice } from "../kit/show/states.tsx";
import { Ago, lengthText, Time } from "../kit/show/times.tsx";
import { AuditTable } from "../shell/AuditTable.tsx";
import { PageWaiting } from "../shell/PluginSlot.tsx";
import classes from "./Admin.module.css";
import { JobsTable } from "./JobsTable.tsx";
import { Pairs } from "./Pairs.tsx";
import { PluginActs } from "./PluginActs.tsx";
import { Migrations, PluginTenants, Waiting } from "./plugin/Facts.tsx";
import { Failures } from "./plugin/Failures.tsx";
import { MayDo } from "./plugin/MayDo.tsx";
import { PurgeNotice } from "./plugin/PurgeNotice.tsx";
import { ReleasesSection } from "./plugin/ReleasesSection.tsx";
import { RemoveSection } from "./plugin/RemoveSection.tsx";
import { TimeSpent } from "./plugin/TimeSpent.tsx";
import { factWords } from "./plugin/texts.ts";
import { usePurge } from "./plugin/usePurge.ts";
import { HealthMark, StateMark } from "./pluginState.tsx";
import { words } from "./texts.ts";

const W = words.plugins;

/** One plugin of the installation: state and figures, what it asks for, what it brings, and the switches. */
export default function Plugin() {
  const { id } = useParams({ strict: false });
  const { rows, pending, error, retry } = useRows<AdminPlugin>("/api/admin/plugins", {}, { every: 5_000 });
  const plugin = rows.find((each) => each.id === id);
  if (plugin !== undefined) return <Detail plugin={plugin} />;
  if (pending) return <PageWaiting />;
  if (error !== null) return <ErrorState whole error={error} retry={retry} />;
  return <Empty whole title={W.notFound} action={<LinkButton to="/plugins">{W.back}</LinkButton>} />;
}

function Detail({ plugin }: { plugin: AdminPlugin }) {
  const { manifest, error } = plugin;
  const [{ tab = "overview" }, change] = useAddress();
  const phase = error?.phase;
  const purge = usePurge(plugin.id);
  return (
    <Page
      title={plugin.title}
      intro={manifest?.summary}
      mark={<StateMark plugin={plugin} />}
      back={{ to: "/plugins", label: W.back }}
      actions={<PluginActs plugin={plugin} />}
    >
      {plugin.reason === undefined ? null : (
        <Notice tone="bad" title={phase === undefined ? plugin.reason : W.failedIn(phase)}>
          <Stack gap={4}>
            {phase === undefined ? null : <Text>{plugin.reason}</Text>}
            {plugin.hint === undefined ? null : <Text>{plugin.hint}</Text>}
            {error?.details === undefined ? null : (
              <Code block>{JSON.stringify(error.details, null, 2)}</Code>
            )}
          </Stack>
        </Notice>
      )}
      <Endings endings={plugin.endings} />
      {purge === undefined ? null : <PurgeNotice purge={purge} />}
      <Tabs
        value={tab}
        // Each list has searches and sorts of its own.
        onChange={(value) =>
          change({
            tab: value === "overview" ? undefined : (value ?? undefined),
            q: undefined,
            sort: undefined,
            order: undefined,
          })
        }
        keepMounted={false}
      >
        <Tabs.List>
          {Object.entries(factWords.tabs).map(([value, label]) => (
            <Tabs.Tab key={value} value={value}>
              {label}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Tabs.Panel value="overview" pt="md">
          <Overview plugin={plugin} purging={purge !== undefined} />
        </Tabs.Panel>
        <Tabs.Panel value="errors" pt="md">
          <Failures id={plugin.id} />
        </Tabs.Panel>
        <Tabs.Panel value="days" pt="md">
          <Section>
            <TimeSpent id={plugin.id} />
          </Section>
        </Tabs.Panel>
        <Tabs.Panel value="jobs" pt="md">
          <JobsTable plugin={plugin.id} />
        </Tabs.Panel>
        <Tabs.Panel value="tenants" pt="md">
          <PluginTenants id={plugin.id} />
        </Tabs.Panel>
        <Tabs.Panel value="schema" pt="md">
          <SchemaAndEvents plugin={plugin} />
        </Tabs.Panel>
        <Tabs.Panel value="audit" pt="md">
          <Stack gap="sm">
            <Text c="dimmed">{factWords.audit}</Text>
            <AuditTable path="/api/admin/audit" all query={{ tenant: "platform", plugin: plugin.id }} />
          </Stack>
        </Tabs.Panel>
      </Tabs>
    </Page>
  );
}

/** What it uses of the plugin API that a coming version does without. */
function Endings({ endings }: Pick<AdminPlugin, "endings">) {
  if (endings.length === 0) return null;
  return (
    <Notice tone="warn" title={W.ends}>
      <Names
        names={endings.map(({ name, until, instead }) => (
          <span key={name}>
            <code>{name}</code> {W.endsWith(until)} {instead}
          </span>
        ))}
      />
      <Text mt={4}>{W.endsText}</Text>
    </Notice>
  );
}

/** What it is, which releases serve, and how to end it. */
function Overview({ plugin, purging }: { plugin: AdminPlugin; purging: boolean }) {
  const { usage, breaker } = plugin;
  return (
    <Stack>
      <ReleasesSection plugin={plugin} />
      <div className={classes.halves}>
        <Stack>
          <Section title={W.facts}>
            <Pairs
              pairs={[
                [W.health, <HealthMark key="health" health={plugin.health} />],
                [W.version, <code key="version">{plugin.version}</code>],
                [W.tenants, <Count key="tenants" value={plugin.tenants} />],
                [W.calls, <Count key="calls" value={usage.calls} />],
                [W.errors, <Count key="errors" value={usage.errors} />],
                [W.timeouts, <Count key="timeouts" value={usage.timeouts} />],
                [W.time, lengthText(usage.milliseconds / 1000)],
                [W.inFlight, <Count key="flight" value={plugin.inFlight} />],
                [
                  W.breaker,
                  breaker.retryAfter === undefined
                    ? breaker.state
                    : `${breaker.state}, ${lengthText(breaker.retryAfter)}`,
                ],
                [W.generation, plugin.generation ?? "–"],
                [words.overview.started, <Ago key="started" value={plugin.startedAt} clock="machine" />],
                ...(plugin.until === undefined
                  ? []
                  : [[W.until, <Time key="until" value={plugin.until} />] satisfies [string, ReactNode]]),
              ]}
            />
          </Section>
          {plugin.leftovers.length === 0 ? null : (
            <Section title={W.leftovers}>
              <Names names={plugin.leftovers} />
            </Section>
          )}
        </Stack>
        <Stack>
          <Section title={W.capabilities}>
            <MayDo plugin={plugin} />
          </Section>
        </Stack>
      </div>
      <RemoveSection plugin={plugin} purging={purging} />
    </Stack>
  );
}

function SchemaAndEvents({ plugin }: { plugin: AdminPlugin }) {
  const { id, manifest } = plugin;
  return (
    <Stack>
      <Section title={W.migrations}>
        <Migrations plugin={plugin} />
      </Section>
      <Section title={W.events}>
        <Stack>
          <Pairs
            pairs={[
              [W.publishes, list(manifest?.capabilities?.events?.publishes)],
              [W.hears, list(manifest?.capabilities?.events?.subscribes)],
            ]}
          />
          <Waiting id={id} />
        </Stack>
      </Section>
    </Stack>
  );
}

function Names({ names }: { names: readonly ReactNode[] | undefined }) {
  if (names === undefined || names.length === 0) return <Text c="dimmed">{W.none}</Text>;
  return (
    <ul className={classes.list}>
      {names.map((name, index) => (
        <li key={typeof name === "string" ? name : `entry-${index}`}>{name}</li>
      ))}
    </ul>
  );
}

function list(names: readonly string[] | undefined): string {
  return names === undefined || names.length === 0 ? W.none : names.join(", ");
}
