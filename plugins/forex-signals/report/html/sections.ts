import type { Group } from "../../domain/summary.ts";
import type { CostCase, Report } from "../api.ts";
import { DEFINITIONS, type FigureName } from "../definitions.ts";
import {
  countText,
  dayText,
  minuteText,
  numberText,
  percentText,
  ratioText,
  rText,
  signed,
} from "../format.ts";
import { byYear, inWeekOrder, WEEK } from "../order.ts";
import { type Html, html } from "./html.ts";

export function section(title: string, ...body: (Html | null)[]): Html {
  return html`<section><h2>${title}</h2>${body}</section>`;
}

/** A label that says what it means. */
export function term(name: FigureName): Html {
  const { label, meaning } = DEFINITIONS[name];
  return html`<abbr title="${meaning}" tabindex="0">${label}</abbr>`;
}

const toneOf = (value: number | null) => (value === null || value === 0 ? "" : value > 0 ? "up" : "down");

/** A result in R, in the colour of its sign. */
export function r(value: number | null): Html {
  return html`<span class="${toneOf(value)}">${rText(value)}</span>`;
}

/** The six figures that a reader asks for first. */
export function headline({ summary, figures }: Report): Html {
  const range =
    figures.expectancyLowR === null
      ? "too few trades for a range"
      : `95 %: ${rText(figures.expectancyLowR)} to ${rText(figures.expectancyHighR)}`;
  const cards: [FigureName, Html, string][] = [
    ["totalR", r(summary.totalR), `${signed(summary.totalPips, 1)} pips`],
    ["expectancyR", r(summary.expectancyR), range],
    [
      "winRate",
      html`${percentText(summary.winRate)}`,
      `${summary.wins} won, ${summary.losses} lost, ${summary.breakEvens} even`,
    ],
    ["profitFactor", html`${numberText(summary.profitFactor)}`, `payoff ${numberText(figures.payoff)}`],
    [
      "maxDrawdownR",
      r(-summary.maxDrawdownR),
      figures.recovery === null ? "never below its peak" : `recovery ${numberText(figures.recovery)}`,
    ],
    [
      "trades",
      html`${countText(summary.trades)}`,
      summary.open > 0 ? `${summary.open} still open` : tempo(figures),
    ],
  ];
  return html`<div class="cards">${cards.map(
    ([name, value, note]) =>
      html`<div class="card"><div class="name">${term(name)}</div><div class="big">${value}</div><div class="note">${note}</div></div>`,
  )}</div>`;
}

function tempo({ tradesPerWeek }: Report["figures"]): string {
  return tradesPerWeek === null ? "" : `${tradesPerWeek.toFixed(1)} a week`;
}

/** Every other figure. */
export function figureList({
  summary,
  figures,
  drawdown,
  ambiguity,
  candles,
  benchmark,
  instrument,
}: Report): Html {
  const price = (value: number | null) => (value === null ? "–" : signed(value, instrument?.digits ?? 2));
  const rows: [FigureName, Html | string][] = [
    ["averageWinR", r(figures.averageWinR)],
    ["averageLossR", r(figures.averageLossR)],
    ["bestR", r(figures.bestR)],
    ["worstR", r(figures.worstR)],
    ["sharpe", ratioText(figures.sharpe)],
    ["sortino", ratioText(figures.sortino)],
    ["longestLosingRun", countText(summary.longestLosingRun)],
    ["longestWinningRun", countText(figures.longestWinningRun)],
    ["averageMinutes", figures.averageMinutes === null ? "–" : `${figures.averageMinutes.toFixed(0)} min`],
    ["exposure", percentText(figures.exposure, 1)],
    ["averageAdverseR", numberText(figures.averageAdverseR)],
    ["averageFavourableR", numberText(figures.averageFavourableR)],
    [
      "ambiguity",
      ambiguity.trades === 0
        ? "none"
        : html`${ambiguity.trades}; booked ${rText(ambiguity.worstR)}, at best ${rText(ambiguity.bestR)}`,
    ],
    [
      "gaps",
      candles.gaps === 0
        ? "none"
        : `${countText(candles.gaps)}, ${countText(candles.missing)} candles missing`,
    ],
  ];
  if (drawdown !== null) {
    const ended =
      drawdown.recoveredAt === null ? "not made good" : `made good ${dayText(drawdown.recoveredAt)}`;
    rows.push(["maxDrawdownR", `${dayText(drawdown.from)} to ${dayText(drawdown.trough)}, ${ended}`]);
  }
  if (benchmark !== null) {
    rows.push(
      [
        "buyAndHold",
        `${price(benchmark.change)} (${rText(benchmark.changeR)}); fell ${price(-benchmark.maxDrawdown)}`,
      ],
      ["signalsMade", price(benchmark.signals)],
    );
  }
  return html`<dl class="facts">${rows.map(([name, value]) => html`<div><dt>${term(name)}</dt><dd>${value}</dd></div>`)}</dl>`;
}

