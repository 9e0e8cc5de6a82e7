import { pathToFileURL } from "node:url";
import { PlatformError } from "@promostack/core";
import type { Generation } from "./generation.ts";
import type { KernelLog } from "./ports.ts";
import type { Roster } from "./roster.ts";

/** Errors that came out of a context's own functions: a plugin that does not await them is found by the error itself. */
const suspects = new WeakMap<object, string>();

/** Remembers for which plugin an error arose, should nobody catch it. */
export function suspect(error: unknown, plugin: string): void {
  if (typeof error === "object" && error !== null) suspects.set(error, plugin);
}

/**
 * Blames a plugin for an error that nobody caught: an exception in a timer of its own, a promise that it did not await.
 * False where no plugin can be named: then it is the host's.
 */
export function blame(roster: Roster, log: KernelLog, error: unknown): boolean {
  const culprit = culpritOf(roster, error);
  if (culprit === undefined) return false;
  const { manifest, usage, breaker } = culprit;
  usage.errors += 1;
  breaker.enter().failure();
  const stack = error instanceof Error ? error.stack : undefined;
  log.error("A plugin let an error escape", { plugin: manifest.id, error: String(error), stack });
  return true;
}

function culpritOf(roster: Roster, error: unknown): Generation | undefined {
  const named = typeof error === "object" && error !== null ? suspects.get(error) : undefined;
  const id = named ?? (PlatformError.is(error) ? error.plugin : undefined);
  if (id !== undefined) return roster.get(id)?.generation;
  const lines = (error instanceof Error ? (error.stack ?? "") : "").split("\n");
  for (const line of lines) {
    for (const generation of roster.generations()) if (isWithin(line, generation.folder)) return generation;
  }
  return undefined;
}

function isWithin(line: string, folder: string): boolean {
  return line.includes(`${folder}/`) || line.includes(`${pathToFileURL(folder).href}/`);
}
