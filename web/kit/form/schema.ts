import { type ErrorSchema, type RJSFSchema, toErrorSchema, type UiSchema } from "@rjsf/utils";
import { isNode, type Node } from "./node.ts";
import { plainParts } from "./parts.ts";

/** What is known of a stored secret: never the value. */
export type Secrets = Record<string, { set: boolean; last4?: string | null }>;

/** The schema as the form draws and checks it: conditions in plain parts, stored secrets need not be typed again. */
export function drawable(schema: Node, secrets: Secrets): RJSFSchema {
  const { $schema: _dialect, ...rest } = schema;
  return withoutStored(plainParts(rest), secrets, "");
}

function withoutStored(schema: Node, secrets: Secrets, path: string): Node {
  const { anyOf, ...given } = schema;
  // Schema builders write a list of constants as a choice of schemas.
  const drawn: Node = areWords(anyOf)
    ? { ...given, type: "string", enum: anyOf.map((each) => each.const) }
    : { ...given, ...(anyOf === undefined ? {} : { anyOf }) };
  // Words with titles need no type to be checked, and one to be drawn.
  if (areWords(given.oneOf)) drawn.type = "string";
  if (Array.isArray(drawn.required))
    drawn.required = drawn.required.filter((name) => secrets[`${path}${name}`]?.set !== true);
  if (isNode(drawn.properties)) {
    const fields = Object.entries(drawn.properties).map(([name, each]) => [
      name,
      isNode(each) ? withoutStored(each, secrets, `${path}${name}.`) : each,
    ]);
    drawn.properties = Object.fromEntries(fields);
  }
  const over = (part: unknown) => (isNode(part) ? withoutStored(part, secrets, path) : part);
  for (const key of ["then", "else"]) if (isNode(drawn[key])) drawn[key] = over(drawn[key]);
  if (Array.isArray(drawn.allOf)) drawn.allOf = drawn.allOf.map(over);
  return drawn;
}

function areWords(choices: unknown): choices is { const: string }[] {
  return Array.isArray(choices) && choices.every((each) => isNode(each) && typeof each.const === "string");
}

/** Widgets that a schema asks for by name (`x-widget`). */
const NAMED: Record<string, string> = {
  channel: "ChannelWidget",
  time: "TimeWidget",
  timezone: "TimezoneWidget",
  colour: "ColourWidget",
};

/** How the fields of a drawable schema look: secrets are write-only, long texts have room, short choices lie open. */
export function looks(schema: Node, secretText: (name: string) => string, path = ""): UiSchema {
  const overlays = [...(Array.isArray(schema.allOf) ? schema.allOf : []), schema.then, schema.else].filter(
    isNode,
  );
  const fields = isNode(schema.properties) ? Object.entries(schema.properties) : [];
  const own = fields.flatMap(([name, field]): [string, UiSchema][] =>
    isNode(field) ? [[name, lookOf(field, secretText, `${path}${name}`)]] : [],
  );
  const order = Array.isArray(schema["x-order"]) ? { "ui:order": [...schema["x-order"], "*"] } : {};
  return {
    ...Object.assign({}, ...overlays.map((part) => looks(part, secretText, path))),
    ...order,
    ...Object.fromEntries(own),
  };
}

function lookOf(field: Node, secretText: (name: string) => string, path: string): UiSchema {
  // These widgets show their help only where it is given to them.
  const help = typeof field.description === "string" ? { "ui:description": field.description } : {};
  if (field["x-secret"] === true) {
    const placeholder = { "ui:placeholder": secretText(path), "ui:options": { autoComplete: "off" } };
    return { "ui:widget": "password", ...placeholder, ...help };
  }
  if (typeof field["x-page"] === "string") return { "ui:field": "PageField" };
  const widget = NAMED[String(field["x-widget"])];
  if (widget !== undefined) return { "ui:widget": widget };
  if (typeof field["x-choices"] === "string") {
    return { "ui:widget": field.type === "array" ? "ChoiceListWidget" : "ChoicesWidget" };
  }
  if (field.type === "object" && !isNode(field.properties) && field.allOf === undefined)
    return { "ui:field": "JsonField" };
  if (field.type === "object") return looks(field, secretText, `${path}.`);
  if (field.type === "string" && Number(field.maxLength ?? 0) > 300)
    return { "ui:widget": "textarea", ...help };
  if (field.type === "array" && isNode(field.items))
    return { items: lookOf(field.items, secretText, path), ...help };
  return help;
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

/** Equal as data: order of members aside, and absent ones, which is what an emptied field leaves. */
export function same(a: unknown, b: unknown): boolean {
  return JSON.stringify(sorted(a)) === JSON.stringify(sorted(b));
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, each]) => each !== undefined && each !== "")
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, each]) => [key, sorted(each)]),
  );
}
