import { SimpleGrid, Skeleton, Stack, Table, Text } from "@mantine/core";
import {
  ApiError,
  ErrorState,
  RMultiple,
  Section,
  Side,
  Time,
  timeText,
  useResource,
  useTimezone,
} from "@promostack/web/kit";
import type { Comparison, Difference } from "../../report/live/comparison.ts";
import { Equity } from "../Equity.tsx";
import { reasonTitle } from "../refusals/texts.ts";
import { Rows } from "./Rows.tsx";
import { words as W } from "./texts.ts";

/** Whether live does what the backtest of the same weeks does, and why not. */
export function ComparisonSection({ symbol }: { symbol: string | undefined }) {
  const timezone = useTimezone();
  const { data, error, refetch } = useResource<Comparison>("/api/p/forex-signals/performance/comparison", {
    symbol,
  });
  if (error instanceof ApiError && error.status === 404)
    return (
      <Section title={W.comparison}>
        <Text c="dimmed">{W.comparisonNone}</Text>
      </Section>
    );
  if (error !== null && data === undefined) return <ErrorState error={error} retry={() => void refetch()} />;
  if (data === undefined) return <Skeleton h={220} />;
  const differences: [string, readonly Difference[]][] = [
    [W.missing, data.missing],
    [W.extra, data.extra],
    [W.differing, data.differing],
  ];
  return (
    <Section title={W.comparison} intro={W.comparisonIntro(timeText(data.from, timezone))}>
      <Stack>
        <SimpleGrid cols={{ base: 1, sm: 2 }}>
          <Half title={W.live} side={data.live} />
          <Half title={W.backtest} side={data.backtest} />
        </SimpleGrid>
        <Text>{W.comparisonSame(data.same)}</Text>
        {differences.map(([title, items]) => (
          <Differences key={title} title={title} items={items} />
        ))}
      </Stack>
    </Section>
  );
}

function Half({ title, side }: { title: string; side: Comparison["live"] }) {
  return (
    <div>
      <Text c="dimmed">{title}</Text>
      <Text className="figure" fw={620}>
        <RMultiple value={side.totalR} /> · {W.signalsOf(side.signals, side.closed)}
      </Text>
      <Equity points={side.equity} />
    </div>
  );
}

function Differences({ title, items }: { title: string; items: readonly Difference[] }) {
  if (items.length === 0) return null;
  return (
    <div>
      <Text fw={550}>
        {title} ({items.length})
      </Text>
      <Rows head={[W.opened, W.side, W.live, W.backtest, W.why]}>
        {items.map(({ time, direction, liveR, backtestR, reason }) => (
          <Table.Tr key={`${time} ${direction}`}>
            <Table.Th scope="row">
              <Time value={time} />
            </Table.Th>
            <Table.Td ta="end">
              <Side direction={direction} />
            </Table.Td>
            <Table.Td ta="end">
              <RMultiple value={liveR} />
            </Table.Td>
            <Table.Td ta="end">
              <RMultiple value={backtestR} />
            </Table.Td>
            <Table.Td ta="end">{title === W.missing ? whyText(reason) : "–"}</Table.Td>
          </Table.Tr>
        ))}
      </Rows>
    </div>
  );
}

function whyText(reason: string | null): string {
  return reason === null ? W.unknown : reasonTitle(reason);
}
