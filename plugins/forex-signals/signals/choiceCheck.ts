import type { PlatformContext } from "@promostack/core";
import { parametersFor } from "../domain/parameters.ts";
import { readInstruments, unknownInstrument } from "../market/instruments.ts";
import { forexSettings } from "./settings.ts";

/**
 * Raises what is wrong with a tenant's choice while somebody is there to read it: `strategy.not_found`,
 * `strategy.invalid_parameters`, `instrument.unknown`.
 */
export async function checkChoice(
  context: Pick<PlatformContext, "sandbox" | "platformDb">,
  settings: Record<string, unknown>,
): Promise<void> {
  const { strategy, parameters, symbols } = forexSettings(settings);
  const known = await readInstruments(context);
  const description = await context.sandbox.describe(strategy);
  const instruments = symbols.map((symbol) => known.get(symbol) ?? refuseSymbol(symbol));
  for (const instrument of instruments) {
    const whole = parametersFor(description, instrument, parameters, instruments[0]);
    const choice = { strategy, version: description.version, parameters: whole };
    await context.sandbox.evaluateSeries({ choice, symbol: instrument.symbol, candles: [] });
  }
}

function refuseSymbol(symbol: string): never {
  throw unknownInstrument(symbol);
}
