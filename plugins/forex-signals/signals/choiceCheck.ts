import { type PlatformContext, PlatformError, type StrategyDescription } from "@promostack/core";
import { parametersFor } from "../domain/parameters.ts";
import { readInstruments, unknownInstrument } from "../market/instruments.ts";
import { forexSettings } from "./settings.ts";

/**
 * Raises what is wrong with a tenant's choice while somebody is there to read it: `strategy.not_found`,
 * `strategy.invalid_parameters`, `strategy.withdrawn`, `instrument.unknown`. `before` are the settings until now: who is on a
 * release that was withdrawn may change the rest.
 */
export async function checkChoice(
  context: Pick<PlatformContext, "sandbox" | "platformDb">,
  settings: Record<string, unknown>,
  before?: Record<string, unknown>,
): Promise<void> {
  const { strategy, strategyVersion, parameters, symbols } = forexSettings(settings);
  const known = await readInstruments(context);
  const description = await context.sandbox.describe(strategy, strategyVersion || undefined);
  const until = before && forexSettings(before);
  const stays = until?.strategy === strategy && until.strategyVersion === strategyVersion;
  if (description.status === "withdrawn" && !stays) throw withdrawn(description);
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

function withdrawn({ title, version, statusReason }: StrategyDescription): PlatformError {
  return new PlatformError(`${title} ${version} was withdrawn${statusReason ? `: ${statusReason}` : ""}.`, {
    code: "strategy.withdrawn",
    status: 400,
    hint: "Choose another version, or follow the newest.",
  });
}
