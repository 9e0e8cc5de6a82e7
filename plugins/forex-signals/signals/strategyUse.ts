import type { PlatformContext, StrategyUse } from "@promostack/core";
import { choosingTenants } from "./choices.ts";

/** How many tenants chose which strategy in which version; "" for those who follow the newest. */
export async function strategyUse(tenants: PlatformContext["tenants"]): Promise<StrategyUse[]> {
  const counts = new Map<string, StrategyUse>();
  for (const { settings } of await choosingTenants(tenants)) {
    const { strategy, strategyVersion: version } = settings;
    const key = `${strategy}@${version}`;
    const use = counts.get(key) ?? { strategy, version, tenants: 0 };
    counts.set(key, { ...use, tenants: use.tenants + 1 });
  }
  return [...counts.values()];
}
