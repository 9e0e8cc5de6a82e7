import type { PlatformContext, TimedCandidate } from "@promostack/core";
import { type Candle, TIMEFRAME_MS, type Timeframe, toTimeframe } from "@promostack/core/strategy";
import { isWeekend } from "../domain/guardrails.ts";
import type { Instrument } from "../domain/instrument.ts";
import { PROVIDER } from "../market/budget.ts";
import type { Standing } from "../market/feedRecord.ts";
import type { Market } from "../market/market.ts";
import { channelsOf } from "./channels.ts";
import { type Choice, choosingTenants, distinctChoices } from "./choices.ts";
import { fanOut } from "./fanOut.ts";
import { followSymbol } from "./follow.ts";
import { markEvaluated } from "./openings.ts";
import { type OpenSymbol, openSymbols } from "./positions.ts";
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
  const weekend = isWeekend(close);
  const enabled = await choosingTenants(context.tenants);
  const tenants = weekend ? enabled.filter(({ settings }) => settings.guardrails.weekends === true) : enabled;
  const all = await distinctChoices(context, tenants, await market.instruments.all(context));
  const choices = all.filter(({ description }) => description.timeframe === timeframe);
  if (timeframe === BASE) await revalidateUnchosen(context, market, choices, close);
  let opened = 0;
  for (const [instrument, ofSymbol] of byInstrument(choices)) {
    const { symbol } = instrument;
    const calendar = await market.calendars.of(context, instrument.calendar);
    if (weekend && !calendar.hasTrading(close - step, step)) continue;
    const { evaluated, standing, open } = await lookAt(context, symbol, ofSymbol, close);
    const left = ofSymbol.filter(({ id }) => !evaluated.has(id));
    if (left.length === 0) continue;
    const refreshed = await market.hub.refresh(context, symbol, BASE, { standing });
    if (open) await followSymbol(context, market, open, close);
    const whole = await market.hub.series(context, symbol, BASE, refreshed.standing);
    const candles = upTo(whole, BASE, close);
    if (open) await revalidate(context, instrument, candles, close);
    const series = timeframe === BASE ? candles : upTo(toTimeframe(whole, BASE, timeframe), timeframe, close);
    if ((series.at(-1)?.time ?? 0) + step !== close) {
      context.log.info("No candle to evaluate", { symbol, timeframe, close: new Date(close) });
      continue;
    }
    for (const choice of left) {
      const bars = barsOf(choice.description);
      const looked = { step: TIMEFRAME_MS[BASE], bars, until: close, calendar };
      const missing = market.holes.count(symbol, refreshed.standing.revision, candles, looked);
      opened += await evaluate(context, choice, series, close, missing);
    }
  }
  return opened;
}

/** Open signals of symbols that nobody chooses any more in this timeframe: their theses are looked at all the same. */
async function revalidateUnchosen(
  context: PlatformContext,
  market: Market,
  choices: readonly Choice[],
  close: number,
): Promise<void> {
  const chosen = new Set(choices.map(({ instrument }) => instrument.symbol));
  const open = await context.platformDb((trx) => openSymbols(trx, close));
  const instruments = await market.instruments.all(context);
  for (const each of open) {
    const instrument = instruments.get(each.symbol);
    if (instrument === undefined || chosen.has(each.symbol)) continue;
    await market.hub.refresh(context, each.symbol, BASE);
    await followSymbol(context, market, each, close);
    const candles = upTo(await market.hub.series(context, each.symbol, BASE), BASE, close);
    await revalidate(context, instrument, candles, close);
  }
}

/** Candles of the base timeframe that a strategy needs before it is asked. */
function barsOf({ timeframe, warmUp, higherTimeframes }: Choice["description"]): number {
  const needed = [{ timeframe, warmUp }, ...higherTimeframes];
  return Math.max(...needed.map((each) => (each.warmUp * TIMEFRAME_MS[each.timeframe]) / TIMEFRAME_MS[BASE]));
}

interface Look {
  /** Choices that were evaluated at the close already. */
  evaluated: string[] | null;
  newest: Date | null;
  revision: number;
  blockedUntil: Date | null;
  blockedFor: string | null;
  problem: Standing["problem"];
  openFrom: Date | null;
}

/** Everything that a check of a symbol begins with, in one statement: most checks find nothing else to do. */
async function lookAt(context: PlatformContext, symbol: string, choices: readonly Choice[], close: number) {
  const at = new Date(close);
  const look = await context.platformDb((trx) =>
    trx.one<Look>(
      `select
         (select array_agg(choice_id) from evaluation where close_time = $1 and choice_id = any($2::text[])) as evaluated,
         (select max(time) from candle where symbol = $3 and timeframe = $4) as newest,
         coalesce((select revision from feed where symbol = $3 and timeframe = $4), 0) as revision,
         (select min(advanced_until) from position where status = 'open' and symbol = $3) as "openFrom",
         c.blocked_until as "blockedUntil", c.reason as "blockedFor", c.problem
       from (select) one left join credit c on c.provider = $5`,
      [at, choices.map(({ id }) => id), symbol, BASE, PROVIDER],
    ),
  );
  const { evaluated = null, newest = null, revision = 0, openFrom = null } = look ?? {};
  const standing: Standing = {
    newest,
    revision,
    blockedUntil: look?.blockedUntil ?? null,
    reason: look?.blockedFor ?? null,
    problem: look?.problem ?? null,
  };
  const open: OpenSymbol | undefined = openFrom
    ? { symbol, from: openFrom, behind: openFrom < at, purpose: "check" }
    : undefined;
  return { evaluated: new Set(evaluated), standing, open };
}

async function evaluate(
  context: PlatformContext,
  choice: Choice,
  candles: readonly Candle[],
  close: number,
  missing: number,
): Promise<number> {
  let candidate: TimedCandidate | null;
  try {
    const { symbol, tick } = choice.instrument;
    const request = { choice: choice.strategy, symbol, tick, candles };
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
    const first = await markEvaluated(trx, choice, close, candidate, context.clock.now(), missing);
    if (!first || candidate === null || channels === undefined) return 0;
    return fanOut(context, trx, choice, candidate, channels);
  });
}

function byInstrument(choices: readonly Choice[]): Map<Instrument, Choice[]> {
  const groups = new Map<Instrument, Choice[]>();
  for (const choice of choices)
    groups.set(choice.instrument, [...(groups.get(choice.instrument) ?? []), choice]);
  return groups;
}

/** Candles that closed by `close`; the array itself where that is all of them. */
function upTo(candles: readonly Candle[], timeframe: Timeframe, close: number): readonly Candle[] {
  const step = TIMEFRAME_MS[timeframe];
  let length = candles.length;
  while (length > 0 && (candles[length - 1]?.time ?? 0) + step > close) length--;
  return length === candles.length ? candles : candles.slice(0, length);
}
