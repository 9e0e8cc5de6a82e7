import { type RouteContext, route, type Setup, Type } from "@promostack/core";
import { Closing, SignalDetail } from "../api.ts";
import type { Market } from "../market/market.ts";
import { cancelSignal } from "../signals/cancelling.ts";
import { closeByHand, type Deed, signalNotFound } from "../signals/closing.ts";
import { closingPrice } from "../signals/closingPrice.ts";
import { findSignal } from "../signals/signalRows.ts";
import type { PlatformOf } from "./platformOf.ts";
import { signalDetail } from "./signals.ts";

const Id = Type.Object({ id: Type.String({ format: "uuid" }) });

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
        const price = await closingPrice(platformOf(context), market, signal.symbol);
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
