import { setImmediate as otherWork } from "node:timers/promises";
import type { CliCommand, CliContext, CliOption, TimedCandidate } from "@promostack/core";
import { type Candle, TIMEFRAME_MS } from "@promostack/core/strategy";
import type { Backtest } from "../../domain/backtest.ts";
import { summaryOf } from "../../domain/report.ts";
import type { Summary } from "../../domain/summary.ts";
import type { Report } from "../../report/api.ts";
import { numberText, rText } from "../../report/format.ts";
import { reportOf } from "../../report/report.ts";
import { spanOf } from "../backtest.ts";
import {
  backtestOf,
  type PreparedSeries,
  prepareSeries,
  reportedOf,
  SERIES_OPTIONS,
} from "../preparedSeries.ts";
import { seedOption } from "../reportAnswer.ts";
import { writeResult } from "../writtenFile.ts";
import { METRIC_OPTIONS, type Metric, metricOption } from "./metric.ts";
import { type Setting, SPACE_OPTIONS, settingsOf } from "./parameterSpace.ts";
import { textTable } from "./textTable.ts";
import { type Tried, tryAll } from "./tried.ts";
import { efficiencyText, walkForwardPage } from "./walkForwardPage.ts";
import { WINDOW_OPTIONS, type Window, windowsOf } from "./windows.ts";

const FILE_OPTIONS: CliOption[] = [
  { flags: "--html <file>", description: "write windows and joined tests as one HTML file" },
  { flags: "--report <file>", description: "write the answer with the joined tests' whole report as JSON" },
];

/** A window with the setting that its training chose. */
interface Choice {
  window: Window;
  /** Null where no setting had enough trades in training: then nothing is traded in the test. */
  setting: Setting | null;
  candidates: readonly TimedCandidate[];
  trained: Summary | null;
}

/** A window as it is answered. */
export interface WalkedWindow {
  trainFrom: string;
  testFrom: string;
  testUntil: string;
  parameters: Setting | null;
  train: WindowFigures | null;
  test: WindowFigures;
}

type WindowFigures = Pick<Summary, "trades" | "totalR" | "expectancyR" | "profitFactor" | "maxDrawdownR">;

/**
 * `npx promostack walk-forward <strategy>`: settings are chosen on a stretch of candles and tested on the next, again and again; the
 * tests joined say what choosing that way would have brought. A strategy looks back only, so each setting is evaluated once over
 * all candles, and a window takes its part.
 */
export const walkForwardCommand: CliCommand = {
  summary:
    "Chooses settings on one stretch of candles, tests them on the next, and joins what the tests gave.",
  examples: [
    "walk-forward raja-banks-gold --candles gold.csv --train 6m --test 2m --random 100 --html walk.html",
    "walk-forward my-idea --candles gold.csv.gz --anchored --param stopAtr=1..2:0.25 --json",
  ],
  arguments: [{ name: "strategy", description: "id, id@version or folder of a strategy" }],
  options: [...SERIES_OPTIONS, ...SPACE_OPTIONS, ...WINDOW_OPTIONS, ...METRIC_OPTIONS, ...FILE_OPTIONS],
  async run(context, [name = ""], options) {
    const series = await prepareSeries(context, name, options);
    const { description, instrument, file } = series;
    const metric = metricOption(options);
    const step = TIMEFRAME_MS[file.timeframe];
    const [first = 0, last = 0] = [file.candles[0]?.time, file.candles.at(-1)?.time];
    const windows = windowsOf(first, last + step, options);
    const settings = settingsOf(description, options);
    const tried: Tried[] = [];
    const whole = await tryAll(context, series, settings, "Settings", (each) => tried.push(each));
    if (!whole) {
      context.print("  Broken off before every setting was tried: there is nothing to choose from.");
      return;
    }
    const order = new Map(settings.map((setting, index) => [setting, index]));
    tried.sort((a, b) => (order.get(a.setting) ?? 0) - (order.get(b.setting) ?? 0));
    const choices = await chooseAll(context, series, windows, tried, metric);
    if (choices.length < windows.length) {
      context.print("  Broken off before every window had its setting.");
      return;
    }
    const tests = choices.map((choice) => ({ ...choice, tested: testOf(series, choice) }));
    const trades = joined(series, choices);
    const signals = reportedOf(series, trades);
    const summary = summaryOf(signals);
    const efficiency = efficiencyOf(choices, summary);
    const answer = {
      strategy: { id: description.id, version: description.version, parameters: series.parameters },
      symbol: instrument.symbol,
      candles: spanOf(series.candles, description.timeframe),
      settings: settings.length,
      sort: metric.name,
      minTrades: metric.fewest,
      windows: tests.map(walked),
      efficiency,
      signals,
      summary,
    };
    context.answer(answer);
    print(context, tests, summary, efficiency);
    const { html, report: json } = options;
    if (typeof html !== "string" && typeof json !== "string") return;
    const { report, candles } = testReport(series, choices, trades, seedOption(options.seed));
    if (typeof json === "string")
      await writeResult(context, json, `${JSON.stringify({ ...answer, report }, null, 2)}\n`);
    if (typeof html === "string") {
      const title = `${description.id} ${description.version}, walked forward`;
      await writeResult(context, html, await walkForwardPage({ ...answer, report, candles, title }));
    }
    context.print(`  Report: ${[html, json].filter((file) => typeof file === "string").join(", ")}`);
  },
};

