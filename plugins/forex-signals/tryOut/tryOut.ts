import {
  type PlatformContext,
  PlatformError,
  type StrategyChoice,
  type StrategyDescription,
} from "@promostack/core";
import { type Candle, TIMEFRAME_MS, type Timeframe, toTimeframe } from "@promostack/core/strategy";
import { backtest } from "../domain/backtest.ts";
import type { Guardrails } from "../domain/guardrails.ts";
import type { Instrument } from "../domain/instrument.ts";
import { parametersFor } from "../domain/parameters.ts";
import type { SignalPolicy } from "../domain/policy.ts";
import { reportSignal, summaryOf } from "../domain/report.ts";
import { type ForexSettings, policyOf, tenantGuardrails } from "../signals/settings.ts";
import type { TryOut, TryOutWish } from "./api.ts";
import type { TryOutResults } from "./results.ts";

const BASE: Timeframe = "15min";

/** What a try-out runs on: the stored candles of the tenant's first symbol. */
export interface TryOutScene {
  instrument: Instrument;
  /** Of 15 minutes, ascending. */
  candles: readonly Candle[];
  settings: ForexSettings;
}

/** Backtests a wish and the setting until now over the same candles, with the tenant's own guardrails and policy. */
export async function tryOut(
  context: Pick<PlatformContext, "sandbox">,
  scene: TryOutScene,
  wish: TryOutWish,
  results: TryOutResults,
  signal: AbortSignal,
): Promise<TryOut> {
  const { instrument, candles, settings } = scene;
  const { sandbox } = context;
  const description = await sandbox.describe(wish.strategy, wish.version || undefined);
  const test = (release: StrategyDescription, own: Record<string, unknown>) =>
    tested(context, scene, release, own, results, signal);
  const proposed = await test(description, wish.parameters);
  const { strategy, strategyVersion, parameters } = settings;
  const before = await sandbox.describe(strategy, strategyVersion || undefined).catch(unusable);
  const current = before && (await test(before, parameters).catch(unusable));
  return {
    symbol: instrument.symbol,
    candles: {
      count: candles.length,
      from: timeOf(candles[0]),
      to: timeOf(candles.at(-1)),
      needed: neededCandles(description),
    },
    proposed,
    current: current ?? null,
  };
}

async function tested(
  context: Pick<PlatformContext, "sandbox">,
  { instrument, candles, settings }: TryOutScene,
  description: StrategyDescription,
  own: Record<string, unknown>,
  results: TryOutResults,
  signal: AbortSignal,
): Promise<TryOut["proposed"]> {
  const { id, version, timeframe, guardrails } = description;
  const rules = {
    instrument,
    choice: { strategy: id, version, parameters: parametersFor(description, instrument, own) },
    guardrails: tenantGuardrails(settings, instrument, guardrails),
    policy: policyOf(settings, instrument),
  };
  return results.of(candles, rules, () => backtested(context, candles, timeframe, rules, signal));
}

interface Rules {
  instrument: Instrument;
  choice: StrategyChoice;
  guardrails: Guardrails;
  policy: SignalPolicy;
}

async function backtested(
  { sandbox }: Pick<PlatformContext, "sandbox">,
  growing: readonly Candle[],
  timeframe: Timeframe,
  { instrument, choice, guardrails, policy }: Rules,
  signal: AbortSignal,
): Promise<TryOut["proposed"]> {
  // A candle may close while the strategy is asked; both halves are of the same ones.
  const candles = [...growing];
  const { symbol, tick } = instrument;
  const series = toTimeframe(candles, BASE, timeframe);
  const candidates = await sandbox.evaluateSeries({ choice, symbol, tick, candles: series }, signal);
  const { signals, refusals } = backtest({
    instrument,
    candles,
    step: TIMEFRAME_MS[BASE],
    candidates,
    guardrails,
    policy,
  });
  const refused: Record<string, number> = {};
  for (const { reason } of refusals) refused[reason] = (refused[reason] ?? 0) + 1;
  const reported = signals.map(({ signal: each, result }) => reportSignal(each, result, instrument));
  const { strategy, version } = choice;
  return { strategy, version, candidates: candidates.length, refused, summary: summaryOf(reported) };
}

/** Candles of 15 minutes before the first evaluation. */
function neededCandles({ timeframe, warmUp, higherTimeframes }: StrategyDescription): number {
  const each = [{ timeframe, warmUp }, ...higherTimeframes];
  return Math.max(
    ...each.map((one) => Math.ceil((one.warmUp * TIMEFRAME_MS[one.timeframe]) / TIMEFRAME_MS[BASE])),
  );
}

/** A setting that cannot be used any more is nothing to compare with; other faults are faults. */
function unusable(error: unknown): undefined {
  if (PlatformError.is(error) && error.code.startsWith("strategy.")) return undefined;
  throw error;
}

function timeOf(candle: Candle | undefined): string | null {
  return candle === undefined ? null : new Date(candle.time).toISOString();
}
