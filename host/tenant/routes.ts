import type { Database } from "../db/database.ts";
import type { HostRoute } from "../http/hostRoute.ts";
import type { PluginAssets } from "../http/pluginAssets.ts";
import type { Identity } from "../identity/identity.ts";
import { type OverviewParts, overviewRoutes } from "./adminOverview.ts";
import { type PluginFactsParts, pluginFactRoutes } from "./adminPluginFacts.ts";
import { type AdminPluginParts, adminPluginRoutes } from "./adminPlugins.ts";
import { type AdminTenantParts, adminTenantRoute } from "./adminTenant.ts";
import { adminTenantRoutes } from "./adminTenants.ts";
import { apiKeyRoutes } from "./apiKeys.ts";
import { auditRoutes } from "./auditLog.ts";
import { type CatalogueParts, catalogueRoutes } from "./catalogue.ts";
import { type CurrentTenantParts, currentTenantRoutes } from "./currentTenant.ts";
import { type MeParts, meRoutes, type PlatformClock } from "./me.ts";
import { memberRoutes } from "./members.ts";
import { type PluginPageParts, pluginPageRoutes } from "./pluginPages.ts";
import { type PluginSettingsParts, pluginSettingsRoutes } from "./pluginSettings.ts";
import { type PluginUsageParts, pluginUsageRoutes } from "./pluginUsage.ts";
import { type SessionParts, sessionRoutes } from "./sessions.ts";
import { tenantPlanRoutes } from "./tenantPlan.ts";
import { viewAsRoutes } from "./viewAs.ts";

export interface TenantParts
  extends Pick<OverviewParts, "replicas" | "strategies">,
    Pick<AdminTenantParts, "connections"> {
  identity: Identity;
  database: Database;
  runtime: OverviewParts["runtime"] &
    AdminPluginParts["runtime"] &
    CatalogueParts["runtime"] &
    CurrentTenantParts["runtime"] &
    PluginFactsParts["runtime"] &
    PluginPageParts["runtime"] &
    PluginSettingsParts["runtime"];
  clock: PlatformClock & PluginUsageParts["clock"];
  pluginAssets: PluginAssets;
  config: MeParts["config"] & SessionParts["config"];
  /** The issuer that signs on this machine; undefined where there is none. */
  localIssuer?: () => string | undefined;
}

/** The platform's own routes: sign-in, tenants, teams, plugins from both sides, the audit log. */
export function tenantRoutes(parts: TenantParts): HostRoute[] {
  return [
    ...meRoutes(parts),
    ...sessionRoutes(parts),
    ...catalogueRoutes(parts),
    ...pluginSettingsRoutes(parts),
    ...pluginUsageRoutes(parts),
    ...currentTenantRoutes(parts),
    ...memberRoutes(parts),
    ...apiKeyRoutes(parts),
    ...auditRoutes(parts),
    ...viewAsRoutes(parts),
    ...overviewRoutes(parts),
    ...adminPluginRoutes(parts),
    ...pluginFactRoutes(parts),
    ...pluginPageRoutes(parts),
    ...adminTenantRoutes(parts),
    ...adminTenantRoute(parts),
    ...tenantPlanRoutes(parts),
  ];
}
