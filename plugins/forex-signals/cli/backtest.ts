import type { CliCommand } from "@promostack/core";
import { type Candle, TIMEFRAME_MS } from "@promostack/core/strategy";
import { type Report, reportCandidate, summaryOf } from "../domain/report.ts";
import { reportOf } from "../report/report.ts";
import { backtestOf, candidatesOf, prepareSeries, reportedOf, SERIES_OPTIONS } from "./preparedSeries.ts";
import { answerReport, REPORT_OPTIONS, seedOption } from "./reportAnswer.ts";

/** `npx promostack backtest <strategy>`: no host, no database. */
export const backtestCommand: CliCommand = {
  summary: "Runs a strategy over a CSV of candles and reports every signal in R.",
  arguments: [{ name: "strategy", description: "id, id@version or folder of a strategy" }],
  options: [
    ...SERIES_OPTIONS,
    { flags: "--candidates", description: "list every candidate, not only their number" },
    ...REPORT_OPTIONS,
  ],
  async run(context, [name = ""], options) {
    const series = await prepareSeries(context, name, options);
    const { description, parameters, instrument, file, candles, guardrails, policy } = series;
    const candidates = await candidatesOf(context, series, parameters);
    const tested = backtestOf(series, candidates);
    const reported = reportedOf(series, tested);
    const report: Report = {
      strategy: { id: description.id, version: description.version, parameters },
      candles: spanOf(candles, description.timeframe),
      candidates: options.candidates
        ? candidates.map((each) => reportCandidate(each, instrument))
        : candidates.length,
      signals: reported,
      summary: summaryOf(reported),
    };
    const whole = reportOf({
      strategy: report.strategy,
      instrument,
      timeframe: description.timeframe,
      trades: tested.signals.map(({ signal }) => ({ signal, instrument, ...policy })),
      candles: file.candles,
      step: TIMEFRAME_MS[file.timeframe],
      policy,
      guardrails,
      candidates: candidates.length,
      refusals: tested.refusals,
      seed: seedOption(options.seed),
    });
    await answerReport(context, report, whole, file.candles, options, "backtest");
  },
};

/** Number, first and last open time. */
export function spanOf(candles: readonly Candle[], timeframe: string): Report["candles"] {
  const time = (candle: Candle | undefined) => candle && new Date(candle.time).toISOString();
  return {
    count: candles.length,
    from: time(candles[0]) ?? null,
    to: time(candles.at(-1)) ?? null,
    timeframe,
  };
}
