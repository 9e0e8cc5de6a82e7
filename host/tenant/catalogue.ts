import { PlatformError, type Static, Type } from "@promostack/core";
import { type HostRoute, hostRoute } from "../http/hostRoute.ts";
import type { PluginAssets } from "../http/pluginAssets.ts";
import type { Runtime, TenantPlugin } from "../plugin/runtime.ts";
import { PluginPage, PluginUi, uiOf } from "./pluginPages.ts";
import { Anything, PluginParams } from "./schemas.ts";

const CataloguePlugin = Type.Object({
  id: Type.String(),
  title: Type.String(),
  summary: Type.String(),
  description: Type.Optional(Type.String()),
  icon: Type.Optional(Type.String()),
  version: Type.String(),
  publisher: Type.Object({
    name: Type.String(),
    url: Type.Optional(Type.String()),
    email: Type.Optional(Type.String()),
  }),
  license: Type.String(),
  scope: Type.Union([Type.Literal("tenant"), Type.Literal("platform")], {
    description: "platform: on for everybody, and nobody turns it off",
  }),
  enabled: Type.Boolean(),
  state: Type.String({
    description: "active, starting, failed, blocked, quarantined or disabled, in this installation",
  }),
  reason: Type.Optional(Type.String({ description: "Why it is not active" })),
  problem: Type.Optional(Type.String({ description: "What to fix in the settings before it works again" })),
  entitled: Type.Boolean({ description: "Whether the plan includes it" }),
  entitlement: Type.Optional(Type.String({ description: "What a plan must include" })),
  missing: Type.Array(Type.String(), { description: "Dependencies that are not enabled" }),
  pausedSeconds: Type.Optional(Type.Number()),
  sends: Type.Boolean({ description: "Whether it sends messages through the tenant's bots" }),
  revision: Type.Integer(),
  capabilities: Type.Array(Type.String(), { description: "What it may do, in plain words" }),
  settingsSchema: Type.Optional(Anything),
  dependencies: Type.Record(Type.String(), Type.String()),
  pages: Type.Array(PluginPage),
  ui: Type.Optional(PluginUi),
  widgets: Type.Array(Type.Object({ id: Type.String(), title: Type.String() })),
  settingsTests: Type.Array(
    Type.Object({ name: Type.String(), title: Type.String(), field: Type.Optional(Type.String()) }),
  ),
  commands: Type.Array(
    Type.Object({ command: Type.String(), description: Type.String(), role: Type.String() }),
  ),
  deprecation: Type.Optional(
    Type.Object({
      message: Type.String(),
      removal: Type.Optional(Type.String()),
      replacement: Type.Optional(Type.String()),
    }),
  ),
});
type CataloguePlugin = Static<typeof CataloguePlugin>;

const Catalogue = Type.Object({ items: Type.Array(CataloguePlugin) });
type Catalogue = Static<typeof Catalogue>;

export interface CatalogueParts {
  pluginAssets: PluginAssets;
  runtime: Pick<Runtime, "catalogue">;
}

export function catalogueRoutes({ runtime, pluginAssets }: CatalogueParts): HostRoute[] {
  return [
    hostRoute({
      method: "GET",
      path: "/api/plugins",
      permission: "tenant:viewer",
      summary: "Every plugin as this tenant sees it",
      input: { output: Catalogue },
      limits: { perMinute: 240 },
      handle: async ({ tenantId }): Promise<Catalogue> => ({
        items: await Promise.all((await shown(tenantId)).map(cardOf)),
      }),
    }),
    hostRoute({
      method: "GET",
      path: "/api/plugins/:id",
      permission: "tenant:viewer",
      summary: "One plugin as this tenant sees it",
      input: { params: PluginParams, output: CataloguePlugin },
      limits: { perMinute: 240 },
      handle: async ({ tenantId }, { params }): Promise<CataloguePlugin> => {
        const plugin = (await shown(tenantId)).find(({ manifest }) => manifest.id === params.id);
        if (plugin) return cardOf(plugin);
        throw new PlatformError(`There is no plugin ${params.id} here.`, {
          code: "plugin.unknown",
          status: 404,
          hint: "Choose one from the catalogue.",
        });
      },
    }),
  ];

  /** Strategies are chosen in the settings of the plugin that runs them, not enabled by themselves. */
  async function shown(tenantId: string): Promise<TenantPlugin[]> {
    return (await runtime.catalogue(tenantId)).filter(({ manifest }) => manifest.kind === "plugin");
  }

  async function cardOf(plugin: TenantPlugin): Promise<CataloguePlugin> {
    const { manifest, folder } = plugin;
    const { contributes } = manifest;
    return {
      id: manifest.id,
      title: manifest.title,
      summary: manifest.summary,
      description: manifest.description,
      icon: manifest.icon,
      version: manifest.version,
      publisher: manifest.publisher,
      license: manifest.license,
      scope: manifest.tenancy?.scope ?? "tenant",
      enabled: plugin.enabled,
      state: plugin.state,
      reason: plugin.reason,
      problem: plugin.problem,
      entitled: plugin.entitled,
      entitlement: manifest.tenancy?.entitlement,
      missing: plugin.missing,
      pausedSeconds: plugin.pausedSeconds,
      sends: manifest.capabilities?.telegram?.send === true,
      revision: plugin.revision,
      capabilities: plugin.may,
      settingsSchema: manifest.settings && { ...manifest.settings },
      dependencies: manifest.dependencies ?? {},
      pages: contributes?.pages ?? [],
      ui: await uiOf(pluginAssets, manifest, folder),
      widgets: contributes?.widgets ?? [],
      settingsTests: contributes?.settingsTests ?? [],
      commands: contributes?.commands ?? [],
      deprecation: manifest.deprecation,
    };
  }
}
