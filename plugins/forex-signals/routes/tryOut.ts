import { route, type Setup } from "@promostack/core";
import { GOLD } from "../domain/knownInstruments.ts";
import type { Market } from "../market/market.ts";
import { forexSettings } from "../signals/settings.ts";
import { TryOut, TryOutWish } from "../tryOut/api.ts";
import { TryOutResults } from "../tryOut/results.ts";
import { tryOut } from "../tryOut/tryOut.ts";
import type { PlatformOf } from "./platformOf.ts";

/** The route that shows what a change of strategy or parameters would have done. */
export function tryOutRoutes(p: Setup, market: Market, platformOf: PlatformOf): void {
  const results = new TryOutResults();
  p.route(
    route({
      method: "POST",
      path: "/try-out",
      permission: "tenant:viewer",
      summary:
        "Backtests parameters that are not saved against the setting until now, over the stored candles of the tenant's first symbol, with its guardrails and policy. Saves nothing.",
      input: { body: TryOutWish, output: TryOut },
      limits: { perMinute: 60 },
      async handle(context, { body }) {
        const platform = platformOf(context);
        const settings = forexSettings(context.settings);
        const instrument = await market.instruments.of(platform, settings.symbols[0] ?? GOLD.symbol);
        const candles = await market.hub.series(platform, instrument.symbol, "15min");
        return tryOut(platform, { instrument, candles, settings }, body, results, context.signal);
      },
    }),
  );
}
