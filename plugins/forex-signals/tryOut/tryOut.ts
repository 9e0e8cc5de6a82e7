import { type PlatformContext, PlatformError, type StrategyDescription } from "@promostack/core";
import { type Candle, TIMEFRAME_MS, type Timeframe, toTimeframe } from "@promostack/core/strategy";
import { backtest } from "../domain/backtest.ts";
import type { Instrument } from "../domain/instrument.ts";
import { parametersFor } from "../domain/parameters.ts";
import { reportSignal, summaryOf } from "../domain/report.ts";
import { type ForexSettings, policyOf, tenantGuardrails } from "../signals/settings.ts";
import type { TryOut, TryOutWish } from "./api.ts";

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
  signal: AbortSignal,
): Promise<TryOut> {
  const { instrument, candles, settings } = scene;
  const { sandbox } = context;
  const description = await sandbox.describe(wish.strategy, wish.version || undefined);
  const proposed = await tested(context, scene, description, wish.parameters, signal);
  const { strategy, strategyVersion, parameters } = settings;
  const before = await sandbox.describe(strategy, strategyVersion || undefined).catch(unusable);
  const current = before && (await tested(context, scene, before, parameters, signal).catch(unusable));
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
  { sandbox }: Pick<PlatformContext, "sandbox">,
  { instrument, candles, settings }: TryOutScene,
  description: StrategyDescription,
  own: Record<string, unknown>,
  signal: AbortSignal,
): Promise<TryOut["proposed"]> {
  const { id, version, timeframe, guardrails } = description;
  const { symbol, tick } = instrument;
  const choice = { strategy: id, version, parameters: parametersFor(description, instrument, own) };
  const series = toTimeframe(candles, BASE, timeframe);
  const candidates = await sandbox.evaluateSeries({ choice, symbol, tick, candles: series }, signal);
  const { signals, refusals } = backtest({
    instrument,
    candles,
    step: TIMEFRAME_MS[BASE],
    candidates,
    guardrails: tenantGuardrails(settings, instrument, guardrails),
    policy: policyOf(settings, instrument),
  });
  const refused: Record<string, number> = {};
  for (const { reason } of refusals) refused[reason] = (refused[reason] ?? 0) + 1;
  const reported = signals.map(({ signal: each, result }) => reportSignal(each, result, instrument));
  return { strategy: id, version, candidates: candidates.length, refused, summary: summaryOf(reported) };
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
