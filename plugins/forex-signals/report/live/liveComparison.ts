import type { PlatformContext, TimedCandidate } from "@promostack/core";
import { TIMEFRAME_MS, toTimeframe } from "@promostack/core/strategy";
import type { Lane, RuledCandidate } from "../../domain/jointBacktest.ts";
import { policyOf, tenantGuardrails } from "../../signals/settings.ts";
import { workedOut } from "../clerk/clerk.ts";
import { packed } from "../clerk/packed.ts";
import { minutesAfter } from "../stored/minutes.ts";
import { type Stretch, storedStretch, withMinutes } from "../stored/stretch.ts";
import { type Comparison, compare } from "./comparison.ts";
import type { Lived, Span } from "./lived.ts";
import type { LiveReportQuery } from "./liveReport.ts";
import type { RuledChoice } from "./ruledChoices.ts";

type Context = Pick<PlatformContext, "platformDb" | "sandbox" | "signal">;
type Tell = (doing: string, progress: number) => Promise<void>;

/**
 * The backtest of what a tenant had chosen, by the rules of each time, beside what happened. The whole of it is tested, since guardrails count over all
 * symbols; `query` narrows what is compared.
 */
export async function liveComparison(
  context: Context,
  span: Span,
  ruled: readonly RuledChoice[],
  lived: Lived,
  query: Pick<LiveReportQuery, "symbol" | "strategy">,
  tell: Tell,
): Promise<Omit<Comparison, "rulesSince">> {
  const candidates: RuledCandidate[] = [];
  const stretches = new Map<string, Stretch>();
  const without = new Set<RuledChoice>();
  for (const [index, each] of ruled.entries()) {
    const { symbol } = each.choice.instrument;
    await tell(
      `Evaluating ${each.choice.strategy.strategy} on ${symbol}`,
      0.1 + (0.7 * index) / ruled.length,
    );
    const stretch = await storedStretch(context, symbol, each.choice.description, candlesFor(each, span));
    if (stretch === undefined) {
      without.add(each);
      continue;
    }
    candidates.push(...ruledBy(each, await evaluated(context, each, stretch)));
    // Of two strategies on a symbol the finer candles follow the signals of both.
    const kept = stretches.get(symbol);
    if (kept === undefined || wider(stretch, kept)) stretches.set(symbol, stretch);
  }
  await tell("Comparing", 0.85);
  const lanes = await lanesOf(context, ruled, stretches, candidates, span);
  const tested = await workedOut(
    "comparison",
    { lanes: lanes.map((lane) => ({ ...lane, candles: packed(lane.candles) })), candidates },
    context.signal,
  );
  const wanted = tested.filter(
    ({ symbol, strategy }) =>
      (query.symbol ?? symbol) === symbol && (query.strategy ?? strategy) === strategy,
  );
  return {
    from: span.from.toISOString(),
    to: span.to.toISOString(),
    choices: ruled.map((each) => ({
      symbol: each.choice.instrument.symbol,
      strategy: each.choice.strategy.strategy,
      version: each.choice.strategy.version,
      from: each.from.toISOString(),
      to: each.to.toISOString(),
      candles: !without.has(each),
    })),
    ...compare(lived.signals, wanted, lived.refusals),
  };
}

/** The span with what the strategy needs before it. Markets rest: a stretch of time holds fewer candles than it is long. */
function candlesFor({ choice: { description } }: RuledChoice, { from, to }: Span) {
  const needed = [description, ...description.higherTimeframes].map(
    ({ timeframe, warmUp }) => warmUp * TIMEFRAME_MS[timeframe],
  );
  return { from: new Date(from.getTime() - 2 * Math.max(...needed) - 14 * TIMEFRAME_MS["1day"]), until: to };
}

function evaluated(
  { sandbox, signal }: Context,
  { choice: { strategy, instrument, description } }: RuledChoice,
  { candles, timeframe }: Stretch,
): Promise<TimedCandidate[]> {
  const { symbol, tick } = instrument;
  const series = toTimeframe(candles, timeframe, description.timeframe);
  return sandbox.evaluateSeries({ choice: strategy, symbol, tick, candles: series }, signal);
}

/** Its candidates of its time, with its rules. */
function ruledBy(
  { choice: { strategy, instrument, description }, settings, from, to }: RuledChoice,
  candidates: readonly TimedCandidate[],
): RuledCandidate[] {
  const rules = {
    symbol: instrument.symbol,
    strategy: strategy.strategy,
    version: strategy.version,
    guardrails: tenantGuardrails(settings, instrument, description.guardrails),
    policy: policyOf(settings, instrument),
  };
  return candidates
    .filter(({ time }) => time >= from.getTime() && time < to.getTime())
    .map((candidate) => ({ ...candidate, ...rules }));
}

function wider(stretch: Stretch, kept: Stretch): boolean {
  return TIMEFRAME_MS[stretch.timeframe] < TIMEFRAME_MS[kept.timeframe];
}

/** The candles of each symbol within the span, minutes where they are stored and something may be open. */
async function lanesOf(
  context: Context,
  ruled: readonly RuledChoice[],
  stretches: ReadonlyMap<string, Stretch>,
  candidates: readonly RuledCandidate[],
  { from }: Span,
): Promise<Lane[]> {
  const instruments = new Map(ruled.map(({ choice: { instrument } }) => [instrument.symbol, instrument]));
  const lanes: Lane[] = [];
  for (const [symbol, { candles, timeframe }] of stretches) {
    const instrument = instruments.get(symbol);
    if (instrument === undefined) continue;
    const step = TIMEFRAME_MS[timeframe];
    const own = candidates.filter((each) => each.symbol === symbol).sort((a, b) => a.time - b.time);
    const longest = own.reduce((most, { policy }) => Math.max(most, policy.timeoutMinutes), 0);
    const times = own.map(({ time }) => time);
    const minutes = await minutesAfter(context, symbol, times, longest);
    const within = candles.filter(({ time }) => time + step > from.getTime());
    lanes.push({ instrument, candles: withMinutes(within, minutes, step), step });
  }
  return lanes;
}
