import { Skeleton, Table, Text } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { Count, call, ErrorState, Notice, Percent, RMultiple, Section } from "@promostack/web/kit";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import type { TryOut, TryOutWish } from "../../tryOut/api.ts";
import { Equity } from "../Equity.tsx";
import { words as W } from "./texts.ts";

type Tried = TryOut["proposed"];

/** Milliseconds without a key pressed before a change is tried. */
const CALM_MS = 500;
/** Trades below which a difference says little. */
const FEW = 30;

/** What a change would have done, beside the setting until now. A newer change cancels the one that is being tried. */
export function TryOutPanel({ wish, sound }: { wish: TryOutWish; sound: boolean }) {
  const [calm] = useDebouncedValue(JSON.stringify(wish), CALM_MS);
  const { data, error, refetch, isFetching } = useQuery({
    queryKey: ["/api/p/forex-signals/try-out", calm],
    queryFn: ({ signal }) =>
      call<TryOut>("/api/p/forex-signals/try-out", { method: "POST", body: JSON.parse(calm), signal }),
    enabled: sound,
    placeholderData: keepPreviousData,
  });
  if (error !== null) return <ErrorState error={error} retry={() => void refetch()} />;
  if (data === undefined) return <Skeleton h={320} />;
  const { candles, symbol, proposed, current } = data;
  const count = candles.count.toLocaleString();
  return (
    <Section
      title={W.tryOut}
      intro={W.tryOutIntro(count, symbol)}
      actions={
        <Text role="status" c="dimmed" size="sm">
          {isFetching ? W.trying : null}
        </Text>
      }
    >
      {sound ? null : <Notice tone="warn" title={W.fix} />}
      {candles.count <= candles.needed ? (
        <Notice tone="info" title={W.tooLittle(count, candles.needed.toLocaleString())} />
      ) : (
        <>
          <Comparison proposed={proposed} current={current} />
          {proposed.summary.trades < FEW ? (
            <Text c="dimmed" size="sm" mt="xs">
              {W.few}
            </Text>
          ) : null}
        </>
      )}
    </Section>
  );
}

const FIGURES: { label: string; of(tried: Tried): ReactNode }[] = [
  { label: W.candidates, of: ({ candidates }) => <Count value={candidates} /> },
  {
    label: W.refused,
    of: ({ refused }) => <Count value={Object.values(refused).reduce((sum, each) => sum + each, 0)} />,
  },
  { label: W.trades, of: ({ summary }) => <Count value={summary.trades} /> },
  { label: W.winRate, of: ({ summary }) => <Percent value={summary.winRate} /> },
  { label: W.totalR, of: ({ summary }) => <RMultiple value={summary.totalR} /> },
  { label: W.expectancy, of: ({ summary }) => <RMultiple value={summary.expectancyR} /> },
  { label: W.profitFactor, of: ({ summary }) => summary.profitFactor?.toFixed(2) ?? "–" },
  { label: W.drawdown, of: ({ summary }) => <RMultiple value={-Math.abs(summary.maxDrawdownR)} /> },
];

function Comparison({ proposed, current }: { proposed: Tried; current: Tried | null }) {
  return (
    <>
      <Table className="figure">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{W.figure}</Table.Th>
            <Table.Th ta="end">{W.now}</Table.Th>
            <Table.Th ta="end">{W.changed}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {FIGURES.map(({ label, of }) => (
            <Table.Tr key={label}>
              <Table.Th fw={400}>{label}</Table.Th>
              <Table.Td ta="end">{current === null ? "–" : of(current)}</Table.Td>
              <Table.Td ta="end">{of(proposed)}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
      {current === null ? (
        <Text c="dimmed">{W.noCurrent}</Text>
      ) : (
        <Curve label={W.now} points={current.summary.equity} />
      )}
      <Curve label={W.changed} points={proposed.summary.equity} />
    </>
  );
}

function Curve({ label, points }: { label: string; points: Tried["summary"]["equity"] }) {
  return (
    <div>
      <Text size="sm" c="dimmed" mt="sm">
        {label}
      </Text>
      <Equity points={points} />
    </div>
  );
}
