import { type PlatformContext, route, type Setup, Type } from "@promostack/core";
import { TIMEFRAME_MS } from "@promostack/core/strategy";
import { Candles, Closing, SignalDetail, SignalPage, SignalQuery } from "../api.ts";
import { candlesBetween, newestCandles } from "../market/candleStore.ts";
import { FeedError } from "../market/feedError.ts";
import type { Market } from "../market/market.ts";
import { feedUnavailable, isSimulated } from "../market/source.ts";
import { closeByHand, type SeenPrice, signalNotFound } from "../signals/closing.ts";
import { fillsOf, findSignal, postsOf, signalPage } from "../signals/signalRows.ts";
import { chartCandles } from "./candles.ts";
import type { PlatformOf } from "./platformOf.ts";
import { withScale } from "./shownSignal.ts";

const Id = Type.Object({ id: Type.String({ format: "uuid" }) });
const READ = { perMinute: 240 };
/** Candles shown before the entry and after the end. */
const AROUND_MS = 4 * 3_600_000;
/** A price older than this is none to close at. */
const FRESH_MS = 20 * 60_000;

/** Routes of signals. */
export function signalRoutes(p: Setup, market: Market, platformOf: PlatformOf): void {
  p.route(
    route({
      method: "GET",
      path: "/signals",
      permission: "tenant:viewer",
      summary: "The tenant's signals, newest first.",
      input: { query: SignalQuery, output: SignalPage },
      limits: READ,
      async handle(context, { query }) {
        const instruments = await market.instruments.all(platformOf(context));
        const { items, next } = await context.db((trx) => signalPage(trx, query));
        return { items: items.map((each) => withScale(each, instruments)), next };
      },
    }),
  );
  p.route(
    route({
      method: "GET",
      path: "/signals/:id",
      permission: "tenant:viewer",
      summary: "A signal with its fills and everything that was posted about it.",
      input: { params: Id, output: SignalDetail },
      limits: READ,
      async handle(context, { params }) {
        const found = await context.db(async (trx) => {
          const signal = await findSignal(trx, params.id);
          return (
            signal && {
              signal,
              fills: await fillsOf(trx, params.id),
              messages: await postsOf(trx, params.id),
            }
          );
        });
        if (found === undefined) throw signalNotFound();
        const { positionId: _position, choiceId, ...signal } = found.signal;
        const parameters = await parametersOf(platformOf(context), choiceId);
        const instruments = await market.instruments.all(platformOf(context));
        const { fills, messages } = found;
        return { ...withScale(signal, instruments), parameters, fills, messages };
      },
    }),
  );
  p.route(
    route({
      method: "GET",
      path: "/signals/:id/candles",
      permission: "tenant:viewer",
      summary: "Candles from before a signal's entry to after its end, for its chart.",
      input: { params: Id, output: Candles },
      limits: READ,
      async handle(context, { params }) {
        const signal = await context.db((trx) => findSignal(trx, params.id));
        if (signal === undefined) throw signalNotFound();
        const from = Date.parse(signal.openedAt) - AROUND_MS;
        const end = signal.closedAt === null ? context.clock.now().getTime() : Date.parse(signal.closedAt);
        const until =
          signal.closedAt === null ? end : Math.min(end + AROUND_MS, context.clock.now().getTime());
        const items = await chartCandles(platformOf(context), signal.symbol, "15min", from, until);
        const instruments = await market.instruments.all(platformOf(context));
        const shown = { symbol: signal.symbol, timeframe: "15min" as const, items };
        return { ...withScale(shown, instruments), simulated: isSimulated(platformOf(context)) };
      },
    }),
  );
  p.route(
    route({
      method: "POST",
      path: "/signals/:id/close",
      permission: "tenant:member",
      summary: "Closes what is left of an open signal at the newest price.",
      input: { params: Id, body: Closing, output: SignalDetail },
      limits: { perMinute: 30 },
      async handle(context, { params, body }) {
        const signal = await context.db((trx) => findSignal(trx, params.id));
        if (signal === undefined) throw signalNotFound();
        const price = await newestPrice(platformOf(context), market, signal.symbol);
        await closeByHand(context, params.id, price, { email: context.actor.email, note: body.reason });
        const {
          positionId: _position,
          choiceId,
          ...after
        } = await context.db(async (trx) => {
          const found = await findSignal(trx, params.id);
          if (found === undefined) throw signalNotFound();
          return { ...found, fills: await fillsOf(trx, params.id), messages: await postsOf(trx, params.id) };
        });
        const instruments = await market.instruments.all(platformOf(context));
        return {
          ...withScale(after, instruments),
          parameters: await parametersOf(platformOf(context), choiceId),
        };
      },
    }),
  );
}

async function parametersOf(context: PlatformContext, choiceId: string): Promise<Record<string, unknown>> {
  const row = await context.platformDb((trx) =>
    trx.one<{ parameters: Record<string, unknown> }>("select parameters from choice where id = $1", [
      choiceId,
    ]),
  );
  return row?.parameters ?? {};
}

/** Close of the newest candle there is, minutes before quarters. Raises `feed.*` where it is too old to trade on. */
async function newestPrice(context: PlatformContext, market: Market, symbol: string): Promise<SeenPrice> {
  const instrument = await market.instruments.of(context, symbol);
  const now = context.clock.now().getTime();
  const { problem } = await market.hub.refresh(context, symbol, "1min", { from: now - FRESH_MS });
  await market.hub.refresh(context, symbol, "15min");
  const seen = await context.platformDb(async (trx) => {
    const [minute] = (
      await candlesBetween(trx, symbol, "1min", new Date(now - FRESH_MS), new Date(now))
    ).slice(-1);
    const [quarter] = await newestCandles(trx, symbol, "15min", 1);
    const step = TIMEFRAME_MS[minute ? "1min" : "15min"];
    const candle = minute ?? quarter;
    return candle && { instrument, price: candle.close, time: candle.time + step };
  });
  if (seen !== undefined && now - seen.time <= FRESH_MS) return seen;
  throw feedUnavailable(problem ?? new FeedError("unavailable", "the newest candle is too old"));
}
