import { type PluginManifest, type Static, Type } from "@promostack/core";
import { type HostRoute, hostRoute } from "../http/hostRoute.ts";
import type { PluginAssets, PluginUiAddress } from "../http/pluginAssets.ts";
import type { Runtime } from "../plugin/runtime.ts";

/** A page that a plugin announces, as both sites are told of it. */
export const PluginPage = Type.Object({
  site: Type.Union([Type.Literal("dash"), Type.Literal("admin")]),
  path: Type.String(),
  title: Type.String(),
  icon: Type.Optional(Type.String()),
  section: Type.Optional(Type.String()),
});

/** Where the plugin's pages are loaded from; absent where its release brings no built ones. */
export const PluginUi = Type.Object({ module: Type.String(), styles: Type.Optional(Type.String()) });

const PagedPlugin = Type.Object({
  id: Type.String(),
  title: Type.String(),
  pages: Type.Array(PluginPage),
  ui: Type.Optional(PluginUi),
});
type PagedPlugin = Static<typeof PagedPlugin>;

const AdminPages = Type.Object({ items: Type.Array(PagedPlugin) });
type AdminPages = Static<typeof AdminPages>;

export interface PluginPageParts {
  runtime: Pick<Runtime, "plugins" | "folder">;
  pluginAssets: PluginAssets;
}

/** What plugins bring to the admin site. Tenants hear of theirs in the catalogue. */
export function pluginPageRoutes({ runtime, pluginAssets }: PluginPageParts): HostRoute[] {
  return [
    hostRoute({
      method: "GET",
      path: "/api/admin/pages",
      permission: "admin",
      summary: "Plugins that run here and bring pages to the admin site",
      input: { output: AdminPages },
      limits: { perMinute: 240 },
      handle: async (): Promise<AdminPages> => ({
        items: await Promise.all(
          runtime
            .plugins()
            .filter(({ state }) => state === "active")
            .flatMap(({ id, title, manifest }) => {
              const pages = manifest?.contributes?.pages?.filter(({ site }) => site === "admin") ?? [];
              if (manifest === undefined || pages.length === 0) return [];
              const ui = uiOf(pluginAssets, manifest, runtime.folder(id));
              return [ui.then((address): PagedPlugin => ({ id, title, pages, ui: address }))];
            }),
        ),
      }),
    }),
  ];
}

/** Where the pages of a release are loaded from. */
export async function uiOf(
  pluginAssets: PluginAssets,
  { id, version, contributes }: PluginManifest,
  folder: string | undefined,
): Promise<PluginUiAddress | undefined> {
  const brings = contributes?.pages !== undefined || contributes?.widgets !== undefined;
  return brings && folder !== undefined ? pluginAssets.addressOf({ id, version, folder }) : undefined;
}
