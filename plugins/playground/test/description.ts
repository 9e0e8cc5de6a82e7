import { existsSync, readFileSync } from "node:fs";

const FILE = new URL("../../../../shared/data/telegram-bot-api.json", import.meta.url);

interface DescribedField {
  name: string;
  types: string[];
  required: boolean;
}

interface Description {
  methods: Record<string, { returns: string[]; fields?: DescribedField[] }>;
  types: Record<string, { fields?: DescribedField[]; subtypes?: string[] }>;
}

/** The Bot API's machine-readable description, where it lies beside the repository. */
export const description: Description | undefined = existsSync(FILE)
  ? JSON.parse(readFileSync(FILE, "utf8"))
  : undefined;

export const WITHOUT = "the Bot API's description (../shared/data/telegram-bot-api.json) is not here";

/** Every way in which a value is not of one of the described types; empty where it is. */
export function problemsOf(value: unknown, types: readonly string[], path = "result"): string[] {
  const tries = types.map((type) => problemsOfType(value, type, path));
  return (
    tries.find((problems) => problems.length === 0) ?? tries.sort((a, b) => a.length - b.length)[0] ?? []
  );
}

function problemsOfType(value: unknown, type: string, path: string): string[] {
  const wrong = [`${path} is no ${type}: ${JSON.stringify(value)?.slice(0, 120)}`];
  if (type.startsWith("Array of ")) {
    if (!Array.isArray(value)) return wrong;
    return value.flatMap((each, index) => problemsOf(each, [type.slice(9)], `${path}[${index}]`));
  }
  switch (type) {
    case "String":
      return typeof value === "string" ? [] : wrong;
    case "Integer":
      return Number.isInteger(value) ? [] : wrong;
    case "Float":
      return typeof value === "number" ? [] : wrong;
    case "Boolean":
    case "True":
      return typeof value === "boolean" ? [] : wrong;
    default:
      return problemsOfObject(value, type, path, wrong);
  }
}

function problemsOfObject(value: unknown, type: string, path: string, wrong: string[]): string[] {
  const described = description?.types[type];
  if (!described || typeof value !== "object" || value === null || Array.isArray(value)) return wrong;
  if (described.subtypes) return problemsOf(value, described.subtypes, path);
  const fields = described.fields ?? [];
  const given = new Map(Object.entries(value));
  const problems: string[] = [];
  for (const field of fields) {
    const there = given.get(field.name);
    if (there === undefined && field.required) problems.push(`${path}.${field.name} is missing (${type})`);
    if (there !== undefined) problems.push(...problemsOf(there, field.types, `${path}.${field.name}`));
  }
  const known = new Set(fields.map(({ name }) => name));
  return [
    ...problems,
    ...[...given.keys()]
      .filter((name) => !known.has(name))
      .map((name) => `${path}.${name} is unknown to ${type}`),
  ];
}
