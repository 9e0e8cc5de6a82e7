import type { Candle } from "@promostack/core/strategy";
import type { Report } from "../../report/api.ts";
import { countText, numberText } from "../../report/format.ts";
import { type Html, html } from "../../report/html/html.ts";
import { reportPage } from "../../report/html/page.ts";
import { r, section } from "../../report/html/sections.ts";
import type { WalkedWindow } from "./walkForward.ts";

export interface WalkForwardPage {
  report: Report;
  candles: readonly Candle[];
  title: string;
  settings: number;
  windows: readonly WalkedWindow[];
  efficiency: number | null;
}

/** The joined tests as a report of their own, the windows that they are made of before the trades. */
export function walkForwardPage(page: WalkForwardPage): Promise<string> {
  const { report, candles, title, settings, windows, efficiency } = page;
  return reportPage({
    report,
    candles,
    title,
    first: section(
      "Windows",
      html`<p>Each test traded what did best in the training before it, of ${countText(settings)} settings. Every figure on this page is of the tests alone. ${efficiencyText(efficiency)}</p>`,
      windowTable(windows),
    ),
    madeBy: `Made by PromoStack's walk-forward on Node ${process.versions.node}.`,
  });
}

/** What the tests kept, in a sentence. */
export function efficiencyText(efficiency: number | null): string {
  return efficiency === null
    ? "Efficiency cannot be said: the trainings or the tests have no positive expectancy to compare."
    : `Efficiency ${numberText(efficiency)}: what the tests kept of the expectancy that the trainings promised.`;
}

function windowTable(windows: readonly WalkedWindow[]): Html {
  return html`<div class="scroll"><table><thead><tr><th scope="col">Training from</th><th scope="col">Test from</th><th scope="col">until</th><th scope="col">Trained</th><th scope="col">Trades</th><th scope="col">Total</th><th scope="col">Expectancy</th><th scope="col">Chosen</th></tr></thead><tbody>${windows.map(
    ({ trainFrom, testFrom, testUntil, parameters, train, test }) =>
      html`<tr><th scope="row">${day(trainFrom)}</th><td>${day(testFrom)}</td><td>${day(testUntil)}</td><td>${r(train?.expectancyR ?? null)}</td><td>${countText(test.trades)}</td><td>${r(test.totalR)}</td><td>${r(test.expectancyR)}</td><td>${chosen(parameters)}</td></tr>`,
  )}</tbody></table></div>`;
}

function chosen(parameters: WalkedWindow["parameters"]): Html {
  if (parameters === null) return html`<span class="muted">no setting had enough trades</span>`;
  return html`<span class="parameters">${Object.entries(parameters).map(([name, value]) => html`<code>${name} = ${JSON.stringify(value)}</code> `)}</span>`;
}

function day(iso: string): string {
  return iso.slice(0, 10);
}
