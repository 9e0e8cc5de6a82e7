import { type PlatformContext, route, type Setup, Type } from "@promostack/core";
import { TIMEFRAME_MS } from "@promostack/core/strategy";
import type { Instrument } from "../domain/instrument.ts";
import { GOLD } from "../domain/knownInstruments.ts";
import { type Budget, readBudget, unblock } from "../market/budget.ts";
import { careForMarket, readUsage } from "../market/care.ts";
import { FeedError } from "../market/feedError.ts";
import { askAgain, listGaps, MOST_ATTEMPTS } from "../market/gapStore.ts";
import type { Market } from "../market/market.ts";
import { feedUnavailable, isSimulated } from "../market/source.ts";
import { latestPrices, readStream } from "../market/stream/streamStore.ts";
import { forecastOf, usesSince } from "../market/usage.ts";
import { Gaps, MarketState, type SeriesState, Uses } from "../marketApi.ts";
import { stateOf } from "../signals/feedState.ts";

const READ = { perMinute: 240 };
const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;
const SHOWN_GAPS = 200;

/** The admin's side of market data: how feed and budget stand, and trying again. */
export function marketAdminRoutes(p: Setup, market: Market): void {
  p.route(
    route({
      method: "GET",
      path: "/admin/market",
      permission: "admin",
      summary: "Budget, forecast, every series and the stream, as they stand.",
      input: { output: MarketState },
      limits: READ,
      handle: (context) => marketState(context, market),
    }),
  );
  p.route(
    route({
      method: "GET",
      path: "/admin/market/uses",
      permission: "admin",
      summary: "What credits were spent on, by hour, purpose and symbol.",
      input: {
        query: Type.Object({ hours: Type.Integer({ minimum: 1, maximum: 24 * 31, default: 24 }) }),
        output: Uses,
      },
      limits: READ,
      async handle(context, { query }) {
        const since = new Date(context.clock.now().getTime() - query.hours * HOUR_MS);
        const rows = await context.platformDb((trx) => usesSince(trx, since));
        return { items: rows.map((row) => ({ ...row, hour: row.hour.toISOString() })) };
      },
    }),
  );
  p.route(
    route({
      method: "GET",
      path: "/admin/market/gaps",
      permission: "admin",
      summary: "Gaps in stored candles: open ones first, newest first.",
      input: { output: Gaps },
      limits: READ,
      async handle(context) {
        const gaps = await context.platformDb((trx) => listGaps(trx, SHOWN_GAPS));
        return {
          items: gaps.map((gap) => ({
            ...gap,
            from: gap.from.toISOString(),
            until: gap.until.toISOString(),
            seenAt: gap.seenAt.toISOString(),
            askedAt: gap.askedAt?.toISOString() ?? null,
            filledAt: gap.filledAt?.toISOString() ?? null,
            givenUp: gap.filledAt === null && gap.attempts >= MOST_ATTEMPTS,
          })),
        };
      },
    }),
  );
  p.route(
    route({
      method: "POST",
      path: "/admin/market/retries",
      permission: "admin",
      summary: "Tries again now: lifts what blocks the budget, counts credits anew, and asks for open gaps.",
      input: { output: MarketState },
      limits: { perMinute: 10, seconds: 60 },
      async handle(context) {
        await context.platformDb(async (trx) => {
          await unblock(trx);
          await askAgain(trx);
        });
        try {
          await readUsage(context);
        } catch (error) {
          if (error instanceof FeedError) throw feedUnavailable(error);
          throw error;
        }
        await careForMarket(context, market);
        return marketState(context, market);
      },
    }),
  );
}

interface SeriesRow {
  symbol: string;
  timeframe: "1min" | "15min";
  newest: Date | null;
  fetchedAt: Date | null;
  revision: number;
  gaps: number;
  missing: number;
  errorCode: string | null;
  errorMessage: string | null;
  errorAt: Date | null;
}

