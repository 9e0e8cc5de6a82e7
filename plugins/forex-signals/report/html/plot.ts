import { rangeOf, ticksOf } from "../scale.ts";
import { type Html, html } from "./html.ts";

export interface PlotLine {
  className: string;
  /** Values at the plot's `x`. */
  values: readonly number[];
  /** Filled down to zero. */
  area?: boolean;
}

export interface PlotBand {
  className: string;
  low: readonly number[];
  high: readonly number[];
}

export interface Plot {
  id: string;
  label: string;
  x: readonly number[];
  lines: readonly PlotLine[];
  bands?: readonly PlotBand[];
  height: number;
  /** Words under the left and the right end. */
  ends: readonly [string, string];
  format(value: number): string;
}

const WIDTH = 1000;
const HEIGHT = 100;

/** A plot that takes whatever width there is: paths stretch, lines and words keep their size. */
export function plotOf(plot: Plot): Html {
  const all = [
    ...plot.lines.map(({ values }) => values),
    ...(plot.bands ?? []).flatMap(({ low, high }) => [low, high]),
  ];
  const [low, high] = rangeOf(all);
  const ticks = ticksOf(low, high);
  const y = (value: number) => HEIGHT - ((value - low) / (high - low)) * HEIGHT;
  const [first = 0] = plot.x;
  const span = (plot.x.at(-1) ?? 1) - first || 1;
  const x = (index: number) => (((plot.x[index] ?? first) - first) / span) * WIDTH;
  const point = (value: number, index: number) => `${x(index).toFixed(1)},${y(value).toFixed(2)}`;
  return html`<div class="plot" id="${plot.id}" style="--height:${plot.height}px" data-low="${low}" data-high="${high}">
    <div class="scale" aria-hidden="true">${ticks.map((tick) => html`<span style="top:${y(tick).toFixed(2)}%">${plot.format(tick)}</span>`)}</div>
    <div class="area"><svg viewBox="0 0 ${WIDTH} ${HEIGHT}" preserveAspectRatio="none" role="img" aria-label="${plot.label}">
      ${ticks.map((tick) => html`<line class="${tick === 0 ? "zero" : "grid"}" x1="0" x2="${WIDTH}" y1="${y(tick).toFixed(2)}" y2="${y(tick).toFixed(2)}"/>`)}
      ${(plot.bands ?? []).map((band) => html`<polygon class="${band.className}" points="${[...band.high.map(point), ...band.low.map(point).reverse()].join(" ")}"/>`)}
      ${plot.lines.map((line) => [
        line.area
          ? html`<polygon class="${line.className} filled" points="${[`0,${y(0).toFixed(2)}`, ...line.values.map(point), `${x(line.values.length - 1).toFixed(1)},${y(0).toFixed(2)}`].join(" ")}"/>`
          : null,
        html`<polyline class="${line.className}" points="${line.values.map(point).join(" ")}"/>`,
      ])}
    </svg><i class="cross" hidden></i></div>
    <div class="ends" aria-hidden="true"><span>${plot.ends[0]}</span><span>${plot.ends[1]}</span></div>
  </div>`;
}
