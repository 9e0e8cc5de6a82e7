import { Validator } from "@cfworker/json-schema";
import {
  type CustomValidator,
  createErrorHandler,
  type ErrorTransformer,
  type RJSFSchema,
  type RJSFValidationError,
  toErrorSchema,
  type UiSchema,
  unwrapErrorHandler,
  type ValidationData,
  type ValidatorType,
  validationDataMerge,
} from "@rjsf/utils";
import { explain } from "./explain.ts";
import { isNode } from "./node.ts";
import { pruned } from "./parts.ts";

type Values = Record<string, unknown>;

/** These only repeat what a deeper error says. */
const ECHOES = new Set([
  "properties",
  "items",
  "prefixItems",
  "$ref",
  "allOf",
  "anyOf",
  "oneOf",
  "if",
  "then",
  "else",
  "additionalProperties",
  "patternProperties",
  "dependentSchemas",
  "false",
]);

/**
 * Validates by interpreting the schema. The usual validator of these forms compiles schemas to functions, which the
 * pages' content security policy forbids.
 */
export const interpreted: ValidatorType<Values, RJSFSchema> = {
  isValid: (schema, formData, rootSchema) =>
    run({ ...schema, $defs: rootSchema.$defs }, formData).length === 0,
  rawValidation: () => ({ errors: [] }),
  validateFormData(
    formData: Values | undefined,
    schema: RJSFSchema,
    customValidate?: CustomValidator<Values, RJSFSchema>,
    transformErrors?: ErrorTransformer<Values, RJSFSchema>,
    uiSchema?: UiSchema<Values, RJSFSchema>,
  ): ValidationData<Values> {
    const found = run(schema, meant(schema, formData ?? {}));
    const errors = transformErrors?.(found, uiSchema) ?? found;
    const data: ValidationData<Values> = { errors, errorSchema: toErrorSchema<Values>(errors) };
    if (customValidate === undefined) return data;
    const handler = customValidate(
      formData,
      createErrorHandler<Values>(formData ?? {}),
      uiSchema,
      data.errorSchema,
    );
    return validationDataMerge<Values>(data, unwrapErrorHandler<Values>(handler));
  },
};

/** What is typed, without what belongs to choices that were taken back. */
export function meant(schema: RJSFSchema, typed: Values): Values {
  const value = pruned(
    schema,
    typed,
    (condition, at) => run({ ...condition, $defs: schema.$defs }, at).length === 0,
  );
  return isNode(value) ? value : typed;
}

function run(schema: RJSFSchema, formData: unknown): RJSFValidationError[] {
  const plain: object = JSON.parse(JSON.stringify(schema));
  const validator = new Validator({ ...plain }, "2020-12", false);
  // What is not filled in is not there: an undefined member would count as one.
  const value: unknown = JSON.parse(JSON.stringify(formData ?? {}));
  const { errors } = validator.validate(value);
  return errors
    .filter(({ keyword }) => !ECHOES.has(keyword))
    .map(({ keyword, keywordLocation, instanceLocation, error }) => {
      const at = steps(instanceLocation);
      const missing = keyword === "required" ? /"([^"]+)"/.exec(error)?.[1] : undefined;
      const path = missing === undefined ? at : [...at, missing];
      const message = explain(keyword, valueAt(plain, steps(keywordLocation)), error);
      return {
        name: keyword,
        message,
        property: path.map((step) => (/^\d+$/.test(step) ? `[${step}]` : `.${step}`)).join(""),
        stack: message,
        schemaPath: keywordLocation,
      };
    });
}

/** `#/risk/levels/0` taken apart. */
function steps(pointer: string): string[] {
  return pointer
    .split("/")
    .slice(1)
    .map((step) => decodeURIComponent(step).replaceAll("~1", "/").replaceAll("~0", "~"));
}

function valueAt(root: unknown, path: readonly string[]): unknown {
  let at: unknown = root;
  for (const step of path) {
    if (typeof at !== "object" || at === null) return undefined;
    at = Object.entries(at).find(([key]) => key === step)?.[1];
  }
  return at;
}
