import type { ErrorObject, ValidateFunction } from "ajv";
import { Ajv2020 } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";

/** One broken rule: where in the document, what is wrong, what to do. */
export interface Violation {
  /** JSON pointer; "" is the whole document. */
  pointer: string;
  message: string;
  fix: string;
}

/** A compiled schema: checks a value (filling in defaults in place) and answers what is wrong with it. */
export type Check = (value: unknown) => Violation[];

/** What a violation says of a member that is required and absent. */
export const MISSING = "is missing";

// `discriminator` (OpenAPI's) picks the one branch of a oneOf that a value means: its defaults count, and errors are its alone.
const ajv = new Ajv2020({
  allErrors: true,
  useDefaults: true,
  strict: false,
  allowUnionTypes: true,
  discriminator: true,
});
addFormats.default(ajv);

const checks = new WeakMap<object, Check>();

/**
 * Compiles a JSON Schema (draft 2020-12) into a check, once for each schema object. Throws where the schema itself is
 * broken. `$id` is ignored, so that two releases of a plugin never collide.
 */
export function compile(schema: object): Check {
  const known = checks.get(schema);
  if (known !== undefined) return known;
  const anonymous: Record<string, unknown> = { ...schema };
  delete anonymous.$id;
  const check = checkOf(ajv.compile(anonymous));
  // Ajv keeps every schema it has seen; plugins come and go, so only the WeakMap may keep this one.
  ajv.removeSchema(anonymous);
  checks.set(schema, check);
  return check;
}

/** A check of one definition in a document with many, found by its address. */
export function compileDocument(document: object, definition: string): Check {
  const known = ajv.getSchema(definition);
  if (known === undefined) ajv.addSchema(document);
  const validate = known ?? ajv.getSchema(definition);
  if (validate === undefined) throw new Error(`The schema has no ${definition}`);
  return (value) => (validate(value) === true ? [] : (validate.errors ?? []).map(explain));
}

/** What is wrong with a schema, undefined where it compiles. */
export function schemaProblem(schema: object): string | undefined {
  try {
    compile(schema);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** What is wrong with a schema by the standard's own, without compiling it: a hundred routes are declared at each start. */
export function metaProblem(schema: object): string | undefined {
  return ajv.validateSchema(schema) === true ? undefined : ajv.errorsText(ajv.errors);
}

function checkOf(validate: ValidateFunction): Check {
  return (value) => (validate(value) ? [] : (validate.errors ?? []).map(explain));
}

function explain(error: ErrorObject): Violation {
  const { keyword, params, instancePath } = error;
  const at = (name: unknown) => `${instancePath}/${String(name).replaceAll("~", "~0").replaceAll("/", "~1")}`;
  if (keyword === "required") {
    return { pointer: at(params.missingProperty), message: MISSING, fix: "Add it." };
  }
  if (keyword === "additionalProperties" || keyword === "unevaluatedProperties") {
    const name = params.additionalProperty ?? params.unevaluatedProperty;
    return { pointer: at(name), message: "is not known here", fix: "Remove it, or correct its spelling." };
  }
  if (keyword === "enum") {
    const allowed = String(params.allowedValues).replaceAll(",", ", ");
    return {
      pointer: instancePath,
      message: "is not one of the allowed values",
      fix: `Use one of: ${allowed}.`,
    };
  }
  if (keyword === "pattern") {
    return {
      pointer: instancePath,
      message: "does not have the expected form",
      fix: `Make it match ${String(params.pattern)}.`,
    };
  }
  const message = error.message ?? "is not valid";
  return { pointer: instancePath, message, fix: `Correct the value: it ${message}.` };
}
