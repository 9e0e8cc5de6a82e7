import { PlatformError, type Sandbox, type StrategyDescription } from "@promostack/core";
import type { ForexSettings } from "./settings.ts";

/** Every release, and which of a strategy's followers get, which one a tenant's signals come from. */
export async function offeredStrategies(
  sandbox: Sandbox,
  { strategy, strategyVersion }: Pick<ForexSettings, "strategy" | "strategyVersion">,
): Promise<(StrategyDescription & { newest: boolean; chosen: boolean })[]> {
  const all = await sandbox.strategies();
  const followed = await newestOfEach(sandbox, all);
  return all.map((each) => {
    const newest = followed.get(each.id) === each.version;
    const inUse = strategyVersion === "" ? newest : each.version === strategyVersion;
    return { ...each, newest, chosen: each.id === strategy && inUse };
  });
}

/** Versions that those get who follow the newest, by strategy. */
async function newestOfEach(sandbox: Sandbox, all: readonly { id: string }[]): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  for (const id of new Set(all.map((each) => each.id))) {
    const newest = await sandbox.describe(id).catch((error: unknown) => {
      // Every release of it was withdrawn.
      if (PlatformError.is(error) && error.code === "strategy.withdrawn") return undefined;
      throw error;
    });
    if (newest !== undefined) found.set(id, newest.version);
  }
  return found;
}
