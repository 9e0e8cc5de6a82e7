import { Table } from "@mantine/core";
import { Price, Section, Side, Time, useResource } from "@promostack/web/kit";
import type { Refusal } from "../api.ts";
import { words as W } from "./texts.ts";

const REASONS: Record<string, string> = W.refusalReasons;

/** What the strategy proposed and the guardrails kept back: why there is no signal. */
export function Refusals() {
  const { data } = useResource<{ items: Refusal[] }>(
    "/api/p/forex-signals/refusals",
    { limit: 10 },
    { topics: ["signals"] },
  );
  if (data === undefined || data.items.length === 0) return null;
  return (
    <Section title={W.refusals} intro={W.refusalsText}>
      <Table.ScrollContainer minWidth={320}>
        <Table className="figure">
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{W.time}</Table.Th>
              <Table.Th>{W.direction}</Table.Th>
              <Table.Th ta="end">{W.entry}</Table.Th>
              <Table.Th>{W.by}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {data.items.map(({ time, direction, symbol, entry, digits, reason }) => (
              <Table.Tr key={`${time}${symbol}${entry}${reason}`}>
                <Table.Td>
                  <Time value={time} />
                </Table.Td>
                <Table.Td>
                  <Side direction={direction} /> {symbol}
                </Table.Td>
                <Table.Td ta="end">
                  <Price value={entry} decimals={digits} />
                </Table.Td>
                <Table.Td>{REASONS[reason] ?? reason}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </Section>
  );
}
