import { pathToFileURL } from "node:url";
import type { KernelLog } from "./ports.ts";
import type { Roster } from "./roster.ts";

/**
 * Blames the plugin in whose folder a stray error's stack begins: an exception in a timer of its own, a promise that it
 * did not await. The innermost frame decides, so that a plugin is not blamed for the host's own faults further down.
 */
export function blame(roster: Roster, log: KernelLog, error: unknown): boolean {
  const stack = error instanceof Error ? (error.stack ?? "") : "";
  const frames = stack
    .split("\n")
    .filter((line) => line.trimStart().startsWith("at ") && !line.includes("node:"));
  const innermost = frames[0] ?? "";
  for (const { id, generation } of roster.all()) {
    if (generation === undefined) continue;
    const { folder } = generation;
    if (!innermost.includes(`${folder}/`) && !innermost.includes(`${pathToFileURL(folder).href}/`)) continue;
    generation.usage.errors += 1;
    generation.breaker.enter().failure();
    log.error("A plugin let an error escape", { plugin: id, error: String(error), stack });
    return true;
  }
  return false;
}
