import { Button, Skeleton, Table, Text } from "@mantine/core";
import type { Static } from "@promostack/core";
import {
  Count,
  Empty,
  ErrorState,
  Page,
  platformNow,
  RMultiple,
  Section,
  useAddress,
  useResource,
  useTimezone,
} from "@promostack/web/kit";
import { IconChartCandle } from "@tabler/icons-react";
import type { Report } from "../../report/api.ts";
import { DEFINITIONS } from "../../report/definitions.ts";
import { numberText } from "../../report/format.ts";
import type { ReleaseReports } from "../../report/releases/api.ts";
import { ComparisonSection } from "./ComparisonSection.tsx";
import { Files } from "./Files.tsx";
import { Filters } from "./Filters.tsx";
import { spanOf } from "./period.ts";
import { ReportView } from "./ReportView.tsx";
import { Rows } from "./Rows.tsx";
import { words as W } from "./texts.ts";

const BASE = "/api/p/forex-signals";

/** The tenant's own report (period, strategy and symbol of the address), and the platform's of each release. */
export default function Performance() {
  const [words, change] = useAddress();
  const timezone = useTimezone();
  const { symbol, strategy } = words;
  const query = { symbol, strategy, ...spanOf(words, timezone, platformNow()) };
  const own = useResource<Report>(`${BASE}/performance`, query, { topics: ["signals"] });
  const { data, error } = own;
  const narrowed = Object.values(query).some((each) => each !== undefined);
  const clear = () =>
    change({ period: undefined, from: undefined, to: undefined, symbol: undefined, strategy: undefined });
  return (
    <Page
      title={W.title}
      intro={W.intro}
      actions={data === undefined || data.summary.trades === 0 ? undefined : <Files query={query} />}
      wide
    >
      <Filters />
      {error !== null && data === undefined ? (
        <ErrorState error={error} retry={() => void own.refetch()} />
      ) : data === undefined ? (
        <Skeleton h={420} />
      ) : data.summary.trades === 0 ? (
        <div className="card">
          <Empty icon={<IconChartCandle size={30} stroke={1.6} />} title={narrowed ? W.nothing : W.empty}>
            {narrowed ? (
              <Button variant="default" mt="xs" onClick={clear}>
                {W.clear}
              </Button>
            ) : (
              W.emptyText
            )}
          </Empty>
        </div>
      ) : (
        <ReportView report={data} rows={rowsOf(query)} />
      )}
      <ComparisonSection query={query} />
      <Releases />
    </Page>
  );
}

/** The same rows in the list of signals. */
function rowsOf(query: Record<string, string | undefined>): Record<string, string> {
  const entries = Object.entries({ status: "closed", ...query });
  return Object.fromEntries(entries.flatMap(([key, value]) => (value === undefined ? [] : [[key, value]])));
}

function Releases() {
  const { data, error, refetch } = useResource<Static<typeof ReleaseReports>>(`${BASE}/reports`, {});
  if (error !== null && data === undefined) return <ErrorState error={error} retry={() => void refetch()} />;
  if (data === undefined) return <Skeleton h={160} />;
  return (
    <Section title={W.releases}>
      {data.items.length === 0 ? (
        <Text c="dimmed">{W.noReleases}</Text>
      ) : (
        <Rows
          head={[
            W.strategy,
            W.tested,
            DEFINITIONS.trades.label,
            DEFINITIONS.expectancyR.label,
            DEFINITIONS.profitFactor.label,
            DEFINITIONS.maxDrawdownR.label,
            W.file,
          ]}
          words={2}
        >
          {data.items.map((each) => (
            <Table.Tr key={each.id}>
              <Table.Th scope="row">
                {each.strategy} {each.version}, {each.symbol}
              </Table.Th>
              <Table.Td>
                {each.from.slice(0, 10)} – {each.to.slice(0, 10)}
              </Table.Td>
              <Table.Td ta="end">
                <Count value={each.trades} />
              </Table.Td>
              <Table.Td ta="end">
                <RMultiple value={each.expectancyR} />
              </Table.Td>
              <Table.Td ta="end">{numberText(each.profitFactor)}</Table.Td>
              <Table.Td ta="end">
                <RMultiple value={-each.maxDrawdownR} />
              </Table.Td>
              <Table.Td ta="end">
                <a href={`${BASE}/reports/${each.id}/page`} download>
                  {W.download}
                </a>
              </Table.Td>
            </Table.Tr>
          ))}
        </Rows>
      )}
    </Section>
  );
}
