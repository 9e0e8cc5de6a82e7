import { type PlatformContext, route, type Setup, type TenantContext, Type } from "@promostack/core";
import { Candles, SignalDetail, SignalPage, SignalQuery } from "../api.ts";
import type { Market } from "../market/market.ts";
import { isSimulated } from "../market/source.ts";
import { signalNotFound } from "../signals/closing.ts";
import { fillsOf, findSignal, postsOf, signalPage } from "../signals/signalRows.ts";
import { chartCandles } from "./candles.ts";
import type { PlatformOf } from "./platformOf.ts";
import { withScale } from "./shownSignal.ts";

const Id = Type.Object({ id: Type.String({ format: "uuid" }) });
const READ = { perMinute: 240 };
/** Candles shown before the entry and after the end. */
const AROUND_MS = 4 * 3_600_000;

/** Routes of signals. */
export function signalRoutes(p: Setup, market: Market, platformOf: PlatformOf): void {
  p.route(
    route({
      method: "GET",
      path: "/signals",
      permission: "tenant:viewer",
      summary: "The tenant's signals, newest first.",
      input: { query: SignalQuery, output: SignalPage },
      csv: "signals",
      limits: READ,
      async handle(context, { query }) {
        const instruments = await market.instruments.all(platformOf(context));
        const { items, next } = await context.db((trx) => signalPage(trx, query));
        return { items: items.map((each) => withScale(each, instruments)), next: next ?? null };
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
      handle: (context, { params }) => signalDetail(context, platformOf(context), market, params.id),
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
}

/** Everything about one signal. Raises `signal.not_found`. */
export async function signalDetail(
  context: Pick<TenantContext, "db">,
  platform: PlatformContext,
  market: Market,
  id: string,
): Promise<SignalDetail> {
  const {
    positionId: _position,
    stopPolicy: _policy,
    choiceId,
    ...signal
  } = await context.db(async (trx) => {
    const found = await findSignal(trx, id);
    if (found === undefined) throw signalNotFound();
    return { ...found, fills: await fillsOf(trx, id), messages: await postsOf(trx, id) };
  });
  const openings = signal.messages.filter(({ kind }) => kind === "open");
  return {
    ...withScale(signal, await market.instruments.all(platform)),
    parameters: await parametersOf(platform, choiceId),
    cancellable:
      signal.status === "open" &&
      openings.every(({ outcome }) => outcome !== "sent" && outcome !== "unknown"),
  };
}

async function parametersOf(context: PlatformContext, choiceId: string): Promise<Record<string, unknown>> {
  const row = await context.platformDb((trx) =>
    trx.one<{ parameters: Record<string, unknown> }>("select parameters from choice where id = $1", [
      choiceId,
    ]),
  );
  return row?.parameters ?? {};
}
