/** One top-level field of a settings schema. */
export interface SettingsField {
  name: string;
  schema: Record<string, unknown>;
  title: string | undefined;
  required: boolean;
  secret: boolean;
  hasDefault: boolean;
  fallback: unknown;
}

export interface SettingsShape {
  type: unknown;
  fields: SettingsField[];
}

/** What the kernel reads of a settings schema: its fields, which of them are secret, required or have a default. */
export function settingsShape(settings: object): SettingsShape {
  const { type, properties, required } = record(settings);
  const needed: unknown[] = Array.isArray(required) ? required : [];
  const fields = Object.entries(record(properties)).map(([name, value]) => {
    const schema = record(value);
    return {
      name,
      schema,
      title: typeof schema["title"] === "string" ? schema["title"] : undefined,
      required: needed.includes(name),
      secret: schema["x-secret"] === true,
      hasDefault: "default" in schema,
      fallback: schema["default"],
    };
  });
  return { type, fields };
}

/** The schema that stored settings satisfy: without the secrets, which live in the vault. */
export function withoutSecrets(settings: object): Record<string, unknown> {
  const secrets = new Set(
    settingsShape(settings).fields.flatMap(({ name, secret }) => (secret ? [name] : [])),
  );
  const { properties, required, ...rest } = record(settings);
  return {
    ...rest,
    properties: Object.fromEntries(Object.entries(record(properties)).filter(([name]) => !secrets.has(name))),
    required: Array.isArray(required) ? required.filter((name) => !secrets.has(name)) : [],
  };
}

function record(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? { ...value } : {};
}
