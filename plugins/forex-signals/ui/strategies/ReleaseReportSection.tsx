import { Anchor, Button, Group, Progress, Skeleton, Stack, Text } from "@mantine/core";
import { Ago, call, ErrorState, Section, useAct, useResource } from "@promostack/web/kit";
import { useState } from "react";
import type { Report } from "../../report/api.ts";
import type { ReleaseReport, ReportTask } from "../../report/releases/api.ts";
import { ReportView } from "../report/ReportView.tsx";
import { ReleaseFigures, reportOfRelease } from "./ReleaseFigures.tsx";
import { words as W } from "./texts.ts";

const REPORTS = "/api/p/forex-signals/reports";
const LOOK_MS = 1_500;

interface Release {
  strategy: string;
  version: string;
  symbol: string;
}

/** What the platform itself found out about a release: key figures, the whole report on demand, a new one on request. */
export function ReleaseReportSection({ strategy, version, symbol }: Release) {
  const { data } = useResource<{ items: ReleaseReport[] }>(REPORTS, { strategy });
  const [whole, setWhole] = useState(false);
  const report = reportOfRelease(data?.items, strategy, version);
  return (
    <Section
      title={W.report}
      intro={W.reportIntro}
      actions={<AskForReport strategy={strategy} version={version} symbol={symbol} />}
    >
      {data === undefined ? (
        <Skeleton h={24} />
      ) : report === undefined ? (
        <Text c="dimmed">{W.reportNone}</Text>
      ) : (
        <Stack gap="sm">
          <ReleaseFigures report={report} />
          <Group gap="md">
            <Button
              variant="default"
              size="compact-md"
              onClick={() => setWhole(!whole)}
              aria-expanded={whole}
            >
              {whole ? W.reportLess : W.reportWhole}
            </Button>
            <Anchor href={`${REPORTS}/${report.id}/page`} download>
              {W.reportFile}
            </Anchor>
            <Text size="sm" c="dimmed">
              {W.reportMade} <Ago value={report.madeAt} />, Node {report.node}
            </Text>
          </Group>
          {whole ? <Whole id={report.id} /> : null}
        </Stack>
      )}
    </Section>
  );
}

function Whole({ id }: { id: string }) {
  const { data, error, refetch } = useResource<{ report: Report }>(`${REPORTS}/${id}`);
  if (error !== null && data === undefined) return <ErrorState error={error} retry={() => void refetch()} />;
  if (data === undefined) return <Skeleton h={420} />;
  return <ReportView report={data.report} />;
}

/** Asks for a report over the candles there are now, and shows how far it is. */
function AskForReport({ strategy, version, symbol }: Release) {
  const [task, setTask] = useState<string>();
  const ask = useAct<void, ReportTask>({
    act: () => call<ReportTask>(REPORTS, { method: "POST", body: { strategy, version, symbol } }),
    onDone: ({ id }) => setTask(id),
  });
  const { data } = useResource<ReportTask>(
    `/api/p/forex-signals/report-tasks/${task}`,
    {},
    { enabled: task !== undefined, every: LOOK_MS },
  );
  const ended = data?.state === "done" || data?.state === "failed";
  if (task !== undefined && data !== undefined && !ended) {
    return (
      <Group gap="xs" role="status">
        <Text size="sm">{data.doing}</Text>
        <Progress value={data.progress * 100} w={120} aria-label={W.reportMaking} />
      </Group>
    );
  }
  return (
    <Group gap="xs">
      {data?.error ? (
        <Text size="sm" c="var(--mantine-color-error)" role="alert">
          {data.error}
        </Text>
      ) : null}
      <Button variant="subtle" size="compact-sm" loading={ask.isPending} onClick={() => ask.mutate()}>
        {W.reportAsk}
      </Button>
    </Group>
  );
}
