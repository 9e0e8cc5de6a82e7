import { SimpleGrid, Skeleton, Text } from "@mantine/core";
import {
  Empty,
  ErrorState,
  LinkButton,
  Page,
  PageLink,
  Status,
  usePluginPlace,
  useResource,
} from "@promostack/web/kit";
import type { Strategy } from "../../api.ts";
import type { ReleaseReport } from "../../report/releases/api.ts";
import { ReleaseFigures, reportOfRelease } from "./ReleaseFigures.tsx";
import { StrategyPage } from "./StrategyPage.tsx";
import { words as W } from "./texts.ts";

/** `/forex-strategies` lists what can make signals, `/forex-strategies/<id>` shows one. */
export default function Strategies() {
  const { rest } = usePluginPlace();
  const { data, error, refetch } = useResource<{ items: Strategy[] }>(
    "/api/p/forex-signals/strategies",
    {},
    { topics: ["strategies", "plugins"] },
  );
  if (error !== null && data === undefined) return <ErrorState error={error} retry={() => void refetch()} />;
  if (data === undefined) return <Skeleton h={420} maw={1160} mx="auto" />;
  if (rest === "") return <List items={data.items} />;
  const releases = data.items.filter(({ id }) => id === rest);
  if (releases.length > 0) return <StrategyPage key={rest} releases={releases} />;
  return <Empty whole title={W.notFound} action={<LinkButton to="/forex-strategies">{W.back}</LinkButton>} />;
}

function List({ items }: { items: readonly Strategy[] }) {
  const reports = useResource<{ items: ReleaseReport[] }>(
    "/api/p/forex-signals/reports",
    {},
    { topics: ["strategies"] },
  );
  const shown = items.filter(({ newest, chosen }) => newest || chosen);
  return (
    <Page title={W.title} intro={W.intro}>
      {shown.length === 0 ? <Empty title={W.none} /> : null}
      <SimpleGrid cols={{ base: 1, sm: 2 }}>
        {shown.map(({ id, version, title, summary, timeframe, chosen, status }) => (
          <PageLink
            key={`${id} ${version}`}
            to={`/forex-strategies/${id}`}
            className="card"
            style={{ color: "inherit", textDecoration: "none", display: "block", padding: 16 }}
          >
            <Text fw={620} component="h2" fz="md">
              {title}
            </Text>
            <Text size="sm" mb={6}>
              {chosen ? <Status tone="good">{W.inUse}</Status> : null}
              {status === "active" ? null : <Status tone="warn">{W.states[status]}</Status>}
            </Text>
            <Text>{summary}</Text>
            <Figures report={reportOfRelease(reports.data?.items, id, version)} />
            <Text size="sm" c="dimmed" mt={6}>
              {W.timeframe(timeframe)} · {W.version(version)}
            </Text>
          </PageLink>
        ))}
      </SimpleGrid>
    </Page>
  );
}

function Figures({ report }: { report: ReleaseReport | undefined }) {
  return report === undefined ? null : (
    <div style={{ marginTop: 8 }}>
      <ReleaseFigures report={report} />
    </div>
  );
}
