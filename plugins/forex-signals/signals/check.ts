import type { PlatformContext, TimedCandidate } from "@promostack/core";
import { type Candle, TIMEFRAME_MS, type Timeframe, toTimeframe } from "@promostack/core/strategy";
import type { Market } from "../market/market.ts";
import { channelsOf } from "./channels.ts";
import { type Choice, choosingTenants, distinctChoices } from "./choices.ts";
import { fanOut, markEvaluated } from "./fanOut.ts";
import { followPositions } from "./follow.ts";
import { revalidate } from "./revalidation.ts";

/** Every series is read in this timeframe; higher ones are built from it. */
const BASE: Timeframe = "15min";

/**
 * Evaluates every distinct choice of a timeframe at the close that `at` belongs to, once. Open signals are advanced to that
 * close first. Without the candle of that close (a stale feed, a closed market) nothing is evaluated. Answers how many
 * signals opened.
 */
export async function checkSignals(
  context: PlatformContext,
  market: Market,
  timeframe: Timeframe,
  at: number,
): Promise<number> {
  const step = TIMEFRAME_MS[timeframe];
  const close = Math.floor(at / step) * step;
  const weekday = new Date(close).getUTCDay();
  if (weekday === 0 || weekday === 6) return 0;
  const tenants = await choosingTenants(context.tenants);
  const all = await distinctChoices(context, tenants);
  const choices = await notYetEvaluated(
    context,
    all.filter(({ description }) => description.timeframe === timeframe),
    close,
  );
  let opened = 0;
  for (const [symbol, ofSymbol] of bySymbol(choices)) {
    await market.hub.refresh(context, symbol, BASE);
    const isOpen = await followPositions(context, market, close, symbol);
    const candles = upTo(await market.hub.series(context, symbol, BASE), BASE, close);
    if (isOpen) await revalidate(context, symbol, candles, close);
    const series = toOwn(candles, timeframe);
    if ((series.at(-1)?.time ?? 0) + step !== close) {
      context.log.info("No candle to evaluate", { symbol, timeframe, close: new Date(close) });
      continue;
    }
    for (const choice of ofSymbol) opened += await evaluate(context, choice, series, close);
  }
  return opened;
}

async function evaluate(
  context: PlatformContext,
  choice: Choice,
  candles: readonly Candle[],
  close: number,
): Promise<number> {
  let candidate: TimedCandidate | null;
  try {
    const request = { choice: choice.strategy, symbol: choice.symbol, candles };
    candidate = await context.sandbox.evaluateNewest(request, context.signal);
  } catch (error) {
    context.signal.throwIfAborted();
    // One strategy's fault is no reason to keep the others' signals back.
    context.log.error("A strategy could not be evaluated", { strategy: choice.strategy.strategy, error });
    return 0;
  }
  if (candidate !== null && candidate.time !== close) candidate = null;
  const channels =
    candidate === null
      ? undefined
      : await channelsOf(
          context,
          choice.tenants.map(({ tenantId }) => tenantId),
        );
  return context.platformDb(async (trx) => {
    const first = await markEvaluated(trx, choice, close, candidate, context.clock.now());
    if (!first || candidate === null || channels === undefined) return 0;
    return fanOut(context, trx, choice, candidate, channels);
  });
}

async function notYetEvaluated(
  context: PlatformContext,
  choices: Choice[],
  close: number,
): Promise<Choice[]> {
  if (choices.length === 0) return [];
  const done = await context.platformDb((trx) =>
    trx.many<{ id: string }>(
      "select choice_id as id from evaluation where close_time = $1 and choice_id = any($2::text[])",
      [new Date(close), choices.map(({ id }) => id)],
    ),
  );
  const ids = new Set(done.map(({ id }) => id));
  return choices.filter(({ id }) => !ids.has(id));
}

function bySymbol(choices: readonly Choice[]): Map<string, Choice[]> {
  const groups = new Map<string, Choice[]>();
  for (const choice of choices) groups.set(choice.symbol, [...(groups.get(choice.symbol) ?? []), choice]);
  return groups;
}

/** Candles that closed by `close`; the array itself where that is all of them. */
function upTo(candles: readonly Candle[], timeframe: Timeframe, close: number): readonly Candle[] {
  const step = TIMEFRAME_MS[timeframe];
  let length = candles.length;
  while (length > 0 && (candles[length - 1]?.time ?? 0) + step > close) length--;
  return length === candles.length ? candles : candles.slice(0, length);
}

function toOwn(candles: readonly Candle[], timeframe: Timeframe): readonly Candle[] {
  return timeframe === BASE ? candles : toTimeframe(candles, BASE, timeframe);
}
