/** What the tenant has of something that a schema may choose from. */
export type Choices = Readonly<Record<"channels" | "tags", { const: string; title: string }[]>>;

/** An action's schema with the tenant's own wherever it says `x-from`. A field with none to choose from stays a text. */
export function withChoices(input: Record<string, unknown>, choices: Choices): Record<string, unknown> {
  return Object.fromEntries(Object.entries(input).map(([name, value]) => [name, filled(value, choices)]));
}

function filled(schema: unknown, choices: Choices): unknown {
  if (Array.isArray(schema)) return schema.map((each) => filled(each, choices));
  if (typeof schema !== "object" || schema === null) return schema;
  const made = withChoices({ ...schema }, choices);
  const from = made["x-from"];
  const own = from === "channels" || from === "tags" ? choices[from] : [];
  return own.length === 0 ? made : { ...made, oneOf: own };
}