export function chanceTable({ monteCarlo }: Report): Html {
  if (monteCarlo === null) return html`<p class="muted">Too few trades to simulate.</p>`;
  const { shuffled, resampled, runs, trades, seed } = monteCarlo;
  const rows: [FigureName, { p5: number; p50: number; p95: number }, 1 | -1][] = [
    ["shuffled", shuffled.maxDrawdownR, -1],
    ["resampled", resampled.finalR, 1],
    ["resampledDrawdown", resampled.maxDrawdownR, -1],
  ];
  return html`<div class="scroll"><table><thead><tr><th scope="col">${countText(runs)} runs of ${countText(trades)} trades, seed ${seed}</th><th scope="col">5 %</th><th scope="col">50 %</th><th scope="col">95 %</th></tr></thead>
    <tbody>${rows.map(
      ([name, { p5, p50, p95 }, sign]) =>
        html`<tr><th scope="row">${term(name)}</th>${[p5, p50, p95].map((each) => html`<td>${r(each * sign)}</td>`)}</tr>`,
    )}</tbody></table></div>`;
}

export function costTables({ sensitivity, instrument }: Report): Html | null {
  if (sensitivity === null) return null;
  const table = (name: FigureName, cases: readonly CostCase[]) =>
    html`<div class="scroll"><table><thead><tr><th scope="col">${term(name)}</th><th scope="col">Total</th><th scope="col">Expectancy</th><th scope="col">Won</th><th scope="col">Profit factor</th><th scope="col">Drawdown</th></tr></thead><tbody>${cases.map(
      (each) =>
        html`<tr class="${each.booked ? "booked" : ""}"><th scope="row">${each.price.toFixed(instrument?.digits ?? 2)}${each.booked ? " (booked)" : ""}</th><td>${r(each.totalR)}</td><td>${r(each.expectancyR)}</td><td>${percentText(each.winRate)}</td><td>${numberText(each.profitFactor)}</td><td>${r(-each.maxDrawdownR)}</td></tr>`,
    )}</tbody></table></div>`;
  return html`<div class="columns">${table("spreadCases", sensitivity.spread)}${table("slippageCases", sensitivity.slippage)}</div>`;
}

export function groupTables({ summary, byDirection, byExit, refusals }: Report): Html {
  const table = (title: Html | string, rows: readonly [string, Group][]) => {
    const most = rows.reduce((high, [, { totalR }]) => Math.max(high, Math.abs(totalR)), 1e-9);
    return html`<table class="groups"><thead><tr><th scope="col">${title}</th><th scope="col">Trades</th><th scope="col">Won</th><th scope="col">R</th><th></th></tr></thead><tbody>${rows.map(
      ([name, { trades, winRate, totalR }]) =>
        html`<tr><th scope="row">${name}</th><td>${countText(trades)}</td><td>${percentText(winRate)}</td><td>${r(totalR)}</td><td class="bar"><i class="${toneOf(totalR)}" style="width:${((Math.abs(totalR) / most) * 100).toFixed(0)}%"></i></td></tr>`,
    )}</tbody></table>`;
  };
  const kept =
    refusals === null || refusals.length === 0
      ? null
      : html`<table class="groups"><thead><tr><th scope="col">${term("refusals")}</th><th scope="col">Candidates</th></tr></thead><tbody>${refusals.map(
          ({ reason, count }) => html`<tr><th scope="row">${reason}</th><td>${countText(count)}</td></tr>`,
        )}</tbody></table>`;
  return html`<div class="columns">
    ${table(term("bySession"), Object.entries(summary.bySession))}
    ${table("By weekday", inWeekOrder(summary.byWeekday))}
    ${table("By direction", Object.entries(byDirection))}
    ${table(term("byExit"), Object.entries(byExit))}
    ${table("By hour, UTC", Object.entries(summary.byHour))}
    ${kept}
  </div>`;
}

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

