import { SimpleGrid, Table } from "@mantine/core";
import { Count, Percent, RMultiple, Section } from "@promostack/web/kit";
import type { Report } from "../../report/api.ts";
import { DEFINITIONS } from "../../report/definitions.ts";
import { inWeekOrder } from "../../report/order.ts";
import { reasonText } from "../signalWords.tsx";
import { Lead } from "./Lead.tsx";
import { Rows } from "./Rows.tsx";
import type { Grouping } from "./slice.ts";
import { words as W } from "./texts.ts";

type Group = Report["byExit"][string];

/** The trades by when they began, which way they went and what ended them; each count leads to its trades. */
export function Groups({ report: { summary, byDirection, byExit } }: { report: Report }) {
  const sides = (name: string) => (name === "buy" ? W.buys : W.sells);
  return (
    <SimpleGrid cols={{ base: 1, md: 2 }}>
      <GroupTable title={W.weekday} of="weekday" groups={inWeekOrder(summary.byWeekday)} />
      <GroupTable title={W.byExit} of="exit" groups={Object.entries(byExit)} word={reasonText} />
      <GroupTable title={W.session} of="session" groups={Object.entries(summary.bySession)} />
      <GroupTable title={W.month} of="month" groups={Object.entries(summary.byMonth)} />
      <GroupTable title={W.direction} of="side" groups={Object.entries(byDirection)} word={sides} />
    </SimpleGrid>
  );
}

interface GroupTableProps {
  title: string;
  of: Grouping;
  groups: readonly [string, Group][];
  word?(name: string): string;
}

function GroupTable({ title, of, groups, word = (name) => name }: GroupTableProps) {
  if (groups.length === 0) return null;
  return (
    <Section title={title}>
      <Rows head={["", DEFINITIONS.trades.label, DEFINITIONS.winRate.label, DEFINITIONS.totalR.label]}>
        {groups.map(([name, { trades, winRate, totalR }]) => (
          <Table.Tr key={name}>
            <Table.Th scope="row">{word(name)}</Table.Th>
            <Table.Td ta="end">
              <Lead of={of} name={name} label={`${word(name)}, ${trades.toLocaleString()}`}>
                <Count value={trades} />
              </Lead>
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
