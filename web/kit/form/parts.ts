import { isNode, members, type Node } from "./node.ts";

type Holds = (condition: Node, value: unknown) => boolean;

/**
 * Conditional words of a schema as `if` and `then`, which both the library that draws forms and the validator understand: a
 * `oneOf` with a `discriminator` becomes a choice of its tag, with a part for each branch; `dependentRequired` and
 * `dependentSchemas` become parts that follow a member.
 */
export function plainParts(schema: Node): Node {
  const { oneOf, discriminator, dependentRequired, dependentSchemas, ...rest } = schema;
  const tag = isNode(discriminator) ? discriminator.propertyName : undefined;
  const chosen =
    typeof tag === "string" && Array.isArray(oneOf) ? choice(tag, oneOf.filter(isNode)) : undefined;
  const followers = [
    ...members(dependentRequired).map(([name, required]) => follow({ required: [name] }, { required })),
    ...members(dependentSchemas).map(([name, part]) => follow({ required: [name] }, part)),
  ];
  const parts = [...(Array.isArray(rest.allOf) ? rest.allOf : []), ...(chosen?.parts ?? []), ...followers];
  const own = isNode(rest.properties) ? rest.properties : {};
  const tagged = chosen === undefined ? own : withTag(own, String(tag), chosen.values);
  const plain: Node = {
    ...rest,
    ...(chosen === undefined && oneOf !== undefined ? { oneOf } : {}),
    ...(parts.length === 0 ? {} : { allOf: parts.map(below) }),
    ...(Object.keys(tagged).length === 0 ? {} : { properties: mapped(tagged, below) }),
  };
  for (const key of ["items", "then", "else"]) if (isNode(plain[key])) plain[key] = below(plain[key]);
  return plain;
}

/** Without the members that belong to parts which do not apply: what was typed before another choice was made. */
export function pruned(schema: Node, value: unknown, holds: Holds): unknown {
  if (Array.isArray(value)) {
    const { items } = schema;
    return isNode(items) ? value.map((each) => pruned(items, each, holds)) : value;
  }
  if (!isNode(value)) return value;
  const { on, off } = partsOf(schema, value, holds);
  const fields = on.flatMap((part) => members(part.properties));
  const known = new Set(fields.map(([name]) => name));
  const left = new Set(off.flatMap(namesIn).filter((name) => !known.has(name)));
  const kept = Object.entries(value).filter(([name]) => !left.has(name));
  return Object.fromEntries(
    kept.map(([name, member]) => {
      const schemas = fields.flatMap(([field, each]) => (field === name && isNode(each) ? [each] : []));
      return [name, schemas.reduce<unknown>((now, each) => pruned(each, now, holds), member)];
    }),
  );
}

/** The parts of a schema that speak of this value, and those that do not. */
function partsOf(schema: Node, value: unknown, holds: Holds): { on: Node[]; off: Node[] } {
  const on = [schema];
  const off: Node[] = [];
  const take = (part: unknown) => {
    if (!isNode(part)) return;
    const inner = partsOf(part, value, holds);
    on.push(...inner.on);
    off.push(...inner.off);
  };
  if (Array.isArray(schema.allOf)) for (const part of schema.allOf) take(part);
  if (isNode(schema.if)) {
    const met = holds(schema.if, value);
    take(met ? schema.then : schema.else);
    off.push(...[met ? schema.else : schema.then].filter(isNode));
  }
  return { on, off };
}

/** Names of members that a part speaks of, whatever is chosen inside it. */
function namesIn(part: Node): string[] {
  const inner = [...(Array.isArray(part.allOf) ? part.allOf : []), part.then, part.else].filter(isNode);
  return [...members(part.properties).map(([name]) => name), ...inner.flatMap(namesIn)];
}

/** The branches' tags as values to choose from, and each branch as a part that follows its tag. */
function choice(tag: string, branches: readonly Node[]): { values: Node[]; parts: Node[] } {
  const read = branches.map((branch) => {
    const { title, ...rest } = branch;
    const { [tag]: own, ...properties } = isNode(branch.properties) ? branch.properties : {};
    const value = isNode(own) ? own.const : undefined;
    const required = Array.isArray(branch.required) ? branch.required.filter((name) => name !== tag) : [];
    const condition = { properties: { [tag]: { const: value } }, required: [tag] };
    return {
      value: { const: value, title: title ?? String(value) },
      part: follow(condition, { ...rest, properties, required }),
    };
  });
  return { values: read.map(({ value }) => value), parts: read.map(({ part }) => part) };
}

function withTag(properties: Node, tag: string, values: Node[]): Node {
  const given = properties[tag];
  const first = values[0]?.const;
  return {
    ...properties,
    [tag]: { type: "string", default: first, ...(isNode(given) ? given : {}), oneOf: values },
  };
}

function below(part: unknown): unknown {
  return isNode(part) ? plainParts(part) : part;
}

/** Written out, the member `then` would pass for a promise. */
const THEN = "then";

function follow(condition: Node, part: unknown): Node {
  return { if: condition, [THEN]: part };
}

function mapped(value: Node, change: (each: unknown) => unknown): Node {
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, change(each)]));
}
