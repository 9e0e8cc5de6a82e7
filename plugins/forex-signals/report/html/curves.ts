import type { Report } from "../api.ts";
import { dayText, minuteText, rText } from "../format.ts";
import { type Html, html } from "./html.ts";
import { plotOf } from "./plot.ts";

/** Most points of a curve; more than a screen has. */
const POINTS = 1_500;

/** The running total, and below it how far it stands under its highest point; as a table too. */
export function equityCurves({ summary }: Report): Html {
  const { equity } = summary;
  const [first] = equity;
  const last = equity.at(-1);
  if (first === undefined || last === undefined) return html`<p class="muted">No trade has closed.</p>`;
  let peak = 0;
  const points = equity.map(({ time, r }) => {
    peak = Math.max(peak, r);
    return { time, r, under: r - peak };
  });
  const shown = thinned([{ time: first.time, r: 0, under: 0 }, ...points]);
  const x = shown.map((_, index) => index);
  const ends: [string, string] = [dayText(first.time), dayText(last.time)];
  const format = (value: number) => String(Number(value.toFixed(1))).replace("-", "−");
  return html`${plotOf({
    id: "equity",
    label: `Running total in R over ${equity.length} trades, at the end ${rText(last.r)}`,
    x,
    lines: [
      { className: last.r >= 0 ? "line up" : "line down", values: shown.map(({ r }) => r), area: true },
    ],
    height: 240,
    ends,
    format,
  })}
  ${plotOf({
    id: "drawdown",
    label: `Distance below the highest running total in R, at most ${rText(-summary.maxDrawdownR)}`,
    x,
    lines: [{ className: "line down", values: shown.map(({ under }) => under), area: true }],
    height: 84,
    ends,
    format,
  })}
  <p class="reading" id="reading" aria-live="polite">Running total in R (above) and distance below its highest point.</p>
  <details><summary>As a table</summary><div class="scroll tall"><table><thead><tr><th scope="col">Closed, UTC</th><th scope="col">Running total</th><th scope="col">Below the peak</th></tr></thead><tbody>${shown
    .slice(1)
    .map(
      ({ time, r, under }) =>
        html`<tr><th scope="row">${minuteText(time)}</th><td>${rText(r)}</td><td>${rText(under)}</td></tr>`,
    )}</tbody></table></div></details>`;
}

/** What the page's script shows under the pointer: time, total, distance below the peak. */
export function equityPoints({ summary }: Report): [string, number, number][] {
  let peak = 0;
  const [first] = summary.equity;
  if (first === undefined) return [];
  const points = summary.equity.map(({ time, r }): [string, number, number] => {
    peak = Math.max(peak, r);
    return [minuteText(time), Number(r.toFixed(3)), Number((r - peak).toFixed(3))];
  });
  return thinned([[minuteText(first.time), 0, 0], ...points]);
}

/** How the total of resampled trades spreads, with the real one on top. */
export function fan({ monteCarlo, summary }: Report): Html | null {
  if (monteCarlo === null) return null;
  const points = [{ trade: 0, p5: 0, p25: 0, p50: 0, p75: 0, p95: 0 }, ...monteCarlo.resampled.fan];
  const totals = [0, ...summary.equity.map(({ r }) => r)];
  return html`${plotOf({
    id: "fan",
    label: "Running totals of resampled trades: middle 90 %, middle half, median, and the real one",
    x: points.map(({ trade }) => trade),
    bands: [
      { className: "band wide", low: points.map(({ p5 }) => p5), high: points.map(({ p95 }) => p95) },
      { className: "band", low: points.map(({ p25 }) => p25), high: points.map(({ p75 }) => p75) },
    ],
    lines: [
      { className: "line median", values: points.map(({ p50 }) => p50) },
      { className: "line real", values: points.map(({ trade }) => totals[trade] ?? 0) },
    ],
    height: 240,
    ends: ["first trade", `${monteCarlo.trades} trades`],
    format: (value) => String(Number(value.toFixed(1))).replace("-", "−"),
  })}
  <p class="legend"><i class="band wide"></i> middle 90 % <i class="band"></i> middle half <i class="line median"></i> median <i class="line real"></i> as it went</p>`;
}

function thinned<Point>(points: readonly Point[]): Point[] {
  if (points.length <= POINTS) return [...points];
  const step = (points.length - 1) / (POINTS - 1);
  return Array.from({ length: POINTS }, (_, index) => points[Math.round(index * step)]).filter(
    (each): each is Point => each !== undefined,
  );
}
