import { useMemo } from "react";
import type { Page } from "../api/list.ts";
import type { CataloguePlugin, PagedPlugin, PluginPage, PluginUiAddress } from "../api/plugins.ts";
import { useResource } from "../kit/api/resource.ts";

/** The plugins as this tenant sees them. */
export function useCatalogue() {
  const list = useResource<Page<CataloguePlugin>>("/api/plugins", {}, { topics: ["plugins"] });
  return { ...list, plugins: list.data?.items };
}

/** Pages that enabled plugins bring to the tenant's site; undefined until the server has said so. */
export function useTenantPages() {
  const { plugins, isPending, isError } = useCatalogue();
  const pages = useMemo(() => plugins && placedPages(plugins.filter(hasIt), "dash"), [plugins]);
  return { pages, isPending, isError };
}

/** Pages that plugins bring to the admin site; undefined until the server has said so. */
export function useAdminPages() {
  const { data, isPending, isError } = useResource<Page<PagedPlugin>>(
    "/api/admin/pages",
    {},
    { topics: ["plugins"], every: 30_000 },
  );
  const pages = useMemo(() => data && placedPages(data.items, "admin"), [data]);
  return { pages, isPending, isError };
}

/** Whether the tenant has the plugin: it enabled it, or everybody has it. */
export function hasIt({ enabled, scope }: CataloguePlugin): boolean {
  return enabled || scope === "platform";
}

export interface PlacedPage extends PluginPage {
  plugin: string;
  pluginTitle: string;
  ui: PluginUiAddress | undefined;
}

function placedPages(plugins: readonly PagedPlugin[], site: "dash" | "admin"): PlacedPage[] {
  return plugins.flatMap(({ id, title, pages, ui }) =>
    pages
      .filter((page) => page.site === site)
      .map((page) => ({ ...page, plugin: id, pluginTitle: title, ui })),
  );
}

/** The page whose path begins this address, the longest first. */
export function pageAt(pages: readonly PlacedPage[], pathname: string): PlacedPage | undefined {
  return pages
    .filter(({ path }) => pathname === path || pathname.startsWith(`${path}/`))
    .sort((a, b) => b.path.length - a.path.length)[0];
}
