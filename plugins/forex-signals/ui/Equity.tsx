import { Collapse, Table, UnstyledButton } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { RMultiple, signed, Time } from "@promostack/web/kit";
import type { Summary } from "../api.ts";
import classes from "./Forex.module.css";
import { words as W } from "./texts.ts";

const WIDTH = 600;
const HEIGHT = 64;

/** The running total as a line, and as a table for those who want the figures. */
export function Equity({ points }: { points: Summary["equity"] }) {
  const [opened, { toggle }] = useDisclosure(false);
  if (points.length < 2) return null;
  const values = [0, ...points.map(({ r }) => r)];
  const low = Math.min(...values);
  const span = Math.max(...values) - low || 1;
  const x = (index: number) => (index / (values.length - 1)) * WIDTH;
  const y = (value: number) => HEIGHT - 4 - ((value - low) / span) * (HEIGHT - 8);
  const last = values[values.length - 1] ?? 0;
  return (
    <>
      <svg
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        preserveAspectRatio="none"
        className={classes.equity}
        role="img"
        aria-label={W.equityLabel(signed(last, 2))}
      >
        <line
          x1="0"
          x2={WIDTH}
          y1={y(0)}
          y2={y(0)}
          stroke="var(--line)"
          strokeDasharray="3 4"
          vectorEffect="non-scaling-stroke"
        />
        <polyline
          points={values.map((value, index) => `${x(index)},${y(value)}`).join(" ")}
          fill="none"
          stroke={last >= 0 ? "var(--ink-buy)" : "var(--ink-sell)"}
          strokeWidth="2"
          strokeLinejoin="round"
          vectorEffect="non-scaling-stroke"
        />
      </svg>
      <UnstyledButton onClick={toggle} aria-expanded={opened} fz="xs" c="dimmed" td="underline">
        {W.equityTable}
      </UnstyledButton>
      <Collapse expanded={opened}>
        <Table.ScrollContainer minWidth={200} maxHeight={260}>
          <Table className="figure">
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{W.closedAt}</Table.Th>
                <Table.Th ta="end">{W.equity}</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {points.map(({ time, r }) => (
                <Table.Tr key={`${time} ${r}`}>
                  <Table.Td>
                    <Time value={time} />
                  </Table.Td>
                  <Table.Td ta="end">
                    <RMultiple value={r} />
                  </Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      </Collapse>
    </>
  );
}
