import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import path from "node:path";
import type { Candle } from "@promostack/core/strategy";
import type { Report } from "../api.ts";
import { countText, dayText } from "../format.ts";
import { candleData } from "./candleData.ts";
import { equityCurves, equityPoints, fan } from "./curves.ts";
import { dataElement, Html, html } from "./html.ts";
import {
  chanceTable,
  costTables,
  definitionList,
  figureList,
  groupTables,
  headline,
  hourTable,
  monthTable,
  section,
  tradeTable,
} from "./sections.ts";

export interface ReportPage {
  report: Report;
  /** Those that the chart shows; none leaves it out. */
  candles: readonly Candle[];
  title: string;
  /** Stands before the figures that every report has. */
  first?: Html;
  /** Said at the foot: what made it, where and when. */
  madeBy: string;
}

/** Nothing but the page itself: a reader's browser asks nobody. */
const POLICY = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:";

/** A report as one HTML file that needs nothing else: figures, curves, candles with their trades, and the list of trades. */
export async function reportPage({ report, candles, title, first, madeBy }: ReportPage): Promise<string> {
  const chart = candleData(report, candles);
  const [css, script, library] = await Promise.all([
    readFile(new URL("page.css", import.meta.url), "utf8"),
    readFile(new URL("page.js", import.meta.url), "utf8"),
    chart === null ? "" : chartLibrary(),
  ]);
  const page = html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${POLICY}"><meta name="color-scheme" content="light dark">
<title>${title}</title><style>${new Html(css)}</style></head>
<body><main>
<header><h1>${title}</h1><p class="muted">${subtitle(report)}</p>${parameters(report)}</header>
${headline(report)}
${first}
${section("Equity", equityCurves(report))}
${chart === null ? null : section("Candles and trades", candleSection(chart.firstTrade))}
${section("Figures", figureList(report))}
${section("When", monthTable(report), hourTable(report), groupTables(report))}
${section("What chance could have made of it", fan(report), chanceTable(report))}
${report.sensitivity === null ? null : section("At other costs", costTables(report))}
${section("Trades", tradeTable(report))}
${definitionList()}
<footer><p>${madeBy}</p><p>Results are of the rules, not of an account: in R and pips, after spread, without swap or commission. Past results promise nothing.</p>${
    chart === null
      ? null
      : html`<p>Candles drawn with TradingView Lightweight Charts™, © TradingView, Inc., <a href="https://www.tradingview.com/">tradingview.com</a>, Apache License 2.0.</p>`
  }</footer>
</main>
${dataElement("equity-data", equityPoints(report))}
${chart === null ? null : dataElement("candle-data", chart)}
${library === "" ? null : html`<script>${new Html(library)}</script>`}
<script>${new Html(script)}</script>
</body></html>
`;
  return page.text;
}

function subtitle({ instrument, timeframe, period, candles, rules, trades }: Report): string {
  const parts = [
    instrument?.symbol,
    timeframe,
    `${dayText(period.from)} to ${dayText(period.to)}`,
    candles.count > 0 ? `${countText(candles.count)} candles of ${candles.minutes} min` : undefined,
    `${countText(trades.length)} signals`,
    rules.spread === null ? undefined : `spread ${rules.spread}`,
    `stops: ${rules.stopPolicy}`,
  ];
  return parts.filter((each) => each !== undefined && each !== null).join(" · ");
}

function parameters({ strategy }: Report): Html | null {
  const entries = Object.entries(strategy?.parameters ?? {});
  if (entries.length === 0) return null;
  return html`<p class="parameters">${entries.map(([name, value]) => html`<code>${name} = ${JSON.stringify(value)}</code> `)}</p>`;
}

function candleSection(firstTrade: number): Html {
  return html`<div class="toolbar no-print"><button type="button" id="before" aria-label="Trade before">←</button><button type="button" id="after" aria-label="Trade after">→</button><button type="button" id="whole">All</button><span id="selected" aria-live="polite"></span></div>
  <div id="candles" role="img" aria-label="Candles with entries, stops, targets and exits; the list of trades below has the same"></div>
  <p class="legend"><i class="box reward"></i> entry to last target <i class="box risk"></i> entry to stop <i class="mark"></i> fills${firstTrade > 0 ? `. Candles around the trades from number ${countText(firstTrade + 1)} on.` : ""}</p>`;
}

/** TradingView's library as one script, its licence in its first lines. */
function chartLibrary(): Promise<string> {
  const folder = path.dirname(createRequire(import.meta.url).resolve("lightweight-charts/package.json"));
  return readFile(path.join(folder, "dist/lightweight-charts.standalone.production.js"), "utf8");
}
