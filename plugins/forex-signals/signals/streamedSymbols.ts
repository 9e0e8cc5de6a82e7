import type { PlatformContext } from "@promostack/core";
import type { Instruments } from "../market/instruments.ts";
import { choosingTenants } from "./choices.ts";

/**
 * The symbols that tenants follow or have open signals on. Those with open signals come first, then those of most tenants: a plan follows so many
 * symbols and no more.
 */
export async function streamedSymbols(context: PlatformContext, instruments: Instruments): Promise<string[]> {
  const known = await instruments.all(context);
  const open = await context.platformDb((trx) =>
    trx.many<{ symbol: string }>(
      "select distinct symbol from position where status = 'open' order by symbol",
    ),
  );
  const uses = new Map<string, number>();
  for (const { settings } of await choosingTenants(context.tenants))
    for (const symbol of settings.symbols) uses.set(symbol, (uses.get(symbol) ?? 0) + 1);
  const used = [...uses]
    .sort(([a, more], [b, less]) => less - more || (a < b ? -1 : 1))
    .map(([symbol]) => symbol);
  return [...new Set([...open.map(({ symbol }) => symbol), ...used])].filter((symbol) => known.has(symbol));
}
