import { useMemo } from "react";
import type { Page } from "../api/list.ts";
import type { CataloguePlugin, PluginPage } from "../api/plugins.ts";
import { useResource } from "../kit/api/resource.ts";

/** The plugins as this tenant sees them. */
export function useCatalogue() {
  const list = useResource<Page<CataloguePlugin> | CataloguePlugin[]>(
    "/api/plugins",
    {},
    { topics: ["plugins"] },
  );
  const plugins = useMemo(
    () => (list.data === undefined ? undefined : Array.isArray(list.data) ? list.data : list.data.items),
    [list.data],
  );
  return { ...list, plugins };
}

export interface PlacedPage extends PluginPage {
  plugin: string;
  pluginTitle: string;
}

/** Pages of one site that enabled plugins bring, in the server's order. */
export function placedPages(plugins: readonly CataloguePlugin[], site: "dash" | "admin"): PlacedPage[] {
  return plugins
    .filter((plugin) => plugin.enabled || plugin.scope === "platform")
    .flatMap((plugin) =>
      plugin.pages
        .filter((page) => page.site === site)
        .map((page) => ({ ...page, plugin: plugin.id, pluginTitle: plugin.title })),
    );
}

/** The page whose path begins this address, the longest first. */
export function pageAt(pages: readonly PlacedPage[], pathname: string): PlacedPage | undefined {
  return pages
    .filter(({ path }) => pathname === path || pathname.startsWith(`${path}/`))
    .sort((a, b) => b.path.length - a.path.length)[0];
}
