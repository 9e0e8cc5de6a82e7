import { PlatformError, route, type Setup, type Static, type Transaction, Type } from "@promostack/core";
import { type Instrument, instrument, replayedInstrument } from "../twelvedata/instruments.ts";
import { openFeed, setSource, sourceOf, tradedInstruments } from "../twelvedata/market.ts";
import { type Replay, replays, storeReplay } from "../twelvedata/replay.ts";
import { isOpen } from "../twelvedata/tradingHours.ts";
import { LIMITS, missing } from "./subject.ts";

const ReplayView = Type.Object({
  id: Type.String(),
  symbol: Type.String(),
  name: Type.String(),
  minutes: Type.Integer({ description: "Minutes of one candle" }),
  candles: Type.Integer(),
  from: Type.String(),
  to: Type.String(),
});

const MarketView = Type.Object({
  symbol: Type.String(),
  name: Type.String(),
  source: Type.Union([Type.Literal("simulated"), Type.Literal("replay")]),
  seed: Type.String(),
  replayId: Type.Union([Type.String(), Type.Null()]),
  price: Type.Union([Type.Number(), Type.Null()], { description: "At the platform clock's time" }),
  isOpen: Type.Boolean(),
  canSimulate: Type.Boolean({ description: "False: it trades by its replay alone" }),
});

/** `XAU-USD` in addresses, because a slash would end the part. */
const Market = Type.Object({ symbol: Type.String({ pattern: "^[A-Za-z0-9]{2,10}(-[A-Za-z0-9]{2,10})?$" }) });

const list = route({
  method: "GET",
  path: "/markets",
  permission: "person",
  summary: "What trades here, where its prices come from, and the stored replays",
  input: { output: Type.Object({ items: Type.Array(MarketView), replays: Type.Array(ReplayView) }) },
  limits: LIMITS,
  handle: (context) =>
    context.platformDb(async (trx) => {
      const items: Static<typeof MarketView>[] = [];
      for (const traded of await tradedInstruments(trx))
        items.push(await viewOf(trx, traded, context.clock.now()));
      return { items, replays: (await replays(trx)).map(replayView) };
    }),
});

const change = route({
  method: "PUT",
  path: "/markets/:symbol",
  permission: "person",
  summary: "Simulated with a seed, or a stored replay: the only way for a symbol that is not simulated",
  input: {
    params: Market,
    body: Type.Object({
      source: Type.Union([Type.Literal("simulated"), Type.Literal("replay")]),
      seed: Type.Optional(Type.String({ minLength: 1, maxLength: 100 })),
      replayId: Type.Optional(Type.String({ pattern: "^\\d{1,15}$" })),
    }),
    output: MarketView,
  },
  limits: LIMITS,
  handle: (context, { params, body }) =>
    context.platformDb(async (trx) => {
      const symbol = symbolOf(params.symbol);
      const simulated = instrument(symbol);
      if (body.source === "simulated" && !simulated) throw missing("simulated market", symbol);
      const before = await sourceOf(trx, symbol);
      const replayId =
        body.source === "replay" ? Number(body.replayId ?? before.replay_id ?? 0) : before.replay_id;
      if (body.source === "replay") await knownReplay(trx, replayId ?? 0, symbol);
      await setSource(trx, {
        symbol,
        source: body.source,
        seed: body.seed ?? before.seed,
        replay_id: replayId,
      });
      return viewOf(trx, simulated ?? replayedInstrument(symbol), context.clock.now());
    }),
});

const upload = route({
  method: "POST",
  path: "/replays",
  permission: "person",
  summary:
    "Stores candles of a CSV: time,open,high,low,close[,volume], times in UTC. What nothing simulates trades by it at once",
  input: {
    body: Type.Object({
      symbol: Type.String({
        pattern: "^[A-Za-z0-9]{2,10}(/[A-Za-z0-9]{2,10})?$",
        description: "XAU/USD, or any other",
      }),
      name: Type.String({ minLength: 1, maxLength: 200 }),
      csv: Type.String({ minLength: 10 }),
    }),
    output: ReplayView,
  },
  limits: { perMinute: 60, bodyBytes: 30_000_000, seconds: 60 },
  handle: (context, { body }) =>
    context.platformDb(async (trx) => {
      const symbol = symbolOf(body.symbol);
      const replay = await storeReplay(trx, { ...body, symbol });
      if (!instrument(symbol))
        await setSource(trx, { ...(await sourceOf(trx, symbol)), source: "replay", replay_id: replay.id });
      return replayView(replay);
    }),
});

const remove = route({
  method: "DELETE",
  path: "/replays/:id",
  permission: "person",
  summary: "Deletes a replay; a market that shows it goes back to the simulation",
  input: { params: Type.Object({ id: Type.String({ pattern: "^\\d{1,15}$" }) }) },
  limits: LIMITS,
  handle: async (context, { params }) => {
    await context.platformDb(async (trx) => {
      const id = Number(params.id);
      await trx.run("update market set source = 'simulated', replay_id = null where replay_id = $1", [id]);
      if ((await trx.run("delete from replay where id = $1", [id])) === 0) throw missing("replay", params.id);
    });
    return undefined;
  },
});

async function viewOf(trx: Transaction, traded: Instrument, at: Date): Promise<Static<typeof MarketView>> {
  const { symbol } = traded;
  const { source, seed, replay_id } = await sourceOf(trx, symbol);
  const now = at.getTime();
  const feed = await openFeed(trx, traded);
  const [last] = await feed.candles({
    interval: feed.finest === 1 ? "1min" : "1day",
    from: Number.NEGATIVE_INFINITY,
    to: now,
    count: 1,
    now,
  });
  return {
    symbol,
    name: traded.name,
    source,
    seed,
    replayId: replay_id === null ? null : String(replay_id),
    price: last?.close ?? null,
    isOpen: isOpen(now),
    canSimulate: instrument(symbol) !== undefined,
  };
}

async function knownReplay(trx: Transaction, id: number, symbol: string): Promise<void> {
  const [found] = await replays(trx, id);
  if (!found) throw missing("replay", String(id));
  if (found.symbol === symbol) return;
  throw new PlatformError(`The replay ${found.name} is of ${found.symbol}.`, {
    code: "playground.replay_symbol",
    status: 422,
    hint: "Choose a replay of the same symbol.",
  });
}

function symbolOf(given: string): string {
  return given.replace("-", "/").toUpperCase();
}

function replayView({ id, from, to, ...rest }: Replay): Static<typeof ReplayView> {
  return { ...rest, id: String(id), from: from.toISOString(), to: to.toISOString() };
}

/** The market's controls. The platform's clock has its own. */
export function marketPages(p: Setup): void {
  p.route(list);
  p.route(change);
  p.route(upload);
  p.route(remove);
}
