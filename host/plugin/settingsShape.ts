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
      title: typeof schema.title === "string" ? schema.title : undefined,
      required: needed.includes(name),
      secret: schema["x-secret"] === true,
      hasDefault: "default" in schema,
      fallback: schema.default,
    };
  });
  return { type, fields };
}

function record(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? { ...value } : {};
}
