import type { StrategyDescription } from "@promostack/core";
import type { Instrument } from "./instrument.ts";
import { GOLD, inProportion } from "./knownInstruments.ts";

/**
 * A strategy's whole parameters on an instrument: its defaults, and what somebody set. A default that the strategy marks as a
 * price distance (`"x-unit": "price"`) is written for gold and taken in proportion. So is what somebody set, from the
 * instrument that they set it for.
 */
export function parametersFor(
  { defaults, parametersSchema }: Pick<StrategyDescription, "defaults" | "parametersSchema">,
  instrument: Instrument,
  own: Readonly<Record<string, unknown>>,
  setFor: Instrument = instrument,
): Record<string, unknown> {
  const { properties } = parametersSchema;
  const scaled = (values: Readonly<Record<string, unknown>>, from: Instrument) =>
    Object.entries(values).map(([name, value]) => {
      const isPrice = typeof value === "number" && unitOf(properties, name) === "price";
      return [name, isPrice ? inProportion(value, from, instrument) : value];
    });
  return Object.fromEntries([...scaled(defaults, GOLD), ...scaled(own, setFor)]);
}

function unitOf(properties: unknown, name: string): unknown {
  return field(field(properties, name), "x-unit");
}

function field(value: unknown, name: string): unknown {
  if (typeof value !== "object" || value === null) return undefined;
  return new Map<string, unknown>(Object.entries(value)).get(name);
}