export function monthTable({ summary }: Report): Html {
  const years = byYear(summary.byMonth);
  const most = highest(Object.values(summary.byMonth));
  return html`<div class="scroll"><table class="heat months"><thead><tr><th scope="col">${term("byMonth")}</th>${MONTHS.map((name) => html`<th scope="col">${name}</th>`)}<th scope="col">Year</th></tr></thead><tbody>${years.map(
    ({ year, months, totalR }) =>
      html`<tr><th scope="row">${year}</th>${months.map((month) => heatCell(month, most))}<td>${r(totalR)}</td></tr>`,
  )}</tbody></table></div>`;
}

/** Hours across, weekdays down; only hours in which something was entered. */
export function hourTable({ heat }: Report): Html {
  const hours = [...new Set(heat.map(({ hour }) => hour))].sort((a, b) => a - b);
  const most = highest(heat);
  const days = WEEK.map((name, index) => ({ name, weekday: (index + 1) % 7 })).filter(({ weekday }) =>
    heat.some((cell) => cell.weekday === weekday),
  );
  return html`<div class="scroll"><table class="heat"><thead><tr><th scope="col">${term("heat")}</th>${hours.map((hour) => html`<th scope="col">${String(hour).padStart(2, "0")}</th>`)}</tr></thead><tbody>${days.map(
    ({ name, weekday }) =>
      html`<tr><th scope="row">${name}</th>${hours.map((hour) =>
        heatCell(
          heat.find((cell) => cell.weekday === weekday && cell.hour === hour),
          most,
        ),
      )}</tr>`,
  )}</tbody></table></div>`;
}

function highest(groups: readonly { totalR: number }[]): number {
  return groups.reduce((high, { totalR }) => Math.max(high, Math.abs(totalR)), 1e-9);
}

function heatCell(group: Group | undefined, most: number): Html {
  if (group === undefined) return html`<td class="none"></td>`;
  const strength = (Math.abs(group.totalR) / most) * 62 + 6;
  const title = `${group.trades} trades, ${percentText(group.winRate)} won, ${rText(group.totalR)}`;
  return html`<td class="cell ${toneOf(group.totalR)}" style="--strength:${strength.toFixed(0)}%" title="${title}">${signed(group.totalR, 1)}</td>`;
}

/** Rows of the trade list in the file; the newest stay where there are more. */
const MOST_ROWS = 3_000;

export function tradeTable({ trades, instrument }: Report): Html {
  const digits = instrument?.digits ?? 2;
  const from = Math.max(0, trades.length - MOST_ROWS);
  const left =
    from === 0
      ? null
      : html`<p class="muted">The newest ${countText(MOST_ROWS)} of ${countText(trades.length)}; the JSON has all.</p>`;
  const columns = [
    "Opened, UTC",
    "Side",
    "Entry",
    "Stop",
    "Targets",
    "Closed, UTC",
    "Exit",
    "MAE",
    "MFE",
    "Pips",
    "R",
  ];
  const rows = trades.slice(from).map((trade, index) => {
    const exits = trade.fills.map(({ reason }) => reason).join(", ") || "open";
    return html`<tr data-trade="${from + index}" tabindex="0"><td>${minuteText(trade.time)}</td><td class="${trade.direction === "buy" ? "up" : "down"}">${trade.direction === "buy" ? "▲ Buy" : "▼ Sell"}</td><td>${trade.entry.toFixed(digits)}</td><td>${trade.stop.toFixed(digits)}</td><td>${trade.targets.map((each) => each.toFixed(digits)).join(" / ")}</td><td>${minuteText(trade.closedAt)}</td><td class="text">${exits}${trade.ambiguous ? html` <abbr title="${DEFINITIONS.ambiguity.meaning}">ambiguous</abbr>` : null}</td><td>${numberText(trade.adverseR)}</td><td>${numberText(trade.favourableR)}</td><td>${trade.resultPips === null ? "–" : signed(trade.resultPips, 1)}</td><td data-value="${trade.resultR ?? ""}">${r(trade.resultR)}</td></tr>`;
  });
  return html`${left}<div class="scroll tall"><table class="trades" id="trades"><thead><tr>${columns.map(
    (name, index) =>
      html`<th scope="col"${index === 0 ? html` aria-sort="ascending"` : null}><button type="button">${name}</button></th>`,
  )}</tr></thead><tbody>${rows}</tbody></table></div>`;
}

export function definitionList(): Html {
  return html`<details><summary>What the figures mean</summary><dl class="meanings">${Object.values(
    DEFINITIONS,
  ).map(({ label, meaning }) => html`<dt>${label}</dt><dd>${meaning}</dd>`)}</dl></details>`;
}
