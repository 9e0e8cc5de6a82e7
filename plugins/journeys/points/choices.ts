import { isRecord } from "../calls/said.ts";
import type { Choice } from "./api.ts";

/** What the tenant has of something that a schema may choose from; `own` is the contributing plugin's, by the field's name. */
export interface Choices {
  channels: Choice[];
  tags: Choice[];
  own: Readonly<Record<string, Choice[]>>;
}

/** An action's schema with the tenant's own wherever it says `x-from`. A field with none to choose from stays a text. */
export function withChoices(input: Record<string, unknown>, choices: Choices): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(input).map(([name, value]) => [name, filled(name, value, choices)]),
  );
}

/** Whether any field takes its choices from the plugin. */
export function choosesOwn(schema: unknown): boolean {
  if (Array.isArray(schema)) return schema.some(choosesOwn);
  if (!isRecord(schema)) return false;
  return schema["x-from"] === "own" || Object.values(schema).some(choosesOwn);
}

/** What a plugin answered as its choices, as far as it is any. */
export function readChoices(answer: unknown): Record<string, Choice[]> {
  if (!isRecord(answer)) return {};
  return Object.fromEntries(
    Object.entries(answer).map(([name, all]) => [name, (Array.isArray(all) ? all : []).filter(isChoice)]),
  );
}

function filled(name: string, schema: unknown, choices: Choices): unknown {
  if (Array.isArray(schema)) return schema.map((each) => filled(name, each, choices));
  if (!isRecord(schema)) return schema;
  const made = withChoices({ ...schema }, choices);
  const from = made["x-from"];
  const offered =
    from === "channels" || from === "tags" ? choices[from] : from === "own" ? (choices.own[name] ?? []) : [];
  return offered.length === 0 ? made : { ...made, oneOf: offered };
}

function isChoice(value: unknown): value is Choice {
  return isRecord(value) && typeof value.const === "string" && typeof value.title === "string";
}
