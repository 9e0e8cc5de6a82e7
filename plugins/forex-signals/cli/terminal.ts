import type { CliContext } from "@promostack/core";
import type { Instrument } from "../domain/instrument.ts";
import type { Report, ReportedSignal } from "../domain/report.ts";
import type { Group, Summary } from "../domain/summary.ts";

/** Last signals that are listed; all of them are in the JSON. */
const LISTED = 12;

/** The report for a person: what was tested, the figures, by time, and the last signals. */
export function printReport(
  context: CliContext,
  report: Report,
  instrument: Pick<Instrument, "digits">,
  refusals: readonly { reason: string }[] = [],
): void {
  const { strategy, candles, summary } = report;
  const candidates = Array.isArray(report.candidates) ? report.candidates.length : report.candidates;
  const say = (line = "") => context.print(line);
  say(`${strategy.id} ${strategy.version}  ${JSON.stringify(strategy.parameters)}`);
  say(`${candles.count} candles of ${candles.timeframe}, ${day(candles.from)} to ${day(candles.to)}`);
  say(`${candidates} candidates, ${report.signals.length} signals${refused(refusals)}`);
  say();
  for (const [label, value] of figures(summary)) say(`  ${label.padEnd(22)}${value}`);
  for (const [title, groups] of [
    ["Session", summary.bySession],
    ["Weekday", summary.byWeekday],
    ["Month", summary.byMonth],
  ] as const) {
    say();
    say(`  ${title.padEnd(14)}${"trades".padStart(8)}${"won".padStart(8)}${"R".padStart(10)}`);
    for (const [name, group] of Object.entries(groups)) say(groupLine(name, group));
  }
  if (report.signals.length === 0) return;
  say();
  say(`  The last ${Math.min(LISTED, report.signals.length)} signals`);
  for (const signal of report.signals.slice(-LISTED)) say(signalLine(signal, instrument));
}

function figures(summary: Summary): [string, string][] {
  return [
    ["Trades", `${summary.trades}${summary.open > 0 ? ` (and ${summary.open} still open)` : ""}`],
    ["Won / lost / even", `${summary.wins} / ${summary.losses} / ${summary.breakEvens}`],
    ["Win rate", percent(summary.winRate)],
    ["Total", `${r(summary.totalR)}, ${summary.totalPips.toFixed(1)} pips`],
    ["Expectancy", r(summary.expectancyR)],
    ["Profit factor", number(summary.profitFactor)],
    ["Largest drawdown", r(-summary.maxDrawdownR)],
    ["Sharpe, Sortino", `${number(summary.sharpe)}, ${number(summary.sortino)} a trade`],
    ["Longest losing run", String(summary.longestLosingRun)],
    ["Ambiguous exits", String(summary.ambiguous)],
  ];
}

function groupLine(name: string, { trades, winRate, totalR }: Group): string {
  const [count, won, total] = [String(trades), percent(winRate), r(totalR)];
  return `  ${name.padEnd(14)}${count.padStart(8)}${won.padStart(8)}${total.padStart(10)}`;
}

function signalLine(signal: ReportedSignal, { digits }: Pick<Instrument, "digits">): string {
  const exits = signal.fills.map((fill) => fill.reason).join(", ") || "open";
  const levels = `${signal.direction.padEnd(4)} ${signal.entry.toFixed(digits)} stop ${signal.stop.toFixed(digits)}`;
  return `  ${signal.time.slice(0, 16).replace("T", " ")}  ${levels}  ${r(signal.resultR).padStart(8)}  ${exits}`;
}

function refused(refusals: readonly { reason: string }[]): string {
  const counts = new Map<string, number>();
  for (const { reason } of refusals) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  const parts = [...counts].sort((a, b) => b[1] - a[1]).map(([reason, count]) => `${count} ${reason}`);
  return parts.length > 0 ? ` (refused: ${parts.join(", ")})` : "";
}

const day = (time: string | null) => time?.slice(0, 10) ?? "nothing";
const number = (value: number | null) => (value === null ? "–" : value.toFixed(2));
const r = (value: number | null) =>
  value === null ? "–" : `${value >= 0 ? "+" : "−"}${Math.abs(value).toFixed(2)} R`;
const percent = (value: number | null) => (value === null ? "–" : `${(value * 100).toFixed(0)} %`);
