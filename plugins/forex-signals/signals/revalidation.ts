import type { PlatformContext, StrategyChoice, Transaction } from "@promostack/core";
import { type Candle, TIMEFRAME_MS, type Timeframe, toTimeframe } from "@promostack/core/strategy";
import type { Instrument } from "../domain/instrument.ts";
import { closeRest, targetsFilled } from "../domain/signal.ts";
import { judgeThesis, revalidationDue, type Thesis } from "../domain/thesis.ts";
import { toTicks } from "../domain/ticks.ts";
import { thesisMessage } from "../messages/signalFacts.ts";
import { announce } from "./announcements.ts";
import { audiencesOf } from "./audiences.ts";
import { book, followersOf } from "./bookkeeping.ts";
import { lockOpenPositions, type Position, savePosition } from "./positions.ts";

const BASE: Timeframe = "15min";

type Chosen = StrategyChoice & { id: string; timeframe: Timeframe };

/**
 * Looks again at signals that reached no target for long: are the indicators of their entry still in favour? Members hear of a
 * change only, and a broken thesis closes at market where the tenant wants that. `candles` end with the one of `close`.
 */
export async function revalidate(
  context: PlatformContext,
  instrument: Instrument,
  candles: readonly Candle[],
  close: number,
): Promise<void> {
  const last = candles.at(-1);
  if (last === undefined || last.time + TIMEFRAME_MS[BASE] !== close) return;
  const due = await context.platformDb((trx) => duePositions(trx, instrument, close));
  const looked: string[] = [];
  for (const { position, choice } of due) {
    const names = Object.keys(position.indicators);
    if (names.length === 0) continue;
    const series = choice.timeframe === BASE ? candles : toTimeframe(candles, BASE, choice.timeframe);
    const now = await indicatorsNow(context, choice, instrument, series, names);
    if (now === undefined) continue;
    const thesis = judgeThesis(position.state.direction, position.indicators, now);
    if (thesis !== position.thesis) await change(context, instrument, position.id, thesis, last, close);
    looked.push(position.id);
  }
  if (looked.length === 0) return;
  await context.platformDb((trx) =>
    trx.run("update position set revalidated_at = $2 where id = any($1::uuid[])", [looked, new Date(close)]),
  );
}

/** Undefined where the strategy fails: that is no reason to hold the signal check up. */
async function indicatorsNow(
  context: PlatformContext,
  choice: Chosen,
  { symbol, tick }: Instrument,
  candles: readonly Candle[],
  names: readonly string[],
): Promise<Record<string, number | null> | undefined> {
  try {
    return await context.sandbox.indicators({ choice, symbol, tick, candles }, names, context.signal);
  } catch (error) {
    context.signal.throwIfAborted();
    context.log.error("Indicators of an entry cannot be read", { strategy: choice.strategy, error });
    return undefined;
  }
}

async function duePositions(trx: Transaction, instrument: Instrument, close: number) {
  const open = await lockOpenPositions(trx, instrument);
  const stagnant = open.filter(
    ({ openedAt, state, revalidatedAt }) =>
      targetsFilled(state) === 0 &&
      revalidationDue(openedAt.getTime(), revalidatedAt?.getTime() ?? null, close),
  );
  if (stagnant.length === 0) return [];
  const choices = await trx.many<Chosen>(
    "select id, strategy, version, parameters, timeframe from choice where id = any($1::text[])",
    [stagnant.map(({ choiceId }) => choiceId)],
  );
  return stagnant.flatMap((position) => {
    const choice = choices.find(({ id }) => id === position.choiceId);
    return choice ? [{ position, choice }] : [];
  });
}

async function change(
  context: PlatformContext,
  instrument: Instrument,
  id: string,
  thesis: Thesis,
  candle: Candle,
  close: number,
): Promise<void> {
  await context.platformDb(async (trx) => {
    const position = (await lockOpenPositions(trx, instrument)).find((each) => each.id === id);
    if (position === undefined || position.thesis === thesis) return;
    await trx.run("update position set thesis = $2 where id = $1", [id, thesis]);
    if (thesis === "broken" && position.policy.closeOnBrokenThesis) {
      const { signal, events } = closeRest(
        position.state,
        close,
        toTicks(candle.close, instrument),
        "thesis",
      );
      await savePosition(trx, id, signal, close);
      await book(context, trx, position, signal, events);
      return;
    }
    await tell(context, trx, position, thesis, close);
  });
}

async function tell(
  context: PlatformContext,
  trx: Transaction,
  { id, state, instrument, strategy }: Position,
  thesis: Thesis,
  close: number,
): Promise<void> {
  const message = thesisMessage(thesis, { ...state, instrument, strategy }, close);
  const postKind = `thesis-${new Date(close).toISOString().slice(0, 16)}`;
  const followers = await followersOf(trx, id);
  const audience = await audiencesOf(context.tenants);
  await announce(context, trx, [{ postKind, message, time: close }], followers, audience);
}
