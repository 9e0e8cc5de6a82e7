import { route, type Setup } from "@promostack/core";
import { GOLD } from "../domain/knownInstruments.ts";
import type { Market } from "../market/market.ts";
import { ChosenRelease } from "../releaseApi.ts";
import { chosenRelease } from "../signals/chosenRelease.ts";
import { forexSettings } from "../signals/settings.ts";
import type { PlatformOf } from "./platformOf.ts";

/** The route that says which release of the strategy makes the tenant's signals. */
export function releaseRoutes(p: Setup, market: Market, platformOf: PlatformOf): void {
  p.route(
    route({
      method: "GET",
      path: "/release",
      permission: "tenant:viewer",
      summary:
        "Which release of its strategy a tenant gets signals from, and what changed about it: an upgrade, a rest, a withdrawal.",
      input: { output: ChosenRelease },
      limits: { perMinute: 120 },
      async handle(context) {
        const platform = platformOf(context);
        const settings = forexSettings(context.settings);
        const instrument = await market.instruments.of(platform, settings.symbols[0] ?? GOLD.symbol);
        return chosenRelease(platform, settings, instrument);
      },
    }),
  );
}
