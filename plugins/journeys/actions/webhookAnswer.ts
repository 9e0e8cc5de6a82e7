import { isRecord, plainValue } from "../calls/said.ts";
import type { Value } from "../graph/parts.ts";

/** The JSON of an answer; undefined for what is none. */
export function parsedAnswer(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // A webhook may answer with words, or nothing: then there is nothing to keep.
    return undefined;
  }
}

/** Values of an answer, by the variables that a step names. A field that is not there, or holds more than a value, sets nothing. */
export function mapped(json: unknown, answers: Readonly<Record<string, string>>): Record<string, Value> {
  const found: Record<string, Value> = {};
  for (const [variable, field] of Object.entries(answers)) {
    const value = plainValue(valueAt(json, field));
    if (value !== null) found[variable] = value;
  }
  return found;
}

const YES = new Set(["true", "yes", "1"]);
const NO = new Set(["false", "no", "0"]);

/** What a field says; undefined where it says neither. */
export function saysYes(json: unknown, field: string): boolean | undefined {
  const word = String(valueAt(json, field)).trim().toLowerCase();
  if (YES.has(word)) return true;
  return NO.has(word) ? false : undefined;
}

/** By a path such as `items.0.name`. */
function valueAt(json: unknown, path: string): unknown {
  let at = json;
  for (const name of path.trim().split(".")) {
    if (!isRecord(at) || !Object.hasOwn(at, name)) return undefined;
    at = at[name];
  }
  return at;
}
