import { Ajv2020 } from "ajv/dist/2020.js";

/** What is wrong with the settings of a plugin's validator by the schema that came with it; fills in what has a default. */
export function inputProblem(schema: Record<string, unknown>, input: unknown): string | undefined {
  // Of its own: whoever saves waits for it once, and no plugin's schema outlives its release here.
  const ajv = new Ajv2020({ allErrors: true, useDefaults: true, strict: false, allowUnionTypes: true });
  const { $id: _id, ...own } = schema;
  const check = ajv.compile(own);
  if (check(input)) return undefined;
  const reasons = (check.errors ?? []).map(
    ({ instancePath, message = "does not fit" }) =>
      `${instancePath.slice(1).replaceAll("/", ".") || "it"} ${message}`,
  );
  return `The settings do not fit: ${reasons.join("; ")}.`;
}
