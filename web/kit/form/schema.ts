import { type ErrorSchema, type RJSFSchema, toErrorSchema, type UiSchema } from "@rjsf/utils";

/** What is known of a stored secret: never the value. */
export type Secrets = Record<string, { set: boolean; last4?: string | null }>;

type Node = Record<string, unknown>;

export function isNode(value: unknown): value is Node {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The schema as the form draws it: stored secrets need not be typed again. */
export function drawable(schema: Node, secrets: Secrets): RJSFSchema {
  const required = Array.isArray(schema.required) ? schema.required : [];
  const { $schema: _dialect, ...rest } = chosenFrom(schema);
  return { ...rest, required: required.filter((name) => secrets[String(name)]?.set !== true) };
}

/** Fields that are one of several constants, as schema builders write them, as the list of those. */
function chosenFrom(schema: Node): Node {
  if (!isNode(schema.properties)) return schema;
  const properties = Object.entries(schema.properties).map(([name, property]) => [name, listed(property)]);
  return { ...schema, properties: Object.fromEntries(properties) };
}

function listed(property: unknown): unknown {
  if (!isNode(property) || !Array.isArray(property.anyOf)) return property;
  const { anyOf, ...rest } = property;
  if (!anyOf.every((each) => isNode(each) && typeof each.const === "string")) return property;
  return { ...rest, type: "string", enum: anyOf.map((each) => each.const) };
}

/** How fields look: secrets are write-only, long texts have room, short choices lie open. */
export function looks(given: Node, secrets: Secrets, secretText: (name: string) => string): UiSchema {
  const schema = chosenFrom(given);
  const properties = isNode(schema.properties) ? schema.properties : {};
  const entries = Object.entries(properties).flatMap(([name, property]): [string, UiSchema][] => {
    if (!isNode(property)) return [];
    if (property["x-secret"] === true) {
      return [
        [
          name,
          {
            "ui:widget": "password",
            "ui:placeholder": secretText(name),
            "ui:options": { autoComplete: "off" },
          },
        ],
      ];
    }
    if (typeof property["x-page"] === "string") return [[name, { "ui:field": "PageField" }]];
    if (typeof property["x-choices"] === "string") {
      const widget = property.type === "array" ? "ChoiceListWidget" : "ChoicesWidget";
      return [[name, { "ui:widget": widget }]];
    }
    if (property.type === "object" && !isNode(property.properties))
      return [[name, { "ui:field": "JsonField" }]];
    if (property.type === "object") return [[name, looks(property, secrets, secretText)]];
    // These widgets show their help only where it is given to them.
    const help = typeof property.description === "string" ? { "ui:description": property.description } : {};
    if (property.type === "string" && Number(property.maxLength ?? 0) > 300)
      return [[name, { "ui:widget": "textarea", ...help }]];
    if (property.enum !== undefined || property.type === "array") return [[name, help]];
    return [];
  });
  const order = Array.isArray(schema["x-order"]) ? { "ui:order": [...schema["x-order"], "*"] } : {};
  return { ...order, ...Object.fromEntries(entries) };
}

/** Names of fields under their `x-group`, in order of first appearance; those without one come first. */
export function groups(
  schema: Node,
  names: readonly string[],
): { title: string | undefined; names: string[] }[] {
  const properties = isNode(schema.properties) ? schema.properties : {};
  const found = new Map<string | undefined, string[]>([[undefined, []]]);
  for (const name of names) {
    const property = properties[name];
    const group =
      isNode(property) && typeof property["x-group"] === "string" ? property["x-group"] : undefined;
    found.set(group, [...(found.get(group) ?? []), name]);
  }
  return [...found]
    .filter(([, fields]) => fields.length > 0)
    .map(([title, fields]) => ({ title, names: fields }));
}

/** What is wrong in plain sentences, for fields that the server refused: path with dots to a sentence. */
export function extraErrors(fields: Record<string, string>): ErrorSchema<Node> {
  return toErrorSchema<Node>(
    Object.entries(fields).map(([path, message]) => ({ property: `.${path}`, message, stack: message })),
  );
}

/** Equal as data: order of members and absent ones aside. */
export function same(a: unknown, b: unknown): boolean {
  return JSON.stringify(sorted(a)) === JSON.stringify(sorted(b));
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, each]) => each !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, each]) => [key, sorted(each)]),
  );
}
