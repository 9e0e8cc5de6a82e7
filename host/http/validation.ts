import { PlatformError, type RouteShape } from "@promostack/core";
import type { ErrorObject, ValidateFunction } from "ajv";
import { Ajv2020 } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";

/** A field that failed, where and why, in words. */
export interface FieldProblem {
  /** `query/limit`, `body/settings/risk`. */
  field: string;
  problem: string;
}

const shared = { allErrors: true, useDefaults: true, strict: false, allowUnionTypes: true };
/** Addresses carry only text, so `?limit=20` must become a number; a body says what it means and is taken at its word. */
const forAddresses = new Ajv2020({ ...shared, coerceTypes: "array" });
const forBodies = new Ajv2020(shared);
addFormats.default(forAddresses);
addFormats.default(forBodies);

interface Validators {
  params: ValidateFunction | undefined;
  query: ValidateFunction | undefined;
  body: ValidateFunction | undefined;
  output: ValidateFunction | undefined;
}

const compiled = new WeakMap<object, Validators>();

function validatorsOf(shape: RouteShape): Validators {
  const known = compiled.get(shape);
  if (known !== undefined) return known;
  const validators = {
    params: shape.params && forAddresses.compile(shape.params),
    query: shape.query && forAddresses.compile(shape.query),
    body: shape.body && forBodies.compile(shape.body),
    output: shape.output && forBodies.compile(shape.output),
  };
  compiled.set(shape, validators);
  return validators;
}

export interface UncheckedInput {
  params: Record<string, string>;
  query: Record<string, unknown>;
  body: unknown;
}

/**
 * Checks (and, in place, fills defaults and coerces the address's values of) a request. Raises `request.invalid` (400)
 * with every failing field. A part without a schema is dropped, so that no handler reads what nobody declared.
 */
export function checkInput(shape: RouteShape | undefined, input: UncheckedInput): UncheckedInput {
  const validators = validatorsOf(shape ?? NOTHING);
  const problems: FieldProblem[] = [];
  // No body at all is read as an empty object: "body/name is missing" tells more than "body must be object".
  const given = {
    ...input,
    body: input.body === undefined && shape?.body?.type === "object" ? {} : input.body,
  };
  for (const part of PARTS) {
    const validate = validators[part];
    if (validate === undefined || validate(given[part])) continue;
    problems.push(...(validate.errors ?? []).map((error) => explain(part, error)));
  }
  if (problems.length > 0) {
    throw new PlatformError(`The request does not fit: ${problems.map(sentence).join("; ")}.`, {
      code: "request.invalid",
      status: 400,
      hint: "Correct the named fields and send it again.",
      details: { fields: problems },
    });
  }
  return {
    params: validators.params ? given.params : {},
    query: validators.query ? given.query : {},
    body: validators.body ? given.body : undefined,
  };
}

/** Problems of an answer against the route's output schema, as it will be written (dates are text by then). */
export function outputProblems(shape: RouteShape | undefined, output: unknown): FieldProblem[] {
  const { output: validate } = validatorsOf(shape ?? NOTHING);
  if (validate === undefined) return [];
  const written: unknown = output === undefined ? undefined : JSON.parse(JSON.stringify(output));
  return validate(written) ? [] : (validate.errors ?? []).map((error) => explain("output", error));
}

const NOTHING: RouteShape = {};
const PARTS = ["params", "query", "body"] as const;

function sentence({ field, problem }: FieldProblem): string {
  return `${field} ${problem}`;
}

function explain(part: string, error: ErrorObject): FieldProblem {
  const missing = error.keyword === "required" ? `/${String(error.params.missingProperty)}` : "";
  const extra = error.keyword === "additionalProperties" ? `/${String(error.params.additionalProperty)}` : "";
  const problem = missing ? "is missing" : extra ? "is not known here" : wordsFor(error);
  return { field: `${part}${error.instancePath}${missing}${extra}`, problem };
}

function wordsFor(error: ErrorObject): string {
  if (error.keyword === "enum") return `must be one of ${String(error.params.allowedValues)}`;
  if (error.keyword === "const") return `must be ${String(error.params.allowedValue)}`;
  if (error.keyword === "format") return `must be a valid ${String(error.params.format)}`;
  return error.message ?? "is not valid";
}
