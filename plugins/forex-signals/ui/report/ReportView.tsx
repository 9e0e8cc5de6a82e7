import { SimpleGrid, Table, Text } from "@mantine/core";
import {
  Count,
  Explained,
  PageLink,
  Percent,
  RMultiple,
  Section,
  Side,
  signed,
  Time,
} from "@promostack/web/kit";
import type { ReactNode } from "react";
import type { Report } from "../../report/api.ts";
import { DEFINITIONS, type FigureName } from "../../report/definitions.ts";
import { numberText, ratioText } from "../../report/format.ts";
import { inWeekOrder } from "../../report/order.ts";
import { Equity } from "../Equity.tsx";
import classes from "../Forex.module.css";
import { words as W } from "./texts.ts";

/** Trades that are listed; the file has all. */
const LISTED = 50;

/** A report: figures with their definitions, the running total, what chance and costs could have made of it, groups, trades. */
export function ReportView({ report }: { report: Report }) {
  return (
    <>
      <Section title={W.figures}>
        <div className={classes.figures}>
          {figuresOf(report).map(([name, value]) => (
            <div key={name}>
              <Text size="sm" c="dimmed">
                <Term name={name} />
              </Text>
              <div className={`figure ${classes.number}`}>{value}</div>
            </div>
          ))}
        </div>
        <Equity points={report.summary.equity} />
      </Section>
      <SimpleGrid cols={{ base: 1, md: 2 }}>
        <Chance report={report} />
        <Costs report={report} />
        <Groups title={W.weekday} groups={inWeekOrder(report.summary.byWeekday)} />
        <Groups title={W.exit} groups={Object.entries(report.byExit)} />
        <Groups title={W.session} groups={Object.entries(report.summary.bySession)} />
        <Groups title={W.month} groups={Object.entries(report.summary.byMonth)} />
      </SimpleGrid>
      <Trades report={report} />
    </>
  );
}

function Term({ name }: { name: FigureName }) {
  const { label, meaning } = DEFINITIONS[name];
  return <Explained meaning={meaning}>{label}</Explained>;
}

function figuresOf({ summary, figures, ambiguity }: Report): [FigureName, ReactNode][] {
  const { expectancyLowR: low, expectancyHighR: high } = figures;
  return [
    ["trades", <Count key="" value={summary.trades} />],
    ["totalR", <RMultiple key="" value={summary.totalR} />],
    ["expectancyR", <RMultiple key="" value={summary.expectancyR} />],
    ["expectancyRange", low === null || high === null ? "–" : `${signed(low, 2)} … ${signed(high, 2)}`],
    ["winRate", <Percent key="" value={summary.winRate} />],
    ["profitFactor", numberText(summary.profitFactor)],
    ["payoff", numberText(figures.payoff)],
    ["maxDrawdownR", <RMultiple key="" value={-summary.maxDrawdownR} />],
    ["recovery", numberText(figures.recovery)],
    ["sharpe", ratioText(figures.sharpe)],
    ["sortino", ratioText(figures.sortino)],
    ["longestLosingRun", <Count key="" value={summary.longestLosingRun} />],
    ["exposure", <Percent key="" value={figures.exposure} decimals={1} />],
    ["ambiguity", <Count key="" value={ambiguity.trades} />],
  ];
}

function Chance({ report: { monteCarlo } }: { report: Report }) {
  if (monteCarlo === null) return null;
  const { shuffled, resampled } = monteCarlo;
  const rows = [
    { name: "shuffled", spread: shuffled.maxDrawdownR, sign: -1 },
    { name: "resampled", spread: resampled.finalR, sign: 1 },
    { name: "resampledDrawdown", spread: resampled.maxDrawdownR, sign: -1 },
  ] as const;
  return (
    <Section title={W.chance}>
      <Rows head={[W.simulations(monteCarlo.runs), "5 %", "50 %", "95 %"]}>
        {rows.map(({ name, spread, sign }) => (
          <Table.Tr key={name}>
            <Table.Th scope="row">
              <Term name={name} />
            </Table.Th>
            {(["p5", "p50", "p95"] as const).map((at) => (
              <Table.Td key={at} ta="end">
                <RMultiple value={spread[at] * sign} />
              </Table.Td>
            ))}
          </Table.Tr>
        ))}
      </Rows>
    </Section>
  );
}

function Costs({ report: { sensitivity, instrument } }: { report: Report }) {
  if (sensitivity === null) return null;
  return (
    <Section title={W.costs}>
      <Rows
        head={[<Term key="" name="spreadCases" />, DEFINITIONS.totalR.label, DEFINITIONS.expectancyR.label]}
      >
        {sensitivity.spread.map(({ price, booked, totalR, expectancyR }) => (
          <Table.Tr key={price} fw={booked ? 620 : undefined}>
            <Table.Th scope="row">
              {price.toFixed(instrument?.digits ?? 2)} {booked ? W.booked : null}
            </Table.Th>
            <Table.Td ta="end">
              <RMultiple value={totalR} />
            </Table.Td>
            <Table.Td ta="end">
              <RMultiple value={expectancyR} />
            </Table.Td>
          </Table.Tr>
        ))}
      </Rows>
    </Section>
  );
}

function Groups({ title, groups }: { title: string; groups: [string, Report["byExit"][string]][] }) {
  return (
    <Section title={title}>
      <Rows head={["", DEFINITIONS.trades.label, DEFINITIONS.winRate.label, DEFINITIONS.totalR.label]}>
        {groups.map(([name, { trades, winRate, totalR }]) => (
          <Table.Tr key={name}>
            <Table.Th scope="row">{name}</Table.Th>
            <Table.Td ta="end">
              <Count value={trades} />
            </Table.Td>
            <Table.Td ta="end">
              <Percent value={winRate} />
            </Table.Td>
            <Table.Td ta="end">
              <RMultiple value={totalR} />
            </Table.Td>
          </Table.Tr>
        ))}
      </Rows>
    </Section>
  );
}

function Trades({ report: { trades } }: { report: Report }) {
  const newest = [...trades].reverse().slice(0, LISTED);
  return (
    <Section title={W.trades(newest.length, trades.length)}>
      <Rows head={[W.opened, W.side, W.exit, DEFINITIONS.totalR.label]}>
        {newest.map(({ id, time, direction, fills, resultR }) => (
          <Table.Tr key={id ?? time}>
            <Table.Td>
              {id === null ? (
                <Time value={time} />
              ) : (
                <PageLink to={`/forex/${id}`}>
                  <Time value={time} />
                </PageLink>
              )}
            </Table.Td>
            <Table.Td ta="end">
              <Side direction={direction} />
            </Table.Td>
            <Table.Td ta="end">{fills.map(({ reason }) => reason).join(", ")}</Table.Td>
            <Table.Td ta="end">
              <RMultiple value={resultR} />
            </Table.Td>
          </Table.Tr>
        ))}
      </Rows>
    </Section>
  );
}

/** A table whose first column is named, the others are figures. */
export function Rows({ head, children }: { head: ReactNode[]; children: ReactNode }) {
  return (
    <Table.ScrollContainer minWidth={280}>
      <Table className="figure">
        <Table.Thead>
          <Table.Tr>
            {head.map((each, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: columns never change their order
              <Table.Th key={index} scope="col" ta={index === 0 ? "start" : "end"}>
                {each}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>{children}</Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}
