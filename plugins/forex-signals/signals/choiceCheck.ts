import { isDeepStrictEqual } from "node:util";
import { type PlatformContext, PlatformError, type StrategyDescription } from "@promostack/core";
import { parametersFor } from "../domain/parameters.ts";
import { readInstruments, unknownInstrument } from "../market/instruments.ts";
import { type ForexSettings, forexSettings } from "./settings.ts";

/**
 * Raises what is wrong with a tenant's choice while somebody is there to read it, with the field that it stands beside:
 * `strategy.not_found`, `strategy.invalid_parameters`, `strategy.withdrawn`, `instrument.unknown`. `before` are the settings until
 * now: who changes nothing of the choice may change the rest, and who is on a release that was withdrawn its parameters.
 */
export async function checkChoice(
  context: Pick<PlatformContext, "sandbox" | "platformDb">,
  settings: Record<string, unknown>,
  before?: Record<string, unknown>,
): Promise<void> {
  const wanted = forexSettings(settings);
  const until = before && forexSettings(before);
  if (until && isDeepStrictEqual(choiceOf(until), choiceOf(wanted))) return;
  const { strategy, strategyVersion, parameters, symbols } = wanted;
  const known = await readInstruments(context);
  const isKnown = (await context.sandbox.strategies()).some(({ id }) => id === strategy);
  const named = strategyVersion !== "" && isKnown ? "strategyVersion" : "strategy";
  const description = await beside(named, () =>
    context.sandbox.describe(strategy, strategyVersion || undefined),
  );
  const stays = until?.strategy === strategy && until.strategyVersion === strategyVersion;
  if (description.status === "withdrawn" && !stays) throw pointed(withdrawn(description), named);
  const instruments = await beside("symbols", async () =>
    symbols.map((symbol) => known.get(symbol) ?? refuseSymbol(symbol)),
  );
  for (const instrument of instruments) {
    const whole = parametersFor(description, instrument, parameters, instruments[0]);
    const choice = { strategy, version: description.version, parameters: whole };
    await beside("parameters", () =>
      context.sandbox.evaluateSeries({ choice, symbol: instrument.symbol, candles: [] }),
    );
  }
}

function choiceOf({ strategy, strategyVersion, parameters, symbols }: ForexSettings) {
  return { strategy, strategyVersion, parameters, symbols };
}

/** A refusal says which setting it is about; faults go on as they are. */
async function beside<Result>(field: string, ask: () => Promise<Result>): Promise<Result> {
  try {
    return await ask();
  } catch (error) {
    if (PlatformError.is(error) && error.status < 500) throw pointed(error, field);
    throw error;
  }
}

function pointed(error: PlatformError, field: string): PlatformError {
  const { message, code, status, hint, details } = error;
  const fields = [{ field, message: hint === undefined ? message : `${message} ${hint}` }];
  return new PlatformError(message, { code, status, hint, details: { ...details, fields }, cause: error });
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
