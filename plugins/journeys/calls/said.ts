import type { Value } from "../graph/parts.ts";

/** What an action said, whatever it answered: it came from another plugin. */
export type Said =
  | { kind: "done"; exit: string; values: Record<string, Value> }
  | { kind: "failed"; reason: string }
  | { kind: "again"; reason: string; afterSeconds: number | undefined }
  | { kind: "later" };

export function readSaid(answer: unknown): Said {
  if (!isRecord(answer)) return { kind: "done", exit: "next", values: {} };
  const { failed, again, later, exit, values, afterSeconds } = answer;
  if (typeof failed === "string") return { kind: "failed", reason: failed };
  if (typeof again === "string")
    return {
      kind: "again",
      reason: again,
      afterSeconds: typeof afterSeconds === "number" ? afterSeconds : undefined,
    };
  if (later === true) return { kind: "later" };
  const kept = isRecord(values) ? valuesOf(values) : {};
  return { kind: "done", exit: typeof exit === "string" ? exit : "next", values: kept };
}

/** Texts, numbers and truths; anything else that an action answers is left out. */
function valuesOf(values: Record<string, unknown>): Record<string, Value> {
  const found: Record<string, Value> = {};
  for (const [name, value] of Object.entries(values)) {
    const kept = plainValue(value);
    if (kept !== null) found[name] = kept;
  }
  return found;
}

/** A value that a variable can hold; null for everything else. */
export function plainValue(value: unknown): Value | null {
  if (typeof value === "string") return value.slice(0, 4_096);
  if (typeof value === "number") return Number.isFinite(value) ? value : null;
  return typeof value === "boolean" ? value : null;
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
