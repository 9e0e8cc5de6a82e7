import type { ExtensionPoint, Setup } from "@promostack/core";
import type { FactName } from "../engine/world.ts";
import type { ActionOffer, FactOffer, TriggerOffer } from "./api.ts";

/** What plugins add to journeys. Journeys themselves add the actions that come with them, and name no other plugin. */
export interface Points {
  actions: ExtensionPoint<ActionOffer>;
  facts: ExtensionPoint<FactOffer>;
  triggers: ExtensionPoint<TriggerOffer>;
}

export function openPoints(p: Setup): Points {
  return {
    actions: p.extensionPoint("journeys.action"),
    facts: p.extensionPoint("journeys.fact"),
    triggers: p.extensionPoint("journeys.trigger"),
  };
}

/** Facts that texts may name, by the name they use. Where two plugins chose the same, the first keeps it. */
export async function contributedVariables(
  { facts }: Points,
  tenantId: string,
): Promise<ReadonlyMap<string, FactName>> {
  const found = new Map<string, FactName>();
  for (const { plugin, name, variable } of await facts.contributions(tenantId)) {
    if (variable !== undefined && !found.has(variable)) found.set(variable, { plugin, fact: name });
  }
  return found;
}
