/** A JSON object whose members are not known yet. */
export type Node = Record<string, unknown>;

export function isNode(value: unknown): value is Node {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function members(value: unknown): [string, unknown][] {
  return isNode(value) ? Object.entries(value) : [];
}
