import type { CliCommand, CliContext } from "@promostack/core";
import { summaryOf } from "../../domain/report.ts";
import type { Summary } from "../../domain/summary.ts";
import { numberText, percentText, rText } from "../../report/format.ts";
import { spanOf } from "../backtest.ts";
import { backtestOf, prepareSeries, reportedOf, SERIES_OPTIONS } from "../preparedSeries.ts";
import { writeResult } from "../writtenFile.ts";
import { countOption } from "./countOption.ts";
import { METRIC_OPTIONS, metricOption } from "./metric.ts";
import { neighbourhood } from "./neighbours.ts";
import { type Setting, SPACE_OPTIONS, settingsOf } from "./parameterSpace.ts";
import { textTable } from "./textTable.ts";
import { tryAll } from "./tried.ts";

interface Result {
  parameters: Setting;
  trades: number;
  winRate: number | null;
  totalR: number;
  expectancyR: number | null;
  profitFactor: number | null;
  maxDrawdownR: number;
  sharpe: number | null;
}

/** `npx promostack sweep <strategy>`: the same candles, many settings, all cores. */
export const sweepCommand: CliCommand = {
  summary: "Backtests many settings of a strategy's parameters on one series of candles, on all cores.",
  examples: [
    "sweep raja-banks-gold --candles gold.csv --param minBodyAtr=0.3..0.8:0.1 --param entryMode=break,retest",
    "sweep my-idea --candles gold.csv.gz --random 200 --sort profitFactor --csv sweep.csv",
  ],
  arguments: [{ name: "strategy", description: "id, id@version or folder of a strategy" }],
  options: [
    ...SERIES_OPTIONS,
    ...SPACE_OPTIONS,
    ...METRIC_OPTIONS,
    { flags: "--top <n>", description: "settings that are listed", default: "20" },
    { flags: "--csv <file>", description: "write every setting with its figures" },
  ],
  async run(context, [name = ""], options) {
    const series = await prepareSeries(context, name, options);
    const { description, instrument } = series;
    const metric = metricOption(options);
    const top = countOption("--top", options.top ?? "20", "settings");
    const settings = settingsOf(description, options);
    const tried: { setting: Setting; summary: Summary; value: number | null }[] = [];
    const whole = await tryAll(context, series, settings, "Settings", ({ setting, candidates }) => {
      const summary = summaryOf(reportedOf(series, backtestOf(series, candidates)));
      tried.push({ setting, summary, value: metric.of(summary) });
    });
    // Ends of work come in any order; ties are listed in the order of the settings.
    const order = new Map(settings.map((setting, index) => [setting, index]));
    tried.sort(
      (a, b) =>
        (b.value ?? Number.NEGATIVE_INFINITY) - (a.value ?? Number.NEGATIVE_INFINITY) ||
        (order.get(a.setting) ?? 0) - (order.get(b.setting) ?? 0),
    );
    const results = tried.map(({ setting, summary }) => resultOf(setting, summary));
    const [best] = tried;
    const near = best && best.value !== null ? neighbourhood(best.setting, tried) : null;
    context.answer({
      strategy: { id: description.id, version: description.version, parameters: series.parameters },
      symbol: instrument.symbol,
      candles: spanOf(series.candles, description.timeframe),
      settings: settings.length,
      tried: tried.length,
      sort: metric.name,
      minTrades: metric.fewest,
      neighbours: near,
      results,
    });
    if (typeof options.csv === "string") await writeResult(context, options.csv, csvOf(results));
    print(context, results.slice(0, top), Object.keys(settings[0] ?? {}));
    const value = best?.value;
    warn(context, tried.length, settings.length, metric.name, value ?? null, near);
    if (!whole) context.print("  Broken off: these are the settings that were tried until then.");
  },
};

function resultOf(parameters: Setting, summary: Summary): Result {
  const { trades, winRate, totalR, expectancyR, profitFactor, maxDrawdownR, sharpe } = summary;
  return { parameters, trades, winRate, totalR, expectancyR, profitFactor, maxDrawdownR, sharpe };
}

function print(context: CliContext, results: readonly Result[], names: readonly string[]): void {
  const rows = results.map((each) => [
    ...names.map((name) => String(each.parameters[name])),
    String(each.trades),
    percentText(each.winRate),
    rText(each.totalR),
    rText(each.expectancyR),
    numberText(each.profitFactor),
    rText(-each.maxDrawdownR),
  ]);
  const head = [...names, "trades", "win rate", "total", "expectancy", "factor", "drawdown"];
  for (const line of textTable(head, rows)) context.print(`  ${line}`);
}

/** The more settings are tried, the better the best of them looks by chance alone. */
function warn(
  context: CliContext,
  tried: number,
  asked: number,
  metric: string,
  best: number | null,
  near: { count: number; mean: number } | null,
): void {
  context.print("");
  context.print(
    `  ${tried} of ${asked} settings tried. The best of many is partly luck: try it on other candles`,
  );
  context.print("  (npx promostack walk-forward does), before you believe it.");
  if (best === null) {
    context.print("  No setting has enough trades to be compared.");
  } else if (near !== null) {
    context.print(
      `  Its ${near.count} nearest neighbours have ${metric} ${near.mean.toFixed(3)} on average; it has ${best.toFixed(3)}.`,
    );
  }
}

function csvOf(results: readonly Result[]): string {
  const names = Object.keys(results[0]?.parameters ?? {});
  const figures = [
    "trades",
    "winRate",
    "totalR",
    "expectancyR",
    "profitFactor",
    "maxDrawdownR",
    "sharpe",
  ] as const;
  const lines = results.map((each) =>
    [
      ...names.map((name) => JSON.stringify(each.parameters[name] ?? "")),
      ...figures.map((name) => each[name] ?? ""),
    ].join(","),
  );
  return `${[...names, ...figures].join(",")}\n${lines.join("\n")}\n`;
}
