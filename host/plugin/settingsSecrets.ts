/** A secret in a settings schema: at the top, in a group, or in a part that applies under a condition. */
export interface SecretField {
  /** As the vault and `secret()` know it: names of groups and field, with dots between. */
  name: string;
  path: readonly string[];
  schema: Record<string, unknown>;
  /** JSON pointer of its schema, below the settings' own. */
  pointer: string;
}

type Node = Record<string, unknown>;

/** Keywords that lay further schemas over the same value. */
const LISTS = ["allOf", "anyOf", "oneOf"];
const SINGLES = ["then", "else"];

/** Every secret, once a name. Those inside lists are not found: nothing would tell one element's from the next one's. */
export function secretFields(settings: object): SecretField[] {
  const found = [...fieldsIn(nodeOf(settings), [], "")];
  return found.filter(({ name }, index) => found.findIndex((each) => each.name === name) === index);
}

/** The schema that stored settings satisfy: without the secrets, which live in the vault. */
export function withoutSecrets(settings: object): Node {
  const names = new Set([...fieldsIn(nodeOf(settings), [], "")].map(({ name }) => name));
  return rewritten(nodeOf(settings), "", names, "drop");
}

/** The schema that says which secrets must be there, whatever their text. */
export function secretsWanted(settings: object): Node {
  const names = new Set([...fieldsIn(nodeOf(settings), [], "")].map(({ name }) => name));
  return rewritten(nodeOf(settings), "", names, "mark");
}

/** Pointers of x-secret marks that `secretFields` does not find. */
export function strayMarks(settings: object): string[] {
  const known = new Set([...fieldsIn(nodeOf(settings), [], "")].map(({ pointer }) => pointer));
  return marks(settings, "").filter((pointer) => !known.has(pointer));
}

export function valueAt(value: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (at, step) => (isNode(at) && Object.hasOwn(at, step) ? at[step] : undefined),
    value,
  );
}

/** Takes the member out, or puts one in, in place; nothing where its group is not there. */
export function setAt(value: object, path: readonly string[], member: unknown): void {
  const group = valueAt(value, path.slice(0, -1));
  const name = path.at(-1);
  if (!isNode(group) || name === undefined) return;
  if (member === undefined) delete group[name];
  else group[name] = member;
}

function* fieldsIn(schema: Node, path: readonly string[], pointer: string): Generator<SecretField> {
  for (const [name, value] of Object.entries(nodeOf(schema.properties))) {
    const field = nodeOf(value);
    const at = [...path, name];
    const below = `${pointer}/properties/${name}`;
    if (field["x-secret"] === true) yield { name: at.join("."), path: at, schema: field, pointer: below };
    else yield* fieldsIn(field, at, below);
  }
  for (const [key, part] of overlays(schema)) yield* fieldsIn(part, path, `${pointer}/${key}`);
}

function overlays(schema: Node): [string, Node][] {
  const lists = LISTS.flatMap((key) =>
    listOf(schema[key]).map((part, index): [string, unknown] => [`${key}/${index}`, part]),
  );
  const singles = SINGLES.map((key): [string, unknown] => [key, schema[key]]);
  const dependent = Object.entries(nodeOf(schema.dependentSchemas)).map(([name, part]): [string, unknown] => [
    `dependentSchemas/${name}`,
    part,
  ]);
  return [...lists, ...singles, ...dependent].flatMap(([key, part]): [string, Node][] =>
    isNode(part) ? [[key, part]] : [],
  );
}

/** The same schema with every secret dropped, or standing for any value. */
function rewritten(schema: Node, path: string, names: ReadonlySet<string>, how: "drop" | "mark"): Node {
  const isSecret = (name: unknown) => names.has(`${path}${String(name)}`);
  const kept = (list: unknown) => (how === "mark" ? list : listOf(list).filter((name) => !isSecret(name)));
  const again = (part: unknown): unknown => (isNode(part) ? rewritten(part, path, names, how) : part);
  const each = (parts: unknown) =>
    Object.fromEntries(Object.entries(nodeOf(parts)).map(([name, part]) => [name, again(part)]));
  const change = (key: string, value: unknown): unknown => {
    if (key === "properties") return properties(nodeOf(value));
    if (key === "required" && Array.isArray(value)) return kept(value);
    if (key === "dependentRequired" && isNode(value)) {
      return Object.fromEntries(Object.entries(value).map(([name, list]) => [name, kept(list)]));
    }
    if (LISTS.includes(key)) return listOf(value).map(again);
    if (SINGLES.includes(key)) return again(value);
    return key === "dependentSchemas" ? each(value) : value;
  };
  const properties = (fields: Node) =>
    Object.fromEntries(
      Object.entries(fields).flatMap(([name, field]): [string, unknown][] => {
        if (!isSecret(name)) {
          return [[name, isNode(field) ? rewritten(field, `${path}${name}.`, names, how) : field]];
        }
        return how === "drop" ? [] : [[name, {}]];
      }),
    );
  return Object.fromEntries(Object.entries(schema).map(([key, value]) => [key, change(key, value)]));
}

function marks(schema: unknown, pointer: string): string[] {
  if (typeof schema !== "object" || schema === null) return [];
  return Object.entries(schema).flatMap(([key, value]) =>
    key === "x-secret" && value === true ? [pointer] : marks(value, `${pointer}/${key}`),
  );
}

function isNode(value: unknown): value is Node {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function nodeOf(value: unknown): Node {
  return isNode(value) ? value : {};
}

function listOf(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}
