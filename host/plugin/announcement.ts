import { PlatformError, type Plugin, type PluginManifest } from "@promostack/core";
import type { Declarations } from "./declarations.ts";

/**
 * Refuses a plugin that announces in plugin.json what its code does not do, all of it in one error. (The opposite,
 * doing what is not announced, is refused at the very call.)
 */
export function checkAnnouncement(manifest: PluginManifest, plugin: Plugin, declared: Declarations): void {
  const { capabilities = {}, contributes = {} } = manifest;
  const jobs = contributes.jobs ?? [];
  const missing = [
    ...jobs.flatMap(({ name, scope }) => {
      const handlers: ReadonlyMap<string, unknown> =
        scope === "tenant" ? declared.tenantJobs : declared.platformJobs;
      return handlers.has(name) ? [] : [`the ${scope} job ${name}`];
    }),
    ...absent(
      "the command",
      (contributes.commands ?? []).map(({ command }) => command),
      declared.commands,
    ),
    ...absent(
      "the settings test",
      (contributes.settingsTests ?? []).map(({ name }) => name),
      declared.settingsTests,
    ),
    ...absent(
      "the metric",
      (contributes.metrics ?? []).map(({ name }) => name),
      declared.metrics,
    ),
    ...absent("a subscription to", capabilities.events?.subscribes, declared.subscriptions),
    ...absent("the service", capabilities.services?.provides, declared.services),
    ...absent(
      "the extension point",
      (contributes.extensionPoints ?? []).map(({ name }) => name),
      declared.points,
    ),
    ...absent(
      "an extension of",
      contributes.extensions,
      new Set([...declared.extensions].map(({ point }) => point)),
    ),
    ...absent("the update kind", capabilities.telegram?.updates, heardKinds(declared)),
    ...absent(
      "the cli command",
      (contributes.cli ?? []).map(({ name }) => name),
      new Map(Object.entries(plugin.cli ?? {})),
    ),
  ];
  const mounts = new Set<string>([...declared.mounts].map(({ prefix }) => prefix));
  missing.push(...absent("the stand-in's mount", Object.values(contributes.standIns ?? {}), mounts));
  const pages = (contributes.publicPages ?? []).map(({ mount }) => mount);
  missing.push(...absent("the public pages' mount", pages, mounts));
  if (capabilities.rawHttp === true && declared.mounts.size === 0)
    missing.push("a mount (capability rawHttp)");
  if ((manifest.settingsVersion ?? 1) > 1 && plugin.migrateSettings === undefined) {
    missing.push(`migrateSettings, which settingsVersion ${manifest.settingsVersion} needs`);
  }
  const announced = (contributes.cli ?? []).map(({ name }) => name);
  const silent = Object.keys(plugin.cli ?? {}).filter((name) => !announced.includes(name));
  const problems = [
    ...missing.map((what) => `${what} is announced in plugin.json and not declared`),
    ...silent.map((name) => `the cli command ${name} is not announced in plugin.json`),
  ];
  if (problems.length === 0) return;
  throw new PlatformError(`${manifest.id}: ${problems.join("; ")}.`, {
    code: "setup.not_as_announced",
    plugin: manifest.id,
    phase: "setup",
    hint: "Declare it in setup, or take it out of plugin.json (or the other way round).",
    details: { problems },
  });
}

function absent(
  what: string,
  announced: readonly string[] | undefined,
  declared: { has(name: string): boolean },
): string[] {
  return (announced ?? []).filter((name) => !declared.has(name)).map((name) => `${what} ${name}`);
}

function heardKinds({ updates, commands }: Declarations): Set<string> {
  const kinds = new Set([...updates].flatMap((handler) => [...handler.kinds]));
  if (commands.size > 0) kinds.add("message");
  return kinds;
}
