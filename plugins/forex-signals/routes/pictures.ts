import { PlatformError, route, type Setup, type TenantContext, Type } from "@promostack/core";
import { GOLD } from "../domain/knownInstruments.ts";
import { newestCandles } from "../market/candleStore.ts";
import type { Market } from "../market/market.ts";
import { isSimulated } from "../market/source.ts";
import { exampleScene } from "../pictures/example.ts";
import { logoContent, pngAddress, storedLogo } from "../pictures/logo.ts";
import type { Scene } from "../pictures/scene.ts";
import { Scenes } from "../pictures/scenes.ts";
import { signalViews } from "../pictures/signalViews.ts";
import { signalNotFound } from "../signals/closing.ts";
import { forexSettings } from "../signals/settings.ts";
import { Picture, PictureKind, PictureTheme } from "../wordsApi.ts";
import type { PlatformOf } from "./platformOf.ts";

/** Each is drawn when it is asked for. */
const DRAW = { perMinute: 30, seconds: 15 };

/** Routes of pictures: an example of the tenant's look, and those of its signals. */
export function pictureRoutes(
  p: Setup,
  market: Market,
  platformOf: PlatformOf,
  draw: (context: TenantContext, scene: Scene) => Promise<Uint8Array>,
): void {
  p.route(
    route({
      method: "GET",
      path: "/pictures/:kind/example",
      permission: "tenant:viewer",
      summary: "A made-up signal in the tenant's look, or in the one that is asked for.",
      input: {
        params: Type.Object({ kind: PictureKind }),
        query: Type.Object({
          theme: Type.Optional(PictureTheme),
          name: Type.Optional(Type.String({ maxLength: 40 })),
        }),
        output: Picture,
      },
      limits: DRAW,
      async handle(context, { params, query }) {
        const platform = platformOf(context);
        const { pictures, language, symbols } = forexSettings(context.settings);
        const { theme = pictures.theme, name = pictures.name } = query;
        const instruments = await market.instruments.all(platform);
        const instrument = instruments.get(symbols[0] ?? "") ?? GOLD;
        await market.hub.refresh(platform, instrument.symbol, "15min");
        const candles = await platform.platformDb((trx) =>
          newestCandles(trx, instrument.symbol, "15min", 32),
        );
        const stored = await context.db(storedLogo);
        const logo = await logoContent(context.storage, stored?.file ?? null);
        const look = { theme, name, logo, timezone: context.timezone, language };
        const scene = exampleScene(params.kind, look, instrument, candles, isSimulated(platform));
        return { image: pngAddress(await draw(context, scene)), theme: scene.look.theme };
      },
    }),
  );
  p.route(
    route({
      method: "GET",
      path: "/signals/:id/pictures/:kind",
      permission: "tenant:viewer",
      summary: "A signal's picture as its channels see it, drawn anew.",
      input: {
        params: Type.Object({ id: Type.String({ format: "uuid" }), kind: PictureKind }),
        output: Picture,
      },
      limits: DRAW,
      async handle(context, { params: { id, kind } }) {
        const platform = platformOf(context);
        const picture = { tenantId: context.tenantId, signalId: id, kind };
        const view = (await context.db((trx) => signalViews(trx, [picture])))(picture);
        if (view === undefined) throw signalNotFound();
        if (kind === "result" && view.outcome === null)
          throw new PlatformError("This signal is still open.", { code: "signal.open", status: 409 });
        const { pictures, language } = forexSettings(context.settings);
        const { theme, name } = pictures;
        const scenes = new Scenes(platform, await market.instruments.all(platform));
        const logo = await logoContent(context.storage, view.logo);
        const look = { theme, name, logo, timezone: context.timezone, language };
        const scene = await scenes.of(kind, view, look);
        return { image: pngAddress(await draw(context, scene)), theme: scene.look.theme };
      },
    }),
  );
}
