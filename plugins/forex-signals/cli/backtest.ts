import { type CliCommand, PlatformError, type StrategyDescription } from "@promostack/core";
import { type Candle, TIMEFRAME_MS, type Timeframe, toTimeframe } from "@promostack/core/strategy";
import { backtest } from "../domain/backtest.ts";
import { guardrailsFor } from "../domain/guardrails.ts";
import { defaultPolicy } from "../domain/policy.ts";
import { type Report, reportCandidate, reportSignal, summaryOf } from "../domain/report.ts";
import { reportOf } from "../report/report.ts";
import { type CandleFile, readCandles, timeframeOption } from "./candleFile.ts";
import { chooseStrategy, instrumentOption } from "./choice.ts";
import { answerReport, REPORT_OPTIONS, seedOption } from "./reportAnswer.ts";

/** `npx promostack backtest <strategy>`: no host, no database. */
export const backtestCommand: CliCommand = {
  summary: "Runs a strategy over a CSV of candles and reports every signal in R.",
  arguments: [{ name: "strategy", description: "id, id@version or folder of a strategy" }],
  options: [
    {
      flags: "--candles <file>",
      description: "CSV or CSV.gz: time,open,high,low,close[,volume]",
      required: true,
    },
    { flags: "--candles-1h <file>", description: "one-hour candles of the source's own" },
    {
      flags: "--timeframe <name>",
      description: "timeframe that the strategy evaluates, to be sure: 15min, 1h …",
    },
    { flags: "--params <json>", description: "the strategy's parameters that differ from its defaults" },
    { flags: "--symbol <symbol>", description: "symbol of the candles", default: "XAU/USD" },
    { flags: "--candidates", description: "list every candidate, not only their number" },
    ...REPORT_OPTIONS,
  ],
  async run(context, [name = ""], options) {
    const instrument = instrumentOption(options.symbol);
    const { description, parameters } = await chooseStrategy(context, name, instrument, options.params);
    const timeframe = wantedTimeframe(description, options.timeframe);
    const file = await readCandles(String(options.candles), context.cwd, timeframe);
    const hourly = await hourlyOption(context.cwd, options.candles1h);
    const isHourly = description.timeframe === "1h";
    const candles = (isHourly && hourly) || candlesFor(description.timeframe, file);
    const candidates = await context.sandbox.evaluateSeries(
      {
        choice: { strategy: description.id, version: description.version, parameters },
        symbol: instrument.symbol,
        tick: instrument.tick,
        candles,
        ...(hourly && !isHourly && { hourly }),
      },
      context.signal,
    );
    const policy = defaultPolicy(instrument);
    const guardrails = guardrailsFor(instrument, description.guardrails);
    const { signals, refusals } = backtest({
      instrument,
      candles: file.candles,
      step: TIMEFRAME_MS[file.timeframe],
      candidates,
      guardrails,
      policy,
    });
    const reported = signals.map(({ signal, result }) => reportSignal(signal, result, instrument));
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
      trades: signals.map(({ signal }) => ({ signal, instrument, ...policy })),
      candles: file.candles,
      step: TIMEFRAME_MS[file.timeframe],
      policy,
      guardrails,
      candidates: candidates.length,
      refusals,
      seed: seedOption(options.seed),
    });
    await answerReport(context, report, whole, file.candles, options, "backtest");
  },
};

/** `--candles-1h`: the source's own hours. A strategy on hours evaluates them; exits still follow the finer file. */
async function hourlyOption(
  cwd: string,
  option: string | boolean | undefined,
): Promise<Candle[] | undefined> {
  if (typeof option !== "string") return undefined;
  const file = await readCandles(option, cwd, "1h");
  if (file.timeframe === "1h") return file.candles;
  throw new PlatformError(`${option} has ${file.timeframe} candles, not one-hour ones.`, {
    code: "candles.not_hourly",
    status: 400,
    hint: "Leave --candles-1h out where there is no file of hours: they are built from finer candles.",
  });
}

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

/** `--timeframe` may say what the strategy evaluates anyway; another one is a mistake that must not pass. */
export function wantedTimeframe(
  { id, timeframe }: StrategyDescription,
  option: string | boolean | undefined,
): Timeframe | undefined {
  const wanted = timeframeOption(option);
  if (wanted === undefined || wanted === timeframe) return wanted;
  throw new PlatformError(`${id} evaluates ${timeframe} candles, not ${wanted} ones.`, {
    code: "strategy.other_timeframe",
    status: 400,
    hint: "Leave --timeframe out: finer candles in the file are put together as the strategy needs them.",
  });
}

/** The strategy's candles: the file's own, or built from finer ones. */
export function candlesFor(timeframe: CandleFile["timeframe"], file: CandleFile): Candle[] {
  if (TIMEFRAME_MS[file.timeframe] > TIMEFRAME_MS[timeframe])
    throw new PlatformError(`The strategy needs ${timeframe} candles; the file has ${file.timeframe} ones.`, {
      code: "candles.too_coarse",
      status: 400,
      hint: `Give a file of ${timeframe} candles or finer ones.`,
    });
  return toTimeframe(file.candles, file.timeframe, timeframe);
}
