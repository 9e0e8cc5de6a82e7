import { Ajv2020, type ValidateFunction } from "ajv/dist/2020.js";

const ajv = new Ajv2020({ allErrors: true, useDefaults: true, strict: false, allowUnionTypes: true });
const compiled = new Map<string, ValidateFunction>();
/** Of all plugins and their releases together; beyond that the oldest are compiled anew. */
const MOST_COMPILED = 500;

/** What is wrong with a step's settings once their variables are filled in; fills in what has a default. */
export function inputProblem(schema: Record<string, unknown>, input: unknown): string | undefined {
  const check = compile(schema);
  if (check(input)) return undefined;
  const reasons = (check.errors ?? []).map(
    ({ instancePath, message = "does not fit" }) =>
      `${instancePath.slice(1).replaceAll("/", ".") || "It"} ${message}`,
  );
  return `The settings of the step do not fit: ${reasons.join("; ")}.`;
}

/** By its text: the same contribution is handed out as a new object each time. */
function compile(schema: Record<string, unknown>): ValidateFunction {
  const text = JSON.stringify(schema);
  const known = compiled.get(text);
  if (known !== undefined) return known;
  const made: Record<string, unknown> = JSON.parse(text);
  delete made.$id;
  const check = ajv.compile(made);
  // Ajv keeps every schema it has seen; only this map may.
  ajv.removeSchema(made);
  const [oldest] = compiled.keys();
  if (compiled.size >= MOST_COMPILED && oldest !== undefined) compiled.delete(oldest);
  compiled.set(text, check);
  return check;
}
