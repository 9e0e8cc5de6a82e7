import {
  type CliContext,
  type CliOption,
  PlatformError,
  type StrategyDescription,
  type TimedCandidate,
} from "@promostack/core";
import { type Candle, TIMEFRAME_MS, type Timeframe, toTimeframe } from "@promostack/core/strategy";
import { type Backtest, backtest } from "../domain/backtest.ts";
import { type Guardrails, guardrailsFor } from "../domain/guardrails.ts";
import type { Instrument } from "../domain/instrument.ts";
import { defaultPolicy, type SignalPolicy } from "../domain/policy.ts";
import { type ReportedSignal, reportSignal } from "../domain/report.ts";
import { type CandleFile, readCandles, timeframeOption } from "./candleFile.ts";
import { chooseStrategy } from "./choice.ts";
import { chosenInstrument, INSTRUMENT_OPTIONS } from "./instrumentOption.ts";

/** What names a strategy's candles on a command line. */
export const SERIES_OPTIONS: CliOption[] = [
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
  ...INSTRUMENT_OPTIONS,
];

/** A strategy and the candles that it is to be tested on, with the rules of a tenant that left everything as it was. */
export interface PreparedSeries {
  description: StrategyDescription;
  parameters: Record<string, unknown>;
  instrument: Instrument;
  /** The finest candles there are: exits follow them. */
  file: CandleFile;
  /** The strategy's own. */
  candles: Candle[];
  hourly: Candle[] | undefined;
  guardrails: Guardrails;
  policy: SignalPolicy;
}

/** Reads what the options of `SERIES_OPTIONS` name. */
export async function prepareSeries(
  context: CliContext,
  name: string,
  options: Record<string, string | boolean | undefined>,
): Promise<PreparedSeries> {
  const instrument = await chosenInstrument(context, options);
  const { description, parameters } = await chooseStrategy(context, name, instrument, options.params);
  const timeframe = wantedTimeframe(description, options.timeframe);
  const file = await readCandles(String(options.candles), context.cwd, timeframe);
  const hours = await hourlyOption(context.cwd, options.candles1h);
  const isHourly = description.timeframe === "1h";
  return {
    description,
    parameters,
    instrument,
    file,
    candles: (isHourly && hours) || candlesFor(description.timeframe, file),
    hourly: isHourly ? undefined : hours,
    guardrails: guardrailsFor(instrument, description.guardrails),
    policy: defaultPolicy(instrument),
  };
}

/** Every candidate of the series with these parameters. `keep` where many settings are tried on the same candles. */
export function candidatesOf(
  context: CliContext,
  { description, instrument, candles, hourly }: PreparedSeries,
  parameters: Record<string, unknown>,
  keep = false,
): Promise<TimedCandidate[]> {
  return context.sandbox.evaluateSeries(
    {
      choice: { strategy: description.id, version: description.version, parameters },
      symbol: instrument.symbol,
      tick: instrument.tick,
      candles,
      ...(hourly && { hourly }),
      ...(keep && { keep }),
    },
    context.signal,
  );
}

/** What the candidates would have become, over the file's candles that open in [from, until). */
export function backtestOf(
  { instrument, file, guardrails, policy }: PreparedSeries,
  candidates: readonly TimedCandidate[],
  from = Number.NEGATIVE_INFINITY,
  until = Number.POSITIVE_INFINITY,
): Backtest {
  const whole = from === Number.NEGATIVE_INFINITY && until === Number.POSITIVE_INFINITY;
  const within = (time: number) => time >= from && time < until;
  return backtest({
    instrument,
    candles: whole ? file.candles : file.candles.filter(({ time }) => within(time)),
    step: TIMEFRAME_MS[file.timeframe],
    candidates: whole ? candidates : candidates.filter(({ time }) => within(time)),
    guardrails,
    policy,
  });
}

/** The signals of a backtest as commands print them. */
export function reportedOf({ instrument }: PreparedSeries, { signals }: Backtest): ReportedSignal[] {
  return signals.map(({ signal, result }) => reportSignal(signal, result, instrument));
}

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
