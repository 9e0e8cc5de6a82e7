import type { StrategyDescription } from "@promostack/core";
import type { Instrument } from "./instrument.ts";
import { fromGold } from "./knownInstruments.ts";

/**
 * A strategy's whole parameters on an instrument: its defaults, and what somebody set. A default that the strategy marks as a
 * price distance (`"x-unit": "price"`) is written for gold and taken in proportion; what somebody set is taken as it is.
 */
export function parametersFor(
  { defaults, parametersSchema }: Pick<StrategyDescription, "defaults" | "parametersSchema">,
  instrument: Instrument,
  own: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  const { properties } = parametersSchema;
  const scaled = Object.entries(defaults).map(([name, value]) => {
    const isPrice = typeof value === "number" && unitOf(properties, name) === "price";
    return [name, isPrice ? fromGold(value, instrument) : value];
  });
  return { ...Object.fromEntries(scaled), ...own };
}

function unitOf(properties: unknown, name: string): unknown {
  return field(field(properties, name), "x-unit");
}

function field(value: unknown, name: string): unknown {
  if (typeof value !== "object" || value === null) return undefined;
  return new Map<string, unknown>(Object.entries(value)).get(name);
}
