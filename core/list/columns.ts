/** Names of what each of a list's items holds, by the route's output schema; none where it is no list. */
export function itemColumns(output: unknown): string[] {
  const item = inside(inside(inside(inside(output, "properties"), "items"), "items"), "properties");
  return typeof item === "object" && item !== null ? Object.keys(item) : [];
}

/** Why a route cannot give its list as a file, or undefined where it can, or does not say so. */
export function csvProblem(route: {
  method?: unknown;
  csv?: unknown;
  input?: { output?: unknown };
}): string | undefined {
  if (route.csv === undefined) return undefined;
  if (!/^[a-z][a-z0-9-]*$/.test(String(route.csv))) return "has a csv that is no file name";
  if (route.method !== "GET") return "has a csv, which only a GET may have";
  if (itemColumns(route.input?.output).length === 0)
    return "has a csv, but no output whose items have properties";
  return undefined;
}

function inside(value: unknown, key: string): unknown {
  return Object(value)[key];
}
