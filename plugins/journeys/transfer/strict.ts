import type { TSchema } from "@promostack/core";

type Node = Record<string, unknown>;

/**
 * A schema that takes nothing it does not name. Where objects of several kinds may stand, the kind decides which is meant: what is
 * wrong is then said of that one alone, and not of all the others too.
 */
export function strict(schema: TSchema): Node {
  return strictNode({ ...schema });
}

function strictNode(node: Node): Node {
  const { anyOf, properties, items, ...others } = node;
  const changed: Node = { ...others };
  if (isNode(properties)) {
    changed.properties = Object.fromEntries(
      Object.entries(properties).map(([name, each]) => [name, isNode(each) ? strictNode(each) : each]),
    );
    changed.additionalProperties = false;
  }
  if (isNode(items)) changed.items = strictNode(items);
  if (Array.isArray(anyOf)) {
    const kinds = anyOf.filter(isNode).map(strictNode);
    const tag = TAGS.find((name) => kinds.every((kind) => isTagged(kind, name)));
    if (tag === undefined) changed.anyOf = kinds;
    else Object.assign(changed, { type: "object", discriminator: { propertyName: tag }, oneOf: kinds });
  }
  return changed;
}

/** Properties that tell kinds of objects apart. */
const TAGS = ["kind", "mode", "about"];

function isTagged({ properties }: Node, name: string): boolean {
  if (!isNode(properties)) return false;
  const tag = properties[name];
  return isNode(tag) && "const" in tag;
}

function isNode(value: unknown): value is Node {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
