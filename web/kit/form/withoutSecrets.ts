import { isNode, members, type Node } from "./node.ts";

const PARTS = ["allOf", "anyOf", "oneOf", "then", "else"] as const;

/** What was typed, without what stands in `x-secret` fields: of it nothing is kept outside of the page that it was typed into. */
export function withoutSecrets(schema: unknown, value: unknown): unknown {
  if (!isNode(schema)) return value;
  const parts = PARTS.flatMap((name) => schema[name]).filter(isNode);
  const over = parts.reduce<unknown>((kept, part) => withoutSecrets(part, kept), value);
  if (Array.isArray(over)) return over.map((each) => withoutSecrets(schema.items, each));
  if (!isNode(over)) return over;
  const kept: Node = { ...over };
  for (const [name, field] of members(schema.properties)) {
    if (isNode(field) && field["x-secret"] === true) delete kept[name];
    else if (name in kept) kept[name] = withoutSecrets(field, kept[name]);
  }
  return kept;
}
