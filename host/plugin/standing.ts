import { PlatformError, type PluginManifest } from "@promostack/core";
import type { PluginSlot } from "./slot.ts";

/** Whether the slot's plugin should be running, given which of its dependencies do; says on the slot why not. */
export function mayRun(
  slot: PluginSlot,
  problems: ReadonlyMap<string, PlatformError>,
  runs: (dependency: string) => boolean,
): boolean {
  const { manifest, stable } = slot;
  slot.blockedBy = undefined;
  if (!slot.registration.enabled || slot.misplaced || slot.quarantine?.inForce) return false;
  if (manifest === undefined || manifest.kind === "strategy") return false;
  const problem = problems.get(slot.id);
  if (problem !== undefined) {
    stable.failure = problem;
    return false;
  }
  if (stable.failure?.code.startsWith("dependency.")) stable.failure = undefined;
  if (stable.failure !== undefined) return false;
  slot.blockedBy = Object.keys(manifest.dependencies ?? {}).find((id) => !runs(id));
  return slot.blockedBy === undefined;
}

/** An admin wants nothing of the plugin to run. What a release did wrong does not keep another one back. */
export function isHeldBack({ registration, quarantine }: PluginSlot): boolean {
  return !registration.enabled || (quarantine?.inForce === true && quarantine.cause === "operator");
}

/** What failed for want of the database is worth another try. */
export function isPassing(error: PlatformError | undefined): boolean {
  return error?.code === "database.unavailable" || error?.code === "database.busy";
}

export function blocked({ id, version }: PluginManifest, dependency: string): PlatformError {
  return new PlatformError(`${id} ${version} needs ${dependency}, which is not running.`, {
    code: "dependency.not_running",
    status: 409,
    plugin: id,
    phase: "load",
    hint: `Get ${dependency} to run first.`,
  });
}
