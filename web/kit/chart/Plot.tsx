import { Box, Text } from "@mantine/core";
import { type KeyboardEvent, type PointerEvent, useState } from "react";
import classes from "./Plot.module.css";

export type PlotTone = "up" | "down" | "accent" | "quiet" | "plain";

export interface PlotLine {
  label: string;
  tone: PlotTone;
  /** At the plot's `x`. */
  values: readonly number[];
  dashed?: boolean;
  /** Filled down to zero. */
  filled?: boolean;
}

export interface PlotBand {
  label: string;
  tone: PlotTone;
  low: readonly number[];
  high: readonly number[];
}

export interface PlotProps {
  /** What it shows and how it ends, for those who do not see it. */
  label: string;
  /** Ascending. */
  x: readonly number[];
  lines: readonly PlotLine[];
  bands?: readonly PlotBand[];
  height?: number;
  /** From the lowest to the highest value that is shown, and the values that are written beside it. */
  scale: { low: number; high: number; ticks: readonly number[] };
  /** Words under the left and the right end. */
  ends: readonly [string, string];
  /** Of the scale. */
  format(value: number): string;
  /** What stands under the plot for a point, where somebody points at one. */
  reading(index: number): string;
}

const WIDTH = 1000;
const HEIGHT = 100;

/**
 * Lines over one scale that take whatever width there is. Pointing, or the arrow keys, read the values of a point; a table beside it has them all.
 */
export default function Plot(props: PlotProps) {
  const { label, x, lines, bands = [], height = 220, scale, ends, format, reading } = props;
  const [at, setAt] = useState<number>();
  const { low, high, ticks } = scale;
  const [first = 0] = x;
  const span = (x.at(-1) ?? 1) - first || 1;
  const left = (index: number) => ((x[index] ?? first) - first) / span;
  const top = (value: number) => HEIGHT - ((value - low) / (high - low)) * HEIGHT;
  const point = (value: number, index: number) =>
    `${(left(index) * WIDTH).toFixed(1)},${top(value).toFixed(2)}`;
  const last = x.length - 1;
  const shown = at === undefined ? undefined : Math.min(at, last);

  const pointed = (event: PointerEvent<HTMLDivElement>) => {
    const { left: begin, width } = event.currentTarget.getBoundingClientRect();
    setAt(nearest(x, first + ((event.clientX - begin) / width) * span));
  };
  const pressed = (event: KeyboardEvent<HTMLDivElement>) => {
    const next = moved(event.key, shown ?? last, last);
    if (next === undefined) return;
    event.preventDefault();
    setAt(next);
  };
  return (
    <div>
      <Box className={classes.plot} __vars={{ "--height": `${height}px` }}>
        <div className={`figure ${classes.scale}`} aria-hidden>
          {ticks.map((tick) => (
            <span key={tick} style={{ top: `${top(tick)}%` }}>
              {format(tick)}
            </span>
          ))}
        </div>
        <div
          className={classes.area}
          role="slider"
          tabIndex={0}
          aria-label={label}
          aria-valuemin={0}
          aria-valuemax={last}
          aria-valuenow={shown ?? last}
          aria-valuetext={reading(shown ?? last)}
          onPointerMove={pointed}
          onPointerDown={pointed}
          onPointerLeave={() => setAt(undefined)}
          onKeyDown={pressed}
          onBlur={() => setAt(undefined)}
        >
          <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" aria-hidden>
            {ticks.map((tick) => (
              <line
                key={tick}
                className={tick === 0 ? classes.zero : classes.grid}
                x1="0"
                x2={WIDTH}
                y1={top(tick)}
                y2={top(tick)}
              />
            ))}
            {bands.map((band) => (
              <polygon
                key={band.label}
                className={`${classes.band} ${classes[band.tone]}`}
                points={[...band.high.map(point), ...band.low.map(point).reverse()].join(" ")}
              />
            ))}
            {lines.map(({ label: name, tone, values, dashed, filled }) => (
              <g key={name} className={classes[tone]}>
                {filled ? (
                  <polygon
                    className={classes.under}
                    points={`0,${top(0)} ${values.map(point).join(" ")} ${left(last) * WIDTH},${top(0)}`}
                  />
                ) : null}
                <polyline
                  className={dashed ? `${classes.line} ${classes.dashed}` : classes.line}
                  points={values.map(point).join(" ")}
                />
              </g>
            ))}
          </svg>
          {shown === undefined ? null : (
            <span className={classes.cross} style={{ left: `${left(shown) * 100}%` }} />
          )}
        </div>
        <div className={classes.ends} aria-hidden>
          <span>{ends[0]}</span>
          <span>{ends[1]}</span>
        </div>
      </Box>
      {lines.length + bands.length < 2 ? null : <Legend lines={lines} bands={bands} />}
      <Text size="sm" c="dimmed" className="figure" mih="1.5em" aria-hidden>
        {shown === undefined ? "" : reading(shown)}
      </Text>
    </div>
  );
}

function Legend({ lines, bands }: { lines: readonly PlotLine[]; bands: readonly PlotBand[] }) {
  return (
    <div className={classes.legend} aria-hidden>
      {lines.map(({ label, tone, dashed }) => (
        <span key={label} className={classes[tone]}>
          <i className={dashed ? classes.dashedKey : undefined} />
          <Text component="span" size="sm">
            {label}
          </Text>
        </span>
      ))}
      {bands.map(({ label, tone }) => (
        <span key={label} className={classes[tone]}>
          <i className={classes.box} />
          <Text component="span" size="sm">
            {label}
          </Text>
        </span>
      ))}
    </div>
  );
}

/** Index of the point next to a place on the axis. */
function nearest(x: readonly number[], place: number): number {
  let low = 0;
  let high = x.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((x[middle] ?? 0) < place) low = middle + 1;
    else high = middle;
  }
  const before = x[low - 1];
  return before !== undefined && place - before < (x[low] ?? place) - place ? low - 1 : low;
}

function moved(key: string, from: number, last: number): number | undefined {
  const by: Record<string, number> = {
    ArrowLeft: from - 1,
    ArrowDown: from - 1,
    ArrowRight: from + 1,
    ArrowUp: from + 1,
    PageDown: from - 10,
    PageUp: from + 10,
    Home: 0,
    End: last,
  };
  const to = by[key];
  return to === undefined ? undefined : Math.max(0, Math.min(last, to));
}
