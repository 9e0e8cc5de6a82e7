import { Skeleton, Table, Text } from "@mantine/core";
import type { Static } from "@promostack/core";
import {
  Count,
  Empty,
  ErrorState,
  Page,
  RMultiple,
  Section,
  useAddress,
  useResource,
} from "@promostack/web/kit";
import { IconChartCandle } from "@tabler/icons-react";
import type { Report } from "../../report/api.ts";
import { DEFINITIONS } from "../../report/definitions.ts";
import { numberText } from "../../report/format.ts";
import type { ReleaseReports } from "../../report/releases/api.ts";
import { ComparisonSection } from "./ComparisonSection.tsx";
import { ReportView, Rows } from "./ReportView.tsx";
import { words as W } from "./texts.ts";

const BASE = "/api/p/forex-signals";

/** The tenant's own report (`symbol`, `strategy`, `from` and `to` of the address), and the platform's of each release. */
export default function Performance() {
  const [{ symbol, strategy, from, to }] = useAddress();
  const own = useResource<Report>(
    `${BASE}/performance`,
    { symbol, strategy, from, to },
    { topics: ["signals"] },
  );
  return (
    <Page title={W.title} intro={W.intro} wide>
      {own.error !== null && own.data === undefined ? (
        <ErrorState error={own.error} retry={() => void own.refetch()} />
      ) : own.data === undefined ? (
        <Skeleton h={420} />
      ) : own.data.summary.trades === 0 ? (
        <div className="card">
          <Empty icon={<IconChartCandle size={30} stroke={1.6} />} title={W.empty}>
            {W.emptyText}
          </Empty>
        </div>
      ) : (
        <ReportView report={own.data} />
      )}
      <ComparisonSection symbol={symbol} />
      <Releases />
    </Page>
  );
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
            W.period,
            DEFINITIONS.trades.label,
            DEFINITIONS.expectancyR.label,
            DEFINITIONS.profitFactor.label,
            DEFINITIONS.maxDrawdownR.label,
            W.file,
          ]}
        >
          {data.items.map((each) => (
            <Table.Tr key={each.id}>
              <Table.Th scope="row">
                {each.strategy} {each.version}, {each.symbol}
              </Table.Th>
              <Table.Td ta="end">
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