/** Windows one after the other; fewer where the person breaks off. */
async function chooseAll(
  context: CliContext,
  series: PreparedSeries,
  windows: readonly Window[],
  tried: readonly Tried[],
  metric: Metric,
): Promise<Choice[]> {
  const bar = context.progress("Windows", windows.length);
  const choices: Choice[] = [];
  try {
    for (const window of windows) {
      choices.push(choose(series, window, tried, metric));
      bar.advance();
      // Choosing is pure arithmetic: a person's Ctrl C comes through between two windows.
      await otherWork();
      if (context.signal.aborted) break;
    }
  } finally {
    bar.done();
  }
  return choices;
}

/** The setting that did best in the window's training. */
function choose(series: PreparedSeries, window: Window, tried: readonly Tried[], metric: Metric): Choice {
  let best: Choice = { window, setting: null, candidates: [], trained: null };
  let highest = Number.NEGATIVE_INFINITY;
  for (const { setting, candidates } of tried) {
    const trained = summaryOf(
      reportedOf(series, backtestOf(series, candidates, window.trainFrom, window.testFrom)),
    );
    const value = metric.of(trained);
    if (value === null || value <= highest) continue;
    highest = value;
    best = { window, setting, candidates, trained };
  }
  return best;
}

function testOf(series: PreparedSeries, { window, candidates }: Choice): Summary {
  return summaryOf(reportedOf(series, backtestOf(series, candidates, window.testFrom, window.testUntil)));
}

/** One backtest over all tests: each window proposes with its own setting, guardrails and open signals go on across its ends. */
function joined(series: PreparedSeries, choices: readonly Choice[]) {
  const candidates = choices.flatMap(({ window, candidates: own }) =>
    own.filter(({ time }) => time >= window.testFrom && time < window.testUntil),
  );
  const { from, until } = testedStretch(choices);
  return backtestOf(series, candidates, from, until);
}

function testedStretch(choices: readonly Choice[]): { from: number; until: number } {
  return { from: choices[0]?.window.testFrom ?? 0, until: choices.at(-1)?.window.testUntil ?? 0 };
}

/** The joined tests by the rules of every other report, and the candles that it is about. */
function testReport(
  { description, parameters, instrument, file, guardrails, policy }: PreparedSeries,
  choices: readonly Choice[],
  { signals, refusals }: Backtest,
  seed: number,
): { report: Report; candles: Candle[] } {
  const { from, until } = testedStretch(choices);
  const candles = file.candles.filter(({ time }) => time >= from && time < until);
  const chosen = new Set(choices.flatMap(({ setting }) => Object.keys(setting ?? {})));
  const fixed = Object.fromEntries(Object.entries(parameters).filter(([name]) => !chosen.has(name)));
  const report = reportOf({
    strategy: { id: description.id, version: description.version, parameters: fixed },
    instrument,
    timeframe: description.timeframe,
    trades: signals.map(({ signal }) => ({ signal, instrument, ...policy })),
    candles,
    step: TIMEFRAME_MS[file.timeframe],
    policy,
    guardrails,
    candidates: signals.length + refusals.length,
    refusals,
    seed,
  });
  return { report, candles };
}

/** Expectancy of the tests over the mean expectancy of the trainings that chose; null where either says nothing. */
function efficiencyOf(choices: readonly Choice[], summary: Summary): number | null {
  const trained = choices.flatMap((choice) => choice.trained?.expectancyR ?? []);
  const mean = trained.reduce((sum, each) => sum + each, 0) / trained.length;
  return summary.expectancyR === null || !(mean > 0) ? null : summary.expectancyR / mean;
}

function walked({ window, setting, trained, tested }: Choice & { tested: Summary }): WalkedWindow {
  return {
    trainFrom: iso(window.trainFrom),
    testFrom: iso(window.testFrom),
    testUntil: iso(window.testUntil),
    parameters: setting,
    train: trained && figures(trained),
    test: figures(tested),
  };
}

function figures({ trades, totalR, expectancyR, profitFactor, maxDrawdownR }: Summary): WindowFigures {
  return { trades, totalR, expectancyR, profitFactor, maxDrawdownR };
}

function print(
  context: CliContext,
  tests: readonly (Choice & { tested: Summary })[],
  summary: Summary,
  efficiency: number | null,
): void {
  const rows = tests.map(({ window, setting, trained, tested }) => [
    `${day(window.testFrom)} – ${day(window.testUntil)}`,
    rText(trained?.expectancyR ?? null),
    String(tested.trades),
    rText(tested.totalR),
    rText(tested.expectancyR),
    setting === null ? "no setting had enough trades" : JSON.stringify(setting),
  ]);
  for (const line of textTable(["test", "trained", "trades", "total", "expectancy", "chosen"], rows))
    context.print(`  ${line}`);
  context.print("");
  context.print(
    `  Tests together: ${summary.trades} trades, ${rText(summary.totalR)}, expectancy ${rText(summary.expectancyR)}, profit factor ${numberText(summary.profitFactor)}, drawdown ${rText(-summary.maxDrawdownR)}.`,
  );
  context.print(`  ${efficiencyText(efficiency)}`);
}

function iso(time: number): string {
  return new Date(time).toISOString();
}

function day(time: number): string {
  return iso(time).slice(0, 10);
}
