import { PlatformError, type PluginManifest } from "@promostack/core";
import type { Roster } from "./roster.ts";

/** Services, events and extension points have one owner each in an installation. Raises `plugin.name_taken`. */
export function checkNames(manifest: PluginManifest, roster: Roster): void {
  const own = new Set(namesOf(manifest));
  for (const { manifest: other } of roster.generations()) {
    if (other.id === manifest.id) continue;
    const taken = namesOf(other).filter((name) => own.has(name));
    if (taken.length === 0) continue;
    throw new PlatformError(`${manifest.id}: ${taken.join(", ")} belongs to ${other.id}.`, {
      code: "plugin.name_taken",
      plugin: manifest.id,
      phase: "load",
      hint: "Give it a name of your own; begin it with the plugin's id.",
      details: { taken, owner: other.id },
    });
  }
}

function namesOf({ capabilities = {}, contributes = {} }: PluginManifest): string[] {
  return [
    ...(capabilities.services?.provides ?? []).map((name) => `service ${name}`),
    ...(contributes.events ?? []).map(({ name }) => `event ${name}`),
    ...(contributes.publicPages ?? []).map(({ path }) => `public page ${path}`),
    ...(contributes.extensionPoints ?? []).map(({ name }) => `extension point ${name}`),
  ];
}
