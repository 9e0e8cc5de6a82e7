import { Code, Table, Text } from "@mantine/core";
import { Explained, Percent, Pips, Price, RMultiple, Time } from "@promostack/web/kit";
import type { ReactNode } from "react";
import type { SignalDetail } from "../api.ts";
import classes from "./Forex.module.css";
import { reasonText } from "./signalWords.tsx";
import { words as W } from "./texts.ts";

/** The signal's numbers, by name. */
export function Facts({ signal }: { signal: SignalDetail }) {
  const risk = Math.abs(signal.entry - signal.stop);
  const { digits } = signal;
  const moved = signal.stop !== signal.effectiveStop;
  const pairs: [string, ReactNode, ReactNode][] = [
    [
      "r",
      <Explained key="r" meaning={W.resultMeaning}>
        {W.result}
      </Explained>,
      <RMultiple key="r" value={signal.resultR} />,
    ],
    [
      "pips",
      <Explained key="pips" meaning={W.pipsMeaning}>
        {W.pips}
      </Explained>,
      <Pips key="pips" value={signal.resultPips} />,
    ],
    ["entry", W.entry, <Price key="entry" value={signal.entry} decimals={digits} />],
    [
      "stop",
      W.stop,
      moved ? (
        <Explained key="stop" meaning={W.stopMoved(signal.stop.toFixed(digits))}>
          <Price value={signal.effectiveStop} decimals={digits} />
        </Explained>
      ) : (
        <Price key="stop" value={signal.stop} decimals={digits} />
      ),
    ],
    ...signal.targets.map((target, index): [string, ReactNode, ReactNode] => [
      `target${index}`,
      W.target(index + 1),
      <span key={target} className={index < signal.targetsHit ? "buy" : undefined}>
        {index < signal.targetsHit ? "✓ " : ""}
        <Price value={target} decimals={digits} />
      </span>,
    ]),
    [
      "risk",
      <Explained key="risk" meaning={W.riskMeaning}>
        {W.risk}
      </Explained>,
      <Price key="risk" value={risk} decimals={digits} />,
    ],
    ["spread", W.spread, <Price key="spread" value={signal.spread} decimals={digits} />],
    ["opened", W.opened, <Time key="opened" value={signal.openedAt} />],
    ["closed", W.closedAt, <Time key="closed" value={signal.closedAt} />],
    ["reason", W.reason, reasonText(signal.closeReason)],
    ["strategy", W.strategy, signal.strategy],
    ["version", W.version, <code key="version">{signal.version}</code>],
  ];
  const parameters = Object.keys(signal.parameters).length > 0;
  return (
    <>
      <dl className={`figure ${classes.facts}`}>
        {pairs.map(([key, name, value]) => (
          <div key={key} style={{ display: "contents" }}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {signal.reason === null ? null : <Text mt="sm">{signal.reason}</Text>}
      {parameters ? (
        <details style={{ marginTop: 12 }}>
          <summary>{W.parameters}</summary>
          <Code block>{JSON.stringify(signal.parameters, null, 2)}</Code>
        </details>
      ) : null}
    </>
  );
}

/** Parts of the position that were closed, in order. */
export function Fills({ signal }: { signal: SignalDetail }) {
  if (signal.fills.length === 0) return <Text c="dimmed">{W.noFills}</Text>;
  const risk = Math.abs(signal.entry - signal.stop) || 1;
  const side = signal.direction === "buy" ? 1 : -1;
  return (
    <Table.ScrollContainer minWidth={340}>
      <Table className="figure">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{W.by}</Table.Th>
            <Table.Th ta="end">{W.part}</Table.Th>
            <Table.Th ta="end">{W.price}</Table.Th>
            <Table.Th ta="end">{W.result}</Table.Th>
            <Table.Th>{W.time}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {signal.fills.map((fill) => (
            <Table.Tr key={`${fill.reason}${fill.time}`}>
              <Table.Td>
                {reasonText(fill.reason)}
                {fill.ambiguous ? (
                  <>
                    {" "}
                    <Explained meaning={W.ambiguousMeaning}>{W.ambiguous}</Explained>
                  </>
                ) : null}
              </Table.Td>
              <Table.Td ta="end">
                <Percent value={fill.fraction} />
              </Table.Td>
              <Table.Td ta="end">
                <Price value={fill.price} decimals={signal.digits} />
              </Table.Td>
              <Table.Td ta="end">
                <RMultiple value={(fill.fraction * (fill.price - signal.entry) * side) / risk} />
              </Table.Td>
              <Table.Td>
                <Time value={fill.time} />
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}
