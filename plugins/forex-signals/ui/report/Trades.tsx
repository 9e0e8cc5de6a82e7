import { Badge, Button, CloseButton, Group, Table, Text } from "@mantine/core";
import { PageLink, Pips, RMultiple, Section, Side, Time, useAddress } from "@promostack/web/kit";
import { useMemo, useState } from "react";
import type { Report } from "../../report/api.ts";
import { reasonText } from "../signalWords.tsx";
import { words as S } from "../texts.ts";
import { TRADES } from "./Lead.tsx";
import { Rows } from "./Rows.tsx";
import { sliceNamed, type Trade } from "./slice.ts";
import { words as W } from "./texts.ts";

/** Trades drawn at a time; the report has them all, and so has the file. */
const PAGE = 50;

/** The trades of a report, the newest first; those of a figure where one led here. */
export function Trades({ report }: { report: Report }) {
  const [{ slice: wanted }, change] = useAddress();
  const [count, setCount] = useState(PAGE);
  const slice = useMemo(() => sliceNamed(wanted), [wanted]);
  const trades = useMemo(
    () => report.trades.filter((trade) => slice === undefined || slice.keep(trade)).reverse(),
    [report.trades, slice],
  );
  const several = new Set(report.trades.map(({ symbol }) => symbol)).size > 1;
  const rest = trades.length - count;
  return (
    <div id={TRADES} tabIndex={-1} style={{ scrollMarginTop: 72 }}>
      <Section
        title={W.tradesTitle}
        intro={report.newest === undefined ? undefined : W.newest(report.newest)}
        actions={
          slice === undefined ? undefined : (
            <Narrowed label={slice.label} clear={() => change({ slice: undefined })} />
          )
        }
      >
        <Rows
          head={[W.opened, W.side, ...(several ? [W.symbol] : []), W.exit, S.pips, S.result]}
          words={several ? 4 : 3}
        >
          {trades.slice(0, count).map((trade) => (
            <Row key={trade.id ?? `${trade.time} ${trade.symbol}`} trade={trade} several={several} />
          ))}
        </Rows>
        {trades.length === 0 ? <Text c="dimmed">{W.tradesNone}</Text> : null}
        {rest > 0 ? (
          <Button variant="default" mt="sm" onClick={() => setCount(count + PAGE)}>
            {W.more(Math.min(PAGE, rest), trades.length)}
          </Button>
        ) : null}
      </Section>
    </div>
  );
}

function Narrowed({ label, clear }: { label: string; clear(): void }) {
  return (
    <Group gap={6} role="status">
      <Badge size="lg" variant="light" tt="none">
        {label}
      </Badge>
      <CloseButton size="sm" aria-label={W.allTrades} onClick={clear} />
    </Group>
  );
}

function Row({ trade, several }: { trade: Trade; several: boolean }) {
  const { id, time, symbol, direction, fills, resultPips, resultR, ambiguous } = trade;
  const exits = fills.map(({ reason }) => reasonText(reason)).join(", ");
  return (
    <Table.Tr>
      <Table.Td>
        {id === null ? (
          <Time value={time} />
        ) : (
          <PageLink to={`/forex/${id}`}>
            <Time value={time} />
          </PageLink>
        )}
      </Table.Td>
      <Table.Td>
        <Side direction={direction} />
      </Table.Td>
      {several ? <Table.Td>{symbol}</Table.Td> : null}
      <Table.Td>{ambiguous ? `${exits} (${W.ambiguous})` : exits}</Table.Td>
      <Table.Td ta="end">
        <Pips value={resultPips} />
      </Table.Td>
      <Table.Td ta="end">
        <RMultiple value={resultR} />
      </Table.Td>
    </Table.Tr>
  );
}
