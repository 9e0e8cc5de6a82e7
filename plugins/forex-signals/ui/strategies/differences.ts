import type { Strategy } from "../../api.ts";

/** A parameter that is not as the strategy has it. */
export interface Difference {
  name: string;
  title: string;
  value: string;
  usual: string;
}

/** What of the values differs from the strategy's own defaults, by its titles. */
export function differences(
  strategy: Pick<Strategy, "defaults" | "parametersSchema"> | undefined,
  values: Readonly<Record<string, unknown>>,
): Difference[] {
  const { defaults = {}, parametersSchema } = strategy ?? {};
  return Object.entries(defaults).flatMap(([name, usual]) => {
    const value = values[name];
    if (value === undefined || JSON.stringify(value) === JSON.stringify(usual)) return [];
    return [
      { name, title: titleOf(parametersSchema?.properties, name), value: shown(value), usual: shown(usual) },
    ];
  });
}

function titleOf(properties: unknown, name: string): string {
  if (typeof properties !== "object" || properties === null) return name;
  const property: unknown = new Map<string, unknown>(Object.entries(properties)).get(name);
  const title =
    typeof property === "object" && property !== null && "title" in property ? property.title : name;
  return typeof title === "string" ? title : name;
}

function shown(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}
