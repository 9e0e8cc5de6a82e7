import { SimpleGrid, Skeleton, Stack, Table, Text, Tooltip } from "@mantine/core";
import type { ReactNode } from "react";
import type { Overview as OverviewData } from "../api/admin.ts";
import { useResource } from "../kit/api/resource.ts";
import { Page, Section } from "../kit/page/Page.tsx";
import { PageLink } from "../kit/page/PageLink.tsx";
import { useTimezone } from "../kit/page/place.ts";
import { Count, Explained } from "../kit/show/figures.tsx";
import { ErrorState, Notice, Status } from "../kit/show/states.tsx";
import { lengthText, timeText } from "../kit/show/times.tsx";
import classes from "./Admin.module.css";
import { HealthMark } from "./pluginState.tsx";
import { words } from "./texts.ts";

const W = words.overview;

/** How the installation is doing, in one look. */
export default function Overview() {
  const { data, error, refetch } = useResource<OverviewData>("/api/admin/overview", {}, { every: 5_000 });
  if (error !== null && data === undefined)
    return <ErrorState whole error={error} retry={() => void refetch()} />;
  const ill = data === undefined ? 0 : troubled(data);
  const mark =
    data === undefined ? null : ill === 0 ? (
      <Status tone="good">{W.allGood}</Status>
    ) : (
      <Status tone="warn">{W.problems(ill)}</Status>
    );
  return (
    <Page title={W.title} intro={W.intro} mark={mark}>
      {data === undefined ? null : <NeedsHand strategies={data.strategies} />}
      <SimpleGrid cols={{ base: 2, md: 5 }} spacing="sm">
        <Figure label={W.tenants} value={data && <Count value={data.tenants} />} />
        <Figure label={W.people} value={data && <Count value={data.people} />} />
        <Figure label={W.plugins} value={data && <Count value={data.plugins.active ?? 0} />} />
        <Figure
          label={W.memory}
          meaning={W.memoryMeaning}
          value={data && <Megabytes bytes={data.memoryBytes} />}
        />
        <Figure label={W.uptime} value={data && lengthText(data.uptimeSeconds)} />
      </SimpleGrid>
      {data === undefined ? <Skeleton h={300} /> : <Parts data={data} />}
    </Page>
  );
}

/** Plugins that do not run, and those that run but say they are not well. */
function troubled({ plugins, health }: OverviewData): number {
  const down = (plugins.failed ?? 0) + (plugins.blocked ?? 0) + (plugins.quarantined ?? 0);
  return down + Object.values(health).filter(({ state }) => state !== "ok").length;
}

/** What waits for a person. */
function NeedsHand({ strategies: { waiting, resting } }: Pick<OverviewData, "strategies">) {
  if (waiting + resting === 0) return null;
  return (
    <Notice tone="warn" title={waiting > 0 ? W.releasesWait(waiting) : W.releasesRest(resting)}>
      {waiting > 0 && resting > 0 ? `${W.releasesRest(resting)}. ` : null}
      <PageLink to="/strategies">{W.toStrategies}</PageLink>
    </Notice>
  );
}

function Figure({ label, meaning, value }: { label: string; meaning?: string; value: ReactNode }) {
  return (
    <Stack className="card" gap={0} px="md" py="sm">
      <Text size="sm" c="dimmed">
        {meaning === undefined ? label : <Explained meaning={meaning}>{label}</Explained>}
      </Text>
      <Text component="div" fz={22} fw={620} className="figure">
        {value === undefined ? <Skeleton h={24} w={56} my={4} /> : <bdi>{value}</bdi>}
      </Text>
    </Stack>
  );
}

function Parts({ data }: { data: OverviewData }) {
  const zone = useTimezone();
  return (
    <>
      <Section title={W.replicas} intro={W.replicasText}>
        <Lines
          head={[W.replica, "", W.release, W.uptime, W.memory, W.heldCode]}
          meanings={{ [W.memory]: W.residentMeaning, [W.heldCode]: W.heldCodeMeaning }}
          rows={data.replicas.map(({ id, leader, version, memoryBytes, heldGenerations, ...since }) => [
            <Tooltip key="id" label={id}>
              <code>{id.slice(-12)}</code>
            </Tooltip>,
            leader ? (
              <Status key="leader" tone="info">
                {W.leader}
              </Status>
            ) : (
              W.follower
            ),
            version === null ? W.unknown : <code key="version">{version}</code>,
            <Tooltip key="up" label={`${W.started} ${timeText(since.startedAt, zone)}`}>
              <span className="figure">{lengthText(since.upSeconds)}</span>
            </Tooltip>,
            memoryBytes === null ? W.unknown : <Megabytes key="memory" bytes={memoryBytes} />,
            heldGenerations === null ? W.unknown : <Count key="held" value={heldGenerations} />,
          ])}
        />
      </Section>
      <div className={classes.halves}>
        <Section title={W.health} intro={W.healthText}>
          <Lines
            head={[words.plugins.name, W.health]}
            rows={Object.entries(data.health).map(([id, health]) => [
              id,
              <HealthMark key={id} health={health} />,
            ])}
          />
        </Section>
        <Section title={W.queues} intro={W.queuesText}>
          {data.queues.length === 0 ? (
            <Text c="dimmed">{W.queuesEmpty}</Text>
          ) : (
            <Lines
              head={[W.queue, W.waiting, W.dead, W.oldest]}
              rows={data.queues.map(({ name, waiting, dead, oldestSeconds }) => [
                name,
                <Count key="waiting" value={waiting} />,
                dead === 0 ? (
                  "0"
                ) : (
                  <Status key="dead" tone="bad">
                    {dead.toLocaleString()}
                  </Status>
                ),
                waiting === 0 ? "–" : lengthText(oldestSeconds),
              ])}
            />
          )}
        </Section>
        <Section title={W.pools}>
          <Lines
            head={[W.pool, W.size, W.free, W.queueing]}
            rows={data.pools.map(({ pool, size, free, waiting }) => [
              pool,
              <Count key="size" value={size} />,
              <Count key="free" value={free} />,
              <Count key="waiting" value={waiting} />,
            ])}
          />
        </Section>
      </div>
    </>
  );
}

function Megabytes({ bytes }: { bytes: number }) {
  return <span className="figure">{Math.round(bytes / 1_048_576).toLocaleString()} MB</span>;
}

interface LinesProps {
  head: string[];
  /** Of heads whose figure needs a word. */
  meanings?: Record<string, string>;
  rows: ReactNode[][];
}

function Lines({ head, meanings = {}, rows }: LinesProps) {
  return (
    <Table.ScrollContainer minWidth={260}>
      <Table>
        <Table.Thead>
          <Table.Tr>
            {head.map((title, index) => (
              <Table.Th key={title || `column-${index}`} aria-label={title === "" ? W.leader : undefined}>
                {meanings[title] === undefined ? (
                  title
                ) : (
                  <Explained meaning={meanings[title]}>{title}</Explained>
                )}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map((cells, at) => (
            <Table.Tr key={typeof cells[0] === "string" ? cells[0] : `row-${at}`}>
              {cells.map((cell, index) => (
                <Table.Td key={head[index] || `cell-${index}`}>{cell}</Table.Td>
              ))}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}
