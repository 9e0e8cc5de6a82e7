import { Anchor, Button, Group, Stack, Table, Text } from "@mantine/core";
import { useParams } from "@tanstack/react-router";
import { useState } from "react";
import type { AdminRelease, AdminStrategyDetail } from "../api/strategies.ts";
import { useResource } from "../kit/api/resource.ts";
import { Page, Section } from "../kit/page/Page.tsx";
import { Explained } from "../kit/show/figures.tsx";
import { ErrorState, Notice, Status } from "../kit/show/states.tsx";
import { Ago, Time } from "../kit/show/times.tsx";
import { PageWaiting } from "../shell/PluginSlot.tsx";
import classes from "./Admin.module.css";
import { ReleaseActs } from "./ReleaseActs.tsx";
import { ReleaseInside } from "./ReleaseInside.tsx";
import { ReleaseMark } from "./ReleaseMark.tsx";
import { strategyWords as W } from "./strategyTexts.ts";

/** One strategy: its releases, who uses them, what went wrong, and what may be done. */
export default function Strategy() {
  const { id = "" } = useParams({ strict: false });
  const { data, error, refetch } = useResource<AdminStrategyDetail>(
    `/api/admin/strategies/${id}`,
    {},
    { every: 5_000 },
  );
  if (data !== undefined) return <Detail strategy={data} />;
  return error === null ? <PageWaiting /> : <ErrorState whole error={error} retry={() => void refetch()} />;
}

function Detail({ strategy }: { strategy: AdminStrategyDetail }) {
  const { title, summary, publisher, waiting, releases, log } = strategy;
  return (
    <Page
      title={title}
      intro={summary}
      mark={waiting > 0 ? <Status tone="warn">{W.warning(waiting)}</Status> : null}
      back={{ to: "/strategies", label: W.back }}
    >
      {waiting > 0 ? (
        <Notice tone="warn" title={W.warning(waiting)}>
          {W.waitingText}
        </Notice>
      ) : null}
      <Section title={W.publisher} intro={publisher.key === undefined ? undefined : W.compare}>
        <Text>
          {publisher.name}{" "}
          {publisher.fingerprint === undefined ? (
            <span className="muted">{W.ours}</span>
          ) : (
            <code className={classes.fingerprint}>{publisher.fingerprint}</code>
          )}
        </Text>
      </Section>
      <Section title={W.releases} intro={W.releasesText}>
        <Stack>
          {releases.map((release) => (
            <Release key={release.version} strategy={strategy} release={release} />
          ))}
        </Stack>
      </Section>
      <Section title={W.log}>
        {log.length === 0 ? <Text c="dimmed">{W.noFaults}</Text> : <Log log={log} />}
      </Section>
    </Page>
  );
}

function Release({ strategy, release }: { strategy: AdminStrategyDetail; release: AdminRelease }) {
  const [open, setOpen] = useState(release.state === "pending");
  const { version, quarantine, restingParameters, reason, state } = release;
  return (
    <Stack className="card" gap="xs" p="md">
      <Group justify="space-between" gap="xs">
        <Group gap="xs">
          <Text fw={620} component="h3">
            <code>{version}</code>
          </Text>
          <ReleaseMark release={release} />
          {release.followed ? <Status tone="info">{W.followed}</Status> : null}
        </Group>
        {strategy.bundled && quarantine === undefined && restingParameters === 0 ? null : (
          <ReleaseActs strategy={strategy} release={release} />
        )}
      </Group>
      <Group gap="lg">
        <Text size="sm">
          <Explained meaning={W.tenantsMeaning}>{W.tenants}</Explained>{" "}
          <span className="figure">{release.tenants.toLocaleString()}</span>
        </Text>
        <Text size="sm">
          <Explained meaning={W.faultsMeaning}>{W.faults}</Explained>{" "}
          <span className="figure">{release.faults.toLocaleString()}</span>
        </Text>
        {release.publishedAt === undefined ? null : (
          <Text size="sm" c="dimmed">
            {W.published} <Ago value={release.publishedAt} clock="machine" />
          </Text>
        )}
      </Group>
      {release.reports.map(({ title, href, madeAt }) => (
        <Text key={href} size="sm">
          <Anchor inherit href={href} download>
            {W.report(title)}
          </Anchor>{" "}
          <span className="muted">
            <Ago value={madeAt} />
          </span>
        </Text>
      ))}
      {quarantine === undefined ? null : quarantine.inForce ? (
        <Text size="sm">
          {W.asideTitle(version)} <Time value={quarantine.until} />. {quarantine.reason}
        </Text>
      ) : (
        <Text size="sm">
          {W.trialTitle(version)}. {W.trialText} {quarantine.reason}
        </Text>
      )}
      {restingParameters === 0 ? null : <Text size="sm">{W.restingParameters(restingParameters)}</Text>}
      {reason === undefined ? null : <Text size="sm">{reason}</Text>}
      {state === "bundled" ? null : (
        <>
          <Button
            size="compact-sm"
            variant="subtle"
            w="max-content"
            aria-expanded={open}
            onClick={() => setOpen(!open)}
          >
            {open ? W.hide : W.look}
          </Button>
          {open ? <ReleaseInside id={strategy.id} version={version} /> : null}
        </>
      )}
    </Stack>
  );
}

function Log({ log }: Pick<AdminStrategyDetail, "log">) {
  return (
    <Table.ScrollContainer minWidth={420}>
      <Table>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{W.when}</Table.Th>
            <Table.Th>{W.version}</Table.Th>
            <Table.Th>{W.what}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {log.map(({ at, version, message }) => (
            <Table.Tr key={`${version} ${at}`}>
              <Table.Td>
                <Ago value={at} clock="machine" />
              </Table.Td>
              <Table.Td>
                <code>{version}</code>
              </Table.Td>
              <Table.Td>{message}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}
