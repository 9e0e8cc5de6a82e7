import {
  Button,
  Group,
  ScrollArea,
  SegmentedControl,
  Table,
  Text,
  useComputedColorScheme,
} from "@mantine/core";
import { IconArrowsHorizontal } from "@tabler/icons-react";
import { useEffect, useMemo, useRef, useState } from "react";
import { useTimezone } from "../page/place.ts";
import { Price } from "../show/figures.tsx";
import { Time, timeText } from "../show/times.tsx";
import classes from "./Candles.module.css";
import { type Drawing, drawCandles } from "./drawing.ts";
import type { CandleBar, ChartLevel, ChartMark } from "./marks.ts";
import { texts } from "./texts.ts";

export interface CandlesProps {
  symbol: string;
  bars: readonly CandleBar[];
  /** Decimals of a price. */
  digits?: number;
  levels?: readonly ChartLevel[];
  marks?: readonly ChartMark[];
  height?: number;
  /** The newest price is drawn as a line: something runs. */
  live?: boolean;
}

/** Candles with a signal's levels and fills: zoom and drag, values under the cross, and the same as a table. */
export default function Candles({
  symbol,
  bars,
  digits = 2,
  levels = [],
  marks = [],
  height = 380,
  live = false,
}: CandlesProps) {
  const [view, setView] = useState("chart");
  const scheme = useComputedColorScheme("light");
  const zone = useTimezone();
  const host = useRef<HTMLDivElement>(null);
  const [under, setUnder] = useState<CandleBar>();

  const [drawing, setDrawing] = useState<Drawing>();

  useEffect(() => {
    if (host.current === null || view !== "chart") return;
    const made = drawCandles(host.current, {
      dark: scheme === "dark",
      label: (time, style) => timeText(time, zone, style),
      live,
      digits,
      under: setUnder,
    });
    setDrawing(made);
    return () => {
      setDrawing(undefined);
      made.remove();
    };
  }, [scheme, zone, view, live, digits]);

  useEffect(() => drawing?.show(bars, levels, marks), [drawing, bars, levels, marks]);

  const bar = under ?? bars[bars.length - 1];
  return (
    <div>
      <Group justify="space-between" mb="xs" mih={30}>
        <Group gap="sm" className="figure" aria-hidden={view !== "chart"}>
          <Text fw={620}>{symbol}</Text>
          {bar === undefined || view !== "chart" ? null : <Legend bar={bar} digits={digits} />}
        </Group>
        <Group gap="xs">
          {view === "chart" ? (
            <Button
              variant="subtle"
              color="gray"
              size="compact-sm"
              leftSection={<IconArrowsHorizontal size={14} aria-hidden />}
              onClick={() => drawing?.fit()}
            >
              {texts.fit}
            </Button>
          ) : null}
          <SegmentedControl
            size="xs"
            aria-label={texts.view}
            value={view}
            onChange={setView}
            data={[
              { value: "chart", label: texts.chart },
              { value: "table", label: texts.table },
            ]}
          />
        </Group>
      </Group>
      {view === "chart" ? (
        <figure ref={host} aria-label={texts.label(symbol)} className={classes.host} style={{ height }} />
      ) : (
        <BarTable bars={bars} digits={digits} levels={levels} height={height} />
      )}
    </div>
  );
}

function Legend({ bar, digits }: { bar: CandleBar; digits: number }) {
  const rise = bar.close >= bar.open;
  return (
    <Text size="xs" component="div" className={classes.legend}>
      <Time value={bar.time} />
      {(["open", "high", "low", "close"] as const).map((key) => (
        <span key={key}>
          <span className="muted">{texts[key].slice(0, 1)} </span>
          <span className={rise ? "buy" : "sell"}>
            <Price value={bar[key]} decimals={digits} />
          </span>
        </span>
      ))}
    </Text>
  );
}

function BarTable({
  bars,
  digits,
  levels,
  height,
}: {
  bars: readonly CandleBar[];
  digits: number;
  levels: readonly ChartLevel[];
  height: number;
}) {
  const newest = useMemo(() => [...bars].reverse(), [bars]);
  return (
    <ScrollArea h={height} viewportProps={{ tabIndex: 0 }}>
      {levels.length === 0 ? null : (
        <Group gap="md" mb="sm">
          {levels.map((level) => (
            <Text key={`${level.title}${level.price}`}>
              {level.title} <Price value={level.price} decimals={digits} />
            </Text>
          ))}
        </Group>
      )}
      <Table stickyHeader className="figure">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{texts.time}</Table.Th>
            {(["open", "high", "low", "close"] as const).map((key) => (
              <Table.Th key={key} ta="end">
                {texts[key]}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {newest.map((bar) => (
            <Table.Tr key={String(bar.time)}>
              <Table.Td>
                <Time value={bar.time} />
              </Table.Td>
              {(["open", "high", "low", "close"] as const).map((key) => (
                <Table.Td key={key} ta="end">
                  <Price value={bar[key]} decimals={digits} />
                </Table.Td>
              ))}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </ScrollArea>
  );
}
