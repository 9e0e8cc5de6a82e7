import { PlatformError } from "@promostack/core";
import { Ajv, type ValidateFunction } from "ajv";

/** What a form of parameters needs. Whatever can take long to validate, or reaches elsewhere, is not among it. */
const KEYWORDS = new Set([
  "type",
  "title",
  "description",
  "default",
  "examples",
  "enum",
  "const",
  "anyOf",
  "minimum",
  "maximum",
  "exclusiveMinimum",
  "exclusiveMaximum",
  "multipleOf",
  "minLength",
  "maxLength",
  "properties",
  "required",
  "additionalProperties",
  "items",
  "minItems",
  "maxItems",
]);
/** TypeBox marks with them; they mean nothing to a validator. */
const ANNOTATIONS = /^(x-|\$comment$)/;
const MOST_NODES = 300;
const MOST_DEPTH = 6;
const MOST_CHARACTERS = 32_768;

const ajv = new Ajv({ useDefaults: true, strict: false, allErrors: true });

/**
 * Compiles a strategy's parameter schema into a check that fills defaults in. A stranger's schema runs in the host's own
 * process, on every tenant's parameters: patterns (which can be made to take for ever), references, sheer size and what is no
 * schema at all are refused with `sandbox.invalid_result`.
 */
export function compileParameters(
  schema: Record<string, unknown>,
  { id, version }: { id: string; version: string },
): ValidateFunction {
  const problem = JSON.stringify(schema).length > MOST_CHARACTERS ? "is too long" : problemIn(schema);
  if (problem !== undefined) throw refused(`${id} ${version} has a parameter schema that ${problem}.`);
  const whole = { ...schema, type: "object" };
  try {
    return ajv.compile(whole);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw refused(`${id} ${version} has a parameter schema that is none: ${reason}.`, cause);
  } finally {
    // Ajv keeps every schema it has seen, and strangers bring many.
    ajv.removeSchema(whole);
  }
}

function refused(message: string, cause?: unknown): PlatformError {
  return new PlatformError(message, {
    code: "sandbox.invalid_result",
    status: 422,
    hint: `Use only: ${[...KEYWORDS].join(", ")}.`,
    cause,
  });
}

function problemIn(schema: Record<string, unknown>): string | undefined {
  let nodes = 0;
  const visit = (node: unknown, depth: number): string | undefined => {
    if (typeof node === "boolean") return undefined;
    if (typeof node !== "object" || node === null || Array.isArray(node)) return "is no schema";
    if (++nodes > MOST_NODES || depth > MOST_DEPTH) return "is too large";
    for (const [keyword, value] of Object.entries(node)) {
      if (ANNOTATIONS.test(keyword)) continue;
      if (!KEYWORDS.has(keyword)) return `uses ${keyword.slice(0, 40)}`;
      for (const child of childrenOf(keyword, value)) {
        const problem = visit(child, depth + 1);
        if (problem !== undefined) return problem;
      }
    }
    return undefined;
  };
  return visit(schema, 0);
}

function childrenOf(keyword: string, value: unknown): unknown[] {
  if (keyword === "properties") return Object.values(Object(value));
  if (keyword === "anyOf") return Array.isArray(value) ? value : [value];
  return keyword === "items" || keyword === "additionalProperties" ? [value] : [];
}
