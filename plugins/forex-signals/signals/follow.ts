import type { PlatformContext } from "@promostack/core";
import type { Market } from "../market/market.ts";
import { book } from "./bookkeeping.ts";
import { advancePosition, lockOpenPositions, openSymbols, savePosition } from "./positions.ts";

/**
 * Advances every open position (of one symbol, where given) by the candles that closed up to `until`, and books what
 * happened. Each symbol is one transaction; one whose candles cannot be read waits. Answers whether anything was open.
 */
export async function followPositions(
  context: PlatformContext,
  market: Market,
  until: number,
  symbol?: string,
): Promise<boolean> {
  const open = await context.platformDb((trx) => openSymbols(trx, until, symbol));
  for (const each of open) {
    if (!each.behind) continue;
    const candles = await market.finest.between(context, each.symbol, each.from.getTime(), until);
    if (candles.length === 0) continue;
    await context.platformDb(async (trx) => {
      for (const position of await lockOpenPositions(trx, each.symbol)) {
        const { state, advancedUntil, events } = advancePosition(position, candles);
        if (advancedUntil === position.advancedUntil.getTime()) continue;
        await savePosition(trx, position.id, state, advancedUntil);
        if (events.length > 0) await book(context, trx, position, state, events);
      }
    });
  }
  return open.length > 0;
}
