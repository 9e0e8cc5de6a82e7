import type { PlatformContext } from "@promostack/core";
import type { Market } from "../market/market.ts";
import { book } from "./bookkeeping.ts";
import {
  advancePosition,
  lockOpenPositions,
  type OpenSymbol,
  openSymbols,
  savePosition,
} from "./positions.ts";

/** Advances every open position by the candles that closed up to `until`, and books what happened. */
export async function followPositions(
  context: PlatformContext,
  market: Market,
  until: number,
): Promise<void> {
  const open = await context.platformDb((trx) => openSymbols(trx, until));
  for (const each of open) await followSymbol(context, market, each, until);
}

/**
 * The open positions of one symbol, in one transaction; where its candles cannot be read they wait. `open` says since when
 * candles are wanted.
 */
export async function followSymbol(
  context: PlatformContext,
  market: Market,
  open: OpenSymbol,
  until: number,
): Promise<void> {
  if (!open.behind) return;
  const instrument = (await market.instruments.all(context)).get(open.symbol);
  if (instrument === undefined) {
    context.log.error("Open signals wait: their instrument is not known any more", { symbol: open.symbol });
    return;
  }
  const candles = await market.finest.between(context, instrument, open.from.getTime(), until, open.purpose);
  if (candles.length === 0) return;
  await context.platformDb(async (trx) => {
    for (const position of await lockOpenPositions(trx, instrument)) {
      const { state, advancedUntil, events } = advancePosition(position, candles);
      if (advancedUntil === position.advancedUntil.getTime()) continue;
      await savePosition(trx, position.id, state, advancedUntil);
      if (events.length > 0) await book(context, trx, position, state, events);
    }
  });
}
