import { Table, Text } from "@mantine/core";
import { Count, Percent, type Query, Section } from "@promostack/web/kit";
import type { VariantNumbers } from "../../numbers/api.ts";
import { RangeBar } from "./Bar.tsx";
import { SavedAs } from "./SavedAs.tsx";
import { words as W } from "./texts.ts";
import { useSplits } from "./useNumbers.ts";

/** How each branch of each split does; nothing where the version has none. */
export function Splits({ id, query }: { id: string; query: Query }) {
  const { rows, server } = useSplits(id, query);
  if (rows.length === 0) return null;
  const steps = [...new Set(rows.map(({ step }) => step))];
  const goals = rows.some(({ goal }) => goal > 0);
  return (
    <Section title={W.splits} intro={W.splitsIntro} actions={<SavedAs what={W.splits} file={server?.file} />}>
      {steps.map((step) => (
        <Split key={step} variants={rows.filter((row) => row.step === step)} goals={goals} />
      ))}
    </Section>
  );
}

function Split({ variants, goals }: { variants: VariantNumbers[]; goals: boolean }) {
  const name = variants[0]?.name ?? "";
  return (
    <Table.ScrollContainer minWidth={goals ? 620 : 420}>
      <Table aria-label={name}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{name}</Table.Th>
            <Table.Th ta="end">{W.walks}</Table.Th>
            <Table.Th>{W.completedRate}</Table.Th>
            {goals ? <Table.Th>{W.goalRate}</Table.Th> : null}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {variants.map((each) => (
            <Table.Tr key={each.variant}>
              <Table.Td>{each.title}</Table.Td>
              <Table.Td ta="end">
                <Count value={each.walks} />
              </Table.Td>
              <Table.Td>
                <Rate
                  count={each.completed}
                  of={each.walks}
                  share={each.completedShare}
                  low={each.completedLow}
                  high={each.completedHigh}
                />
              </Table.Td>
              {goals ? (
                <Table.Td>
                  <Rate
                    count={each.goal}
                    of={each.walks}
                    share={each.goalShare}
                    low={each.goalLow}
                    high={each.goalHigh}
                  />
                </Table.Td>
              ) : null}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

interface RateProps {
  count: number;
  of: number;
  share: number;
  low: number;
  high: number;
}

function Rate({ count, of, share, low, high }: RateProps) {
  if (of === 0) return <Count value={null} />;
  const text = (value: number) =>
    value.toLocaleString(undefined, { style: "percent", maximumFractionDigits: 1 });
  return (
    <>
      <Percent value={share} decimals={1} />{" "}
      <Text component="span" size="sm" c="dimmed">
        {count.toLocaleString()} · {W.interval(text(low), text(high))}
      </Text>
      <RangeBar share={share} low={low} high={high} />
    </>
  );
}
