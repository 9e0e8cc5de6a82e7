import { type PlatformContext, type RouteContext, route, type Setup, Type } from "@promostack/core";
import { TIMEFRAME_MS } from "@promostack/core/strategy";
import { Closing, SignalDetail } from "../api.ts";
import { candlesBetween, newestCandles } from "../market/candleStore.ts";
import { FeedError } from "../market/feedError.ts";
import type { Market } from "../market/market.ts";
import { feedUnavailable } from "../market/source.ts";
import { cancelSignal } from "../signals/cancelling.ts";
import { closeByHand, type Deed, type SeenPrice, signalNotFound } from "../signals/closing.ts";
import { findSignal } from "../signals/signalRows.ts";
import type { PlatformOf } from "./platformOf.ts";
import { signalDetail } from "./signals.ts";

const Id = Type.Object({ id: Type.String({ format: "uuid" }) });
/** A price older than this is none to close at. */
const FRESH_MS = 20 * 60_000;

/** What a person may do to a signal. */
export function signalActRoutes(p: Setup, market: Market, platformOf: PlatformOf): void {
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
        await closeByHand(context, params.id, price, deedOf(context, "closed", params.id, body.reason));
        return signalDetail(context, platformOf(context), market, params.id);
      },
    }),
  );
  p.route(
    route({
      method: "POST",
      path: "/signals/:id/cancel",
      permission: "tenant:member",
      summary: "Takes back a signal of which nobody has been told yet; it counts nowhere.",
      input: { params: Id, body: Closing, output: SignalDetail },
      limits: { perMinute: 30 },
      async handle(context, { params, body }) {
        await cancelSignal(context, params.id, deedOf(context, "cancelled", params.id, body.reason));
        return signalDetail(context, platformOf(context), market, params.id);
      },
    }),
  );
}

function deedOf(context: RouteContext<"tenant:member">, what: string, id: string, note: string): Deed {
  return {
    email: context.actor.email,
    note,
    log: (trx, after) => context.audit(trx, { action: `signal.${what}`, target: `signal ${id}`, after }),
  };
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