async function marketState(context: PlatformContext, market: Market): Promise<MarketState> {
  const now = context.clock.now();
  const { budget, uses, rows, stream, prices } = await context.platformDb(async (trx) => ({
    budget: await readBudget(trx),
    uses: await usesSince(trx, new Date(now.getTime() - 4 * HOUR_MS)),
    rows: await trx.many<SeriesRow>(
      `select f.symbol, f.timeframe, n.time as newest, f.fetched_at as "fetchedAt", f.revision,
         coalesce(g.gaps, 0) as gaps, coalesce(g.missing, 0) as missing, f.error_code as "errorCode",
         f.error_message as "errorMessage", f.error_at as "errorAt"
       from feed f
       left join lateral (select time from candle c where c.symbol = f.symbol and c.timeframe = f.timeframe
         order by time desc limit 1) n on true
       left join lateral (select count(*) as gaps, sum(missing) as missing from gap
         where gap.symbol = f.symbol and gap.timeframe = f.timeframe and filled_at is null) g on true
       where f.fetched_at is not null or f.error_at is not null order by f.symbol, f.timeframe desc`,
    ),
    stream: await readStream(trx),
    prices: await latestPrices(trx),
  }));
  const { emptyAt, ...forecast } = forecastOf(budget, uses, now);
  const instruments = await market.instruments.all(context);
  const series: SeriesState[] = [];
  for (const row of rows)
    series.push(await seriesState(context, market, instruments.get(row.symbol), row, now));
  return {
    configured: Boolean(context.config("TWELVEDATA_API_KEY")),
    simulated: isSimulated(context),
    now: now.toISOString(),
    budget: budgetState(budget, now),
    forecast: { ...forecast, emptyAt: emptyAt?.toISOString() ?? null },
    series,
    stream: {
      ...stream,
      connectedAt: stream.connectedAt?.toISOString() ?? null,
      heardAt: stream.heardAt?.toISOString() ?? null,
      retryAt: stream.retryAt?.toISOString() ?? null,
      prices: prices.map(({ symbol, price, time }) => ({
        symbol,
        price,
        digits: (instruments.get(symbol) ?? GOLD).digits,
        time: time.toISOString(),
      })),
    },
  };
}

async function seriesState(
  context: PlatformContext,
  market: Market,
  instrument: Instrument | undefined,
  row: SeriesRow,
  now: Date,
): Promise<SeriesState> {
  const { errorCode, errorMessage, errorAt, newest, fetchedAt, ...rest } = row;
  const calendar = await market.calendars.of(context, instrument?.calendar ?? "crypto");
  const closeTime = newest ? newest.getTime() + TIMEFRAME_MS[row.timeframe] : undefined;
  const { state } = stateOf(now.getTime(), closeTime, calendar, errorCode ?? undefined);
  return {
    ...rest,
    // Minutes are read only while signals are open.
    state: row.timeframe === "1min" && state === "stale" ? "idle" : state,
    newest: newest?.toISOString() ?? null,
    fetchedAt: fetchedAt?.toISOString() ?? null,
    error:
      errorCode !== null && errorAt !== null
        ? { code: `feed.${errorCode}`, message: errorMessage ?? "", at: errorAt.toISOString() }
        : null,
  };
}

function budgetState(budget: Budget, now: Date): MarketState["budget"] {
  const blocked = budget.blockedUntil !== null && budget.blockedUntil > now;
  const thisMinute = budget.minute !== null && now.getTime() - budget.minute.getTime() < MINUTE_MS;
  const today = budget.day === now.toISOString().slice(0, 10);
  return {
    plan: budget.plan,
    usedThisMinute: thisMinute ? (budget.used ?? 0) : 0,
    perMinute: budget.perMinute,
    usedToday: today ? budget.dayUsed : 0,
    perDay: budget.perDay,
    blockedUntil: blocked ? (budget.blockedUntil?.toISOString() ?? null) : null,
    problem: blocked ? budget.problem : null,
    reason: blocked ? budget.reason : null,
    seenAt: budget.seenAt?.toISOString() ?? null,
    usageAt: budget.usageAt?.toISOString() ?? null,
  };
}
