import type { PlatformContext, StrategyDescription, TimedCandidate } from "@promostack/core";
import { type Candle, TIMEFRAME_MS, type Timeframe, toTimeframe } from "@promostack/core/strategy";
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

export interface EvaluatedStretch {
  candidates: TimedCandidate[];
  /** The candles, minutes in their place where those are stored and a signal may be open. */
  finest: (Candle & { step?: number })[];
}

export interface EvaluatedChoice {
  description: StrategyDescription;
  parameters: Record<string, unknown>;
  instrument: Instrument;
  policy: SignalPolicy;
}

/** What a choice proposes over stored candles, and what its signals are followed by. */
export async function evaluatedOver(
  context: Pick<PlatformContext, "platformDb" | "sandbox" | "signal">,
  { description, parameters, instrument, policy }: EvaluatedChoice,
  { candles, timeframe }: Stretch,
): Promise<EvaluatedStretch> {
  const { id, version } = description;
  const candidates = await context.sandbox.evaluateSeries(
    {
      choice: { strategy: id, version, parameters },
      symbol: instrument.symbol,
      tick: instrument.tick,
      candles: toTimeframe(candles, timeframe, description.timeframe),
    },
    context.signal,
  );
  const times = candidates.map(({ time }) => time);
  const minutes = await minutesAfter(context, instrument.symbol, times, policy.timeoutMinutes);
  return { candidates, finest: withMinutes(candles, minutes, TIMEFRAME_MS[timeframe]) };
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
