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
  const { strategy, parameters, symbol } = forexSettings(settings);
  const instrument = (await readInstruments(context)).get(symbol);
  if (instrument === undefined) throw unknownInstrument(symbol);
  const description = await context.sandbox.describe(strategy);
  const whole = parametersFor(description, instrument, parameters);
  const choice = { strategy, version: description.version, parameters: whole };
  await context.sandbox.evaluateSeries({ choice, symbol, candles: [] });
}
