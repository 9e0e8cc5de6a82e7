import { Text } from "@mantine/core";
import {
  AsTable,
  Explained,
  RMultiple,
  Section,
  signed,
  Time,
  timeText,
  useTimezone,
} from "@promostack/web/kit";
import type { Report } from "../../report/api.ts";
import { DEFINITIONS } from "../../report/definitions.ts";
import { ScaledPlot } from "./ScaledPlot.tsx";
import { words as W } from "./texts.ts";

interface Point {
  time: number;
  r: number;
  /** Below the highest total so far. */
  under: number;
  /** Buy and hold until then; null where nothing says. */
  held: number | null;
}

/** The running total, buy and hold beside it, and below both how far the total stands under its peak. */
export function Course({ report }: { report: Report }) {
  const timezone = useTimezone();
  const points = pointsOf(report);
  const [first] = points;
  const last = points.at(-1);
  if (first === undefined || last === undefined || points.length < 3) return null;
  const x = points.map(({ time }) => time);
  const ends = [timeText(first.time, timezone, "day"), timeText(last.time, timezone, "day")] as const;
  const at = (index: number) => points[index] ?? last;
  const reading = (index: number) => {
    const { time, r, under, held } = at(index);
    return [
      timeText(time, timezone),
      W.totalAt(signed(r, 2)),
      W.underAt(signed(under, 2)),
      ...(held === null ? [] : [W.heldAt(signed(held, 2))]),
    ].join(" · ");
  };
  const held = points.map((point) => point.held);
  const holds = held.every((each) => each !== null);
  return (
    <Section title={W.course} intro={holds ? <HoldNote report={report} /> : undefined}>
      <ScaledPlot
        label={W.courseLabel(signed(last.r, 2))}
        x={x}
        lines={[
          {
            label: W.total,
            tone: last.r < 0 ? "down" : "up",
            values: points.map(({ r }) => r),
            filled: true,
          },
          ...(holds
            ? [
                {
                  label: DEFINITIONS.buyAndHold.label,
                  tone: "quiet" as const,
                  values: held,
                  dashed: true,
                },
              ]
            : []),
        ]}
        ends={ends}
        format={(value) => signed(value, 0)}
        reading={reading}
      />
      <Text size="sm" c="dimmed" mt="sm">
        <Explained meaning={DEFINITIONS.maxDrawdownR.meaning}>{W.drawdown}</Explained>
      </Text>
      {points.some(({ under }) => under < 0) ? (
        <ScaledPlot
          label={W.drawdownLabel(signed(-report.summary.maxDrawdownR, 2))}
          x={x}
          lines={[
            { label: W.drawdown, tone: "down", values: points.map(({ under }) => under), filled: true },
          ]}
          height={96}
          ends={ends}
          format={(value) => signed(value, 0)}
          reading={reading}
        />
      ) : (
        <Text size="sm">{W.neverUnder}</Text>
      )}
      <AsTable
        head={[W.closed, W.total, W.drawdown, ...(holds ? [DEFINITIONS.buyAndHold.label] : [])]}
        rows={points.slice(1).map(({ time, r, under, held: hold }, index) => ({
          key: `${time} ${index}`,
          cells: [
            <Time key="time" value={time} />,
            <RMultiple key="r" value={r} />,
            <RMultiple key="under" value={under} />,
            ...(holds ? [<RMultiple key="held" value={hold} />] : []),
          ],
        }))}
      />
    </Section>
  );
}

/** Both in figures: the change of the price means more beside what an R is. */
function HoldNote({ report: { benchmark, instrument } }: { report: Report }) {
  if (benchmark === null) return null;
  const digits = instrument?.digits ?? 2;
  return (
    <>
      <Explained meaning={DEFINITIONS.buyAndHold.meaning}>{DEFINITIONS.buyAndHold.label}</Explained>:{" "}
      {signed(benchmark.change, digits)} ({W.fell(benchmark.maxDrawdown.toFixed(digits))}).{" "}
      <Explained meaning={DEFINITIONS.signalsMade.meaning}>{DEFINITIONS.signalsMade.label}</Explained>:{" "}
      {signed(benchmark.signals, digits)}
    </>
  );
}

/** From the first entry on: a point for each trade that closed. */
function pointsOf({ summary, trades, benchmark }: Report): Point[] {
  const [opened] = trades;
  if (opened === undefined) return [];
  const course = benchmark?.course;
  let next = 0;
  const heldAt = (time: number) => {
    if (course === undefined) return null;
    while (next + 1 < course.length && Date.parse(course[next + 1]?.time ?? "") <= time) next++;
    const now = course[next];
    return now !== undefined && Date.parse(now.time) <= time ? now.r : 0;
  };
  let peak = 0;
  const closes = summary.equity.map(({ time, r }) => {
    peak = Math.max(peak, r);
    const closed = Date.parse(time);
    return { time: closed, r, under: r - peak, held: heldAt(closed) };
  });
  return [
    { time: Date.parse(opened.time), r: 0, under: 0, held: course === undefined ? null : 0 },
    ...closes,
  ];
}
