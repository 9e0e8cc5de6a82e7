import type { CliContext } from "@promostack/core";
import type { Report as Answer, ReportedSignal } from "../domain/report.ts";
import type { Group } from "../domain/summary.ts";
import type { CostCase, Report } from "../report/api.ts";
import { DEFINITIONS, type FigureName } from "../report/definitions.ts";
import { countText, dayText, numberText, percentText, ratioText, rText, signed } from "../report/format.ts";
import { inWeekOrder } from "../report/order.ts";
import { sparkline } from "./sparkline.ts";

/** Last signals that are listed; all of them are in the JSON. */
const LISTED = 12;
/** Width of the line of the running total. */
const LINE = 48;
const LABEL = 25;
const VALUE = 32;

/** The report for a person: what was tested, the figures, what chance could have made of them, by time, and the last signals. */
export function printReport(context: CliContext, answer: Answer, report: Report): void {
  const say = (line = "") => context.print(line.trimEnd());
  for (const line of heading(answer, report)) say(line);
  for (const block of [figures(report), chance(report), costs(report), benchmark(report), groups(report)]) {
    if (block.length === 0) continue;
    say();
    for (const line of block) say(line);
  }
  if (answer.signals.length === 0) return;
  say();
  say(`  The last ${Math.min(LISTED, answer.signals.length)} signals`);
  for (const signal of answer.signals.slice(-LISTED)) say(signalLine(signal, report));
}

function heading({ strategy, candles, signals }: Answer, report: Report): string[] {
  const { gaps, missing } = report.candles;
  const holes = gaps === 0 ? "" : `, ${countText(gaps)} gaps (${countText(missing)} candles missing)`;
  return [
    `${strategy.id} ${strategy.version}  ${JSON.stringify(strategy.parameters)}`,
    `${countText(candles.count)} candles of ${candles.timeframe}, ${dayText(candles.from)} to ${dayText(candles.to)}${holes}`,
    `${countText(report.candidates ?? 0)} candidates, ${countText(signals.length)} signals${refused(report)}`,
  ];
}

/** Two figures a line, and the running total as a line of blocks. */
function figures({ summary, figures: more, drawdown, ambiguity }: Report): string[] {
  const open = summary.open > 0 ? `, ${summary.open} still open` : "";
  const range =
    more.expectancyLowR === null ? "–" : `${rText(more.expectancyLowR)} to ${rText(more.expectancyHighR)}`;
  const cells: [FigureName, string][] = [
    ["trades", `${countText(summary.trades)}${open}`],
    [
      "winRate",
      `${percentText(summary.winRate)} (${summary.wins} / ${summary.losses} / ${summary.breakEvens})`,
    ],
    ["expectancyR", rText(summary.expectancyR)],
    ["expectancyRange", range],
    ["profitFactor", numberText(summary.profitFactor)],
    ["payoff", numberText(more.payoff)],
    ["averageWinR", rText(more.averageWinR)],
    ["averageLossR", rText(more.averageLossR)],
    ["maxDrawdownR", `${rText(-summary.maxDrawdownR)}${recovery(drawdown)}`],
    ["recovery", numberText(more.recovery)],
    ["sharpe", ratioText(more.sharpe)],
    ["sortino", ratioText(more.sortino)],
    ["longestLosingRun", countText(summary.longestLosingRun)],
    ["longestWinningRun", countText(more.longestWinningRun)],
    ["averageMinutes", more.averageMinutes === null ? "–" : `${more.averageMinutes.toFixed(0)} min`],
    ["exposure", more.exposure === null ? "–" : `${(more.exposure * 100).toFixed(1)} %`],
    ["averageAdverseR", numberText(more.averageAdverseR)],
    ["averageFavourableR", numberText(more.averageFavourableR)],
    ["ambiguity", ambiguity.trades === 0 ? "0" : `${ambiguity.trades}, at best ${rText(ambiguity.bestR)}`],
    ["tradesPerWeek", more.tradesPerWeek === null ? "–" : more.tradesPerWeek.toFixed(1)],
  ];
  const equity = [0, ...summary.equity.map((point) => point.r)];
  const total = `${rText(summary.totalR)}, ${signed(summary.totalPips, 1)} pips`;
  return [
    `  ${label("totalR").padEnd(LABEL)}${total.padEnd(VALUE)}${sparkline(equity, LINE)}`,
    ...pairs(cells.map(([name, value]) => [label(name), value])),
  ];
}

