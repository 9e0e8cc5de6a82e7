import type { CataloguePlugin } from "../api/plugins.ts";

/** Plugins that a plugin needs and the team has not turned on, those first that the others need. */
export function neededFirst(plugin: CataloguePlugin, plugins: readonly CataloguePlugin[]): CataloguePlugin[] {
  const direct = plugin.missing.flatMap((id) => plugins.filter((each) => each.id === id));
  return [...new Set(direct.flatMap((each) => [...neededFirst(each, plugins), each]))];
}

/** Whether the team can turn it on now: it runs, and the plan includes it. */
export function canBeOn({ enabled, scope, entitled, state }: CataloguePlugin): boolean {
  return !enabled && scope === "tenant" && entitled && state === "active";
}
