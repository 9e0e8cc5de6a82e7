import type { PlatformContext, StrategyDescription, TimedCandidate } from "@promostack/core";
import { type Candle, TIMEFRAME_MS, type Timeframe, toTimeframe } from "@promostack/core/strategy";
import { type Backtest, backtest } from "../../domain/backtest.ts";
import type { Guardrails } from "../../domain/guardrails.ts";
import type { Instrument } from "../../domain/instrument.ts";
import type { SignalPolicy } from "../../domain/policy.ts";
import { candlesBetween, newestCandles } from "../../market/candleStore.ts";
import { minutesAfter } from "./minutes.ts";

/** Stored series that a backtest can begin with, the finer first. */
const BASES = ["15min", "1h"] as const satisfies readonly Timeframe[];
/** Candles of one report: eight years of quarters. */
const MOST = 200_000;

export interface Stretch {
  candles: Candle[];
  timeframe: Timeframe;
}

/** Stored candles of a symbol for a strategy, the newest 200,000; undefined where there are none that it can evaluate. */
export async function storedStretch(
  { platformDb }: Pick<PlatformContext, "platformDb">,
  symbol: string,
  { timeframe: wanted }: Pick<StrategyDescription, "timeframe">,
  between?: { from: Date; until: Date },
): Promise<Stretch | undefined> {
  for (const timeframe of BASES) {
    if (TIMEFRAME_MS[timeframe] > TIMEFRAME_MS[wanted]) continue;
    const candles = await platformDb((trx) =>
      between === undefined
        ? newestCandles(trx, symbol, timeframe, MOST)
        : candlesBetween(trx, symbol, timeframe, between.from, between.until),
    );
    if (candles.length > 0) return { candles, timeframe };
  }
  return undefined;
}

export interface Tested extends Backtest {
  candidates: TimedCandidate[];
}

export interface TestedChoice {
  description: StrategyDescription;
  parameters: Record<string, unknown>;
  instrument: Instrument;
  guardrails: Guardrails;
  policy: SignalPolicy;
}

/**
 * The backtest of a choice over stored candles, its exits by the minutes where they are stored. Candidates before `since` only
 * warm the strategy up.
 */
export async function testOver(
  context: Pick<PlatformContext, "platformDb" | "sandbox" | "signal">,
  { description, parameters, instrument, guardrails, policy }: TestedChoice,
  { candles, timeframe }: Stretch,
  since = Number.NEGATIVE_INFINITY,
): Promise<Tested> {
  const { id, version } = description;
  const all = await context.sandbox.evaluateSeries(
    {
      choice: { strategy: id, version, parameters },
      symbol: instrument.symbol,
      tick: instrument.tick,
      candles: toTimeframe(candles, timeframe, description.timeframe),
    },
    context.signal,
  );
  const candidates = all.filter(({ time }) => time >= since);
  const step = TIMEFRAME_MS[timeframe];
  const times = candidates.map(({ time }) => time);
  const minutes = await minutesAfter(context, instrument.symbol, times, policy.timeoutMinutes);
  const from = Math.max(since, candles[0]?.time ?? 0);
  const finest = withMinutes(
    candles.filter(({ time }) => time + step > from),
    minutes,
    step,
  );
  return { candidates, ...backtest({ instrument, candles: finest, step, candidates, guardrails, policy }) };
}

/** Minutes in place of the candles that they cover. */
export function withMinutes(
  candles: readonly Candle[],
  minutes: readonly Candle[],
  step: number,
): (Candle & { step?: number })[] {
  const merged: (Candle & { step?: number })[] = [];
  let next = 0;
  for (const candle of candles) {
    let covered = false;
    for (
      let minute = minutes[next];
      minute !== undefined && minute.time < candle.time + step;
      minute = minutes[++next]
    ) {
      covered ||= minute.time >= candle.time;
      merged.push({ ...minute, step: TIMEFRAME_MS["1min"] });
    }
    if (!covered) merged.push(candle);
  }
  return merged;
}