function chance({ monteCarlo }: Report): string[] {
  if (monteCarlo === null) return [];
  const { shuffled, resampled, runs, seed } = monteCarlo;
  const line = (name: FigureName, { p5, p50, p95 }: { p5: number; p50: number; p95: number }, sign: 1 | -1) =>
    `  ${label(name).padEnd(LABEL)}${[p5, p50, p95].map((each) => rText(each * sign).padStart(12)).join("")}`;
  return [
    `  ${`${countText(runs)} simulations`.padEnd(LABEL)}${["5 %", "50 %", "95 %"].map((each) => each.padStart(12)).join("")}   seed ${seed}`,
    line("shuffled", shuffled.maxDrawdownR, -1),
    line("resampled", resampled.finalR, 1),
    line("resampledDrawdown", resampled.maxDrawdownR, -1),
  ];
}

function costs({ sensitivity, summary, instrument }: Report): string[] {
  if (summary.trades === 0 || sensitivity === null) return [];
  const row = (name: FigureName, cases: CostCase[]) => [
    `  ${label(name).padEnd(LABEL)}${cases.map(({ price, booked }) => `${booked ? "*" : ""}${price.toFixed(instrument?.digits ?? 2)}`.padStart(12)).join("")}`,
    `  ${"".padEnd(LABEL)}${cases.map(({ totalR }) => rText(totalR).padStart(12)).join("")}`,
  ];
  return [...row("spreadCases", sensitivity.spread), ...row("slippageCases", sensitivity.slippage)];
}

function benchmark({ benchmark: held, instrument }: Report): string[] {
  if (held === null) return [];
  const price = (value: number) => signed(value, instrument?.digits ?? 2);
  return pairs([
    [label("buyAndHold"), `${price(held.change)} (${rText(held.changeR)})`],
    ["Its deepest fall", `${price(-held.maxDrawdown)} (${rText(held.maxDrawdownR && -held.maxDrawdownR)})`],
    [label("signalsMade"), price(held.signals)],
    ["Average risk", held.averageRisk === null ? "–" : held.averageRisk.toFixed(instrument?.digits ?? 2)],
  ]);
}

function groups({ summary, byExit, byDirection }: Report): string[] {
  if (summary.trades === 0) return [];
  const blocks = (
    [
      ["Session", summary.bySession],
      ["Weekday", Object.fromEntries(inWeekOrder(summary.byWeekday))],
      ["Hour (UTC)", summary.byHour],
      ["Month", summary.byMonth],
      ["Direction", byDirection],
      ["Exit", byExit],
    ] as const
  ).flatMap(([title, rows]) => [
    `  ${title.padEnd(14)}${"trades".padStart(8)}${"won".padStart(8)}${"R".padStart(12)}`,
    ...Object.entries(rows).map(([name, group]) => groupLine(name, group, rows)),
    "",
  ]);
  return blocks.slice(0, -1);
}

function groupLine(name: string, { trades, winRate, totalR }: Group, among: Record<string, Group>): string {
  const most = Math.max(...Object.values(among).map((each) => Math.abs(each.totalR)), 1e-9);
  const bar = (totalR < 0 ? "░" : "█").repeat(Math.round((Math.abs(totalR) / most) * 16));
  return `  ${name.padEnd(14)}${countText(trades).padStart(8)}${percentText(winRate).padStart(8)}${rText(totalR).padStart(12)}  ${bar}`;
}

function signalLine(signal: ReportedSignal, { instrument }: Report): string {
  const digits = instrument?.digits ?? 2;
  const exits = signal.fills.map((fill) => fill.reason).join(", ") || "open";
  const levels = `${signal.direction.padEnd(4)} ${signal.entry.toFixed(digits)} stop ${signal.stop.toFixed(digits)}`;
  return `  ${signal.time.slice(0, 16).replace("T", " ")}  ${levels}  ${rText(signal.resultR).padStart(8)}  ${exits}`;
}

function refused({ refusals }: Report): string {
  const parts = (refusals ?? []).map((each) => `${countText(each.count)} ${each.reason}`);
  return parts.length > 0 ? ` (kept back: ${parts.join(", ")})` : "";
}

function pairs(cells: readonly (readonly [string, string])[]): string[] {
  const lines: string[] = [];
  for (let index = 0; index < cells.length; index += 2) {
    const line = cells
      .slice(index, index + 2)
      .map(([name, value]) => `${name.padEnd(LABEL)}${value.padEnd(VALUE)}`)
      .join("");
    lines.push(`  ${line}`);
  }
  return lines;
}

function label(name: FigureName): string {
  return DEFINITIONS[name].label;
}

function recovery(drawdown: Report["drawdown"]): string {
  if (drawdown === null) return "";
  return drawdown.recoveredAt === null ? ", not made good" : `, good by ${dayText(drawdown.recoveredAt)}`;
}
