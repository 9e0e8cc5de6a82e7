import { type Static, Type } from "@promostack/core";
import { type HostRoute, hostRoute } from "../http/hostRoute.ts";
import type { Runtime } from "../plugin/runtime.ts";

/** A page that a plugin announces, as both sites are told of it. */
export const PluginPage = Type.Object({
  site: Type.Union([Type.Literal("dash"), Type.Literal("admin")]),
  path: Type.String(),
  title: Type.String(),
  icon: Type.Optional(Type.String()),
  section: Type.Optional(Type.String()),
});

const PagedPlugin = Type.Object({
  id: Type.String(),
  title: Type.String(),
  pages: Type.Array(PluginPage),
});
type PagedPlugin = Static<typeof PagedPlugin>;

const AdminPages = Type.Object({ items: Type.Array(PagedPlugin) });
type AdminPages = Static<typeof AdminPages>;

export interface PluginPageParts {
  runtime: Pick<Runtime, "plugins">;
}

/** What plugins bring to the admin site. Tenants hear of theirs in the catalogue. */
export function pluginPageRoutes({ runtime }: PluginPageParts): HostRoute[] {
  return [
    hostRoute({
      method: "GET",
      path: "/api/admin/pages",
      permission: "admin",
      summary: "Plugins that run here and bring pages to the admin site",
      input: { output: AdminPages },
      limits: { perMinute: 240 },
      handle: async (): Promise<AdminPages> => ({
        items: runtime
          .plugins()
          .filter(({ state }) => state === "active")
          .flatMap(({ id, title, manifest }): PagedPlugin[] => {
            const pages = manifest?.contributes?.pages?.filter(({ site }) => site === "admin") ?? [];
            return pages.length === 0 ? [] : [{ id, title, pages }];
          }),
      }),
    }),
  ];
}
