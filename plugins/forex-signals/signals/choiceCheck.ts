import type { PlatformContext } from "@promostack/core";
import { forexSettings } from "./settings.ts";

/**
 * Raises what is wrong with a tenant's choice while somebody is there to read it: `strategy.not_found`,
 * `strategy.invalid_parameters`.
 */
export async function checkChoice(
  { sandbox }: Pick<PlatformContext, "sandbox">,
  settings: Record<string, unknown>,
): Promise<void> {
  const { strategy, parameters, symbol } = forexSettings(settings);
  const { version, defaults } = await sandbox.describe(strategy);
  const choice = { strategy, version, parameters: { ...defaults, ...parameters } };
  await sandbox.evaluateSeries({ choice, symbol, candles: [] });
}
