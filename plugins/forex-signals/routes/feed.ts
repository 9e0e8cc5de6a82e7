import { type PlatformContext, route, type Setup } from "@promostack/core";
import { Feed, FeedQuery, SymbolPrices } from "../api.ts";
import type { Instrument } from "../domain/instrument.ts";
import { GOLD } from "../domain/knownInstruments.ts";
import type { Market } from "../market/market.ts";
import { choicesOf } from "../signals/choices.ts";
import { feedOf, newestPrices } from "../signals/feedState.ts";
import { type ForexSettings, forexSettings } from "../signals/settings.ts";
import type { PlatformOf } from "./platformOf.ts";
import { withScale } from "./shownSignal.ts";

/** Routes that say what the prices are and how fresh. */
export function feedRoutes(p: Setup, market: Market, platformOf: PlatformOf): void {
  p.route(
    route({
      method: "GET",
      path: "/feed",
      permission: "tenant:viewer",
      summary:
        "How fresh the prices are, what the feed answered last, and when the tenant's strategy was last evaluated.",
      input: { query: FeedQuery, output: Feed },
      limits: { perMinute: 240 },
      async handle(context, { query }) {
        const platform = platformOf(context);
        const settings = forexSettings(context.settings);
        const instruments = await market.instruments.all(platform);
        const choices = await choicesOf(platform, settings, instruments);
        const { pause, open } = await context.db(async (trx) => ({
          pause: await trx.one<{ until: Date; reason: string | null; by: string | null }>(
            `select paused_until as until, paused_reason as reason, paused_by as by from tenant_state
             where paused_until > $1`,
            [context.clock.now()],
          ),
          open: await trx.many<{ symbol: string; strategy: string }>(
            "select distinct symbol, strategy from signal where status = 'open' order by symbol",
          ),
        }));
        const shown = query.symbol ?? settings.symbols[0] ?? GOLD.symbol;
        const instrument = await market.instruments.of(platform, shown);
        return {
          ...withScale(await feedOf(platform, market, instrument), instruments),
          prices: await newestPrices(platform, market, followed(settings, open, instruments)),
          lastCheck: await lastEvaluation(
            platform,
            choices.map(({ id }) => id),
          ),
          pausedUntil: pause?.until.toISOString() ?? null,
          pauseReason: pause?.reason ?? null,
          pausedBy: pause?.by ?? null,
          queuedBehind: open.find(({ strategy }) => strategy !== settings.strategy)?.strategy ?? null,
        };
      },
    }),
  );
  p.route(
    route({
      method: "GET",
      path: "/prices",
      permission: "tenant:viewer",
      summary:
        "The newest price of every symbol that the tenant follows or has open signals on: for whoever watches.",
      input: { output: SymbolPrices },
      limits: { perMinute: 240 },
      async handle(context) {
        const platform = platformOf(context);
        const instruments = await market.instruments.all(platform);
        const open = await context.db((trx) =>
          trx.many<{ symbol: string }>(
            "select distinct symbol from signal where status = 'open' order by symbol",
          ),
        );
        const shown = followed(forexSettings(context.settings), open, instruments);
        return { items: await newestPrices(platform, market, shown) };
      },
    }),
  );
}

/** What the settings name, and what signals are open on. */
function followed(
  { symbols }: Pick<ForexSettings, "symbols">,
  open: readonly { symbol: string }[],
  instruments: ReadonlyMap<string, Instrument>,
): Instrument[] {
  const all = new Set([...symbols, ...open.map(({ symbol }) => symbol)]);
  return [...all].flatMap((symbol) => instruments.get(symbol) ?? []);
}

async function lastEvaluation(context: PlatformContext, choiceIds: readonly string[]) {
  const row = await context.platformDb((trx) =>
    trx.one<{ closeTime: Date; candidate: boolean; evaluatedAt: Date }>(
      `select close_time as "closeTime", candidate is not null as candidate, evaluated_at as "evaluatedAt"
       from unnest($1::text[]) as c(id) cross join lateral (
         select * from evaluation where choice_id = c.id order by close_time desc limit 1) e
       order by close_time desc limit 1`,
      [choiceIds],
    ),
  );
  if (row === undefined) return null;
  return {
    closeTime: row.closeTime.toISOString(),
    candidate: row.candidate,
    evaluatedAt: row.evaluatedAt.toISOString(),
  };
}
