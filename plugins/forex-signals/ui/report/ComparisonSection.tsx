import { Button, Group, Progress, SimpleGrid, Skeleton, Stack, Table, Text } from "@mantine/core";
import {
  ErrorState,
  type Query,
  RMultiple,
  Section,
  Side,
  Time,
  timeText,
  useResource,
  useTimezone,
} from "@promostack/web/kit";
import type { Comparison, ComparisonState, Difference } from "../../report/live/comparison.ts";
import { Equity } from "../Equity.tsx";
import { reasonTitle } from "../refusals/texts.ts";
import { Rows } from "./Rows.tsx";
import { words as W } from "./texts.ts";

const PATH = "/api/p/forex-signals/performance/comparison";
const LOOK_MS = 1_500;
/** Differences of a kind that are listed. */
const LISTED = 20;

/** Whether live does what the backtest of the same weeks does, and why not. It is made in the background; the newest stays until then. */
export function ComparisonSection({ query }: { query: Query }) {
  const { data, error, refetch } = useResource<ComparisonState>(PATH, query, { topics: ["signals"] });
  const underWay = data?.state === "waiting" || data?.state === "running";
  useResource<ComparisonState>(PATH, query, { every: LOOK_MS, enabled: underWay });
  if (error !== null && data === undefined) return <ErrorState error={error} retry={() => void refetch()} />;
  if (data === undefined) return <Skeleton h={220} />;
  const { comparison } = data;
  return (
    <Section
      title={W.comparison}
      intro={comparison === null ? undefined : <Intro comparison={comparison} />}
      actions={underWay ? <UnderWay state={data} /> : undefined}
    >
      {data.state === "nothing" ? <Text c="dimmed">{W.comparisonNone}</Text> : null}
      {data.state === "failed" ? (
        <Group gap="xs" mb="sm">
          <Text c="var(--mantine-color-error)" role="alert">
            {data.error}
          </Text>
          <Button variant="default" size="compact-sm" onClick={() => void refetch()}>
            {W.again}
          </Button>
        </Group>
      ) : null}
      {comparison === null ? underWay ? <Skeleton h={160} /> : null : <Compared comparison={comparison} />}
    </Section>
  );
}

function UnderWay({ state: { doing, progress } }: { state: ComparisonState }) {
  return (
    <Group gap="xs" role="status">
      <Text size="sm">{doing}</Text>
      <Progress value={progress * 100} w={120} aria-label={W.comparing} />
    </Group>
  );
}

function Intro({ comparison: { from, to, rulesSince, choices } }: { comparison: Comparison }) {
  const timezone = useTimezone();
  const day = (time: string) => timeText(time, timezone, "day");
  const before = rulesSince === null || rulesSince > from;
  const blind = [...new Set(choices.filter(({ candles }) => !candles).map(({ symbol }) => symbol))];
  return (
    <>
      {W.comparisonIntro(day(from), day(to))}{" "}
      {before ? (rulesSince === null ? W.rulesOfToday : W.rulesSince(day(rulesSince))) : null}{" "}
      {blind.length > 0 ? W.withoutCandles(blind.join(", ")) : null}
    </>
  );
}

function Compared({ comparison }: { comparison: Comparison }) {
  const { choices } = comparison;
  const differences: [string, readonly Difference[]][] = [
    [W.missing, comparison.missing],
    [W.extra, comparison.extra],
    [W.differing, comparison.differing],
  ];
  return (
    <Stack>
      <SimpleGrid cols={{ base: 1, sm: 2 }}>
        <Half title={W.live} side={comparison.live} />
        <Half title={W.backtest} side={comparison.backtest} />
      </SimpleGrid>
      <Text>{W.comparisonSame(comparison.same)}</Text>
      {differences.map(([title, items]) => (
        <Differences key={title} title={title} items={items} />
      ))}
      <Text size="sm" c="dimmed">
        {W.chosen}{" "}
        {[
          ...new Set(choices.map(({ strategy, version, symbol }) => `${strategy} ${version}, ${symbol}`)),
        ].join("; ")}
      </Text>
    </Stack>
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
      <Rows head={[W.opened, W.side, W.live, W.backtest, W.why]} words={2}>
        {items.slice(0, LISTED).map(({ time, symbol, direction, liveR, backtestR, reason }) => (
          <Table.Tr key={`${time} ${symbol} ${direction}`}>
            <Table.Th scope="row">
              <Time value={time} /> {symbol}
            </Table.Th>
            <Table.Td>
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
      {items.length > LISTED ? <Text c="dimmed">{W.firstOf(LISTED, items.length)}</Text> : null}
    </div>
  );
}

function whyText(reason: string | null): string {
  return reason === null ? W.unknown : reasonTitle(reason);
}
