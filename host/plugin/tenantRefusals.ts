import { PlatformError, type PluginManifest } from "@promostack/core";
import type { TenantSettings } from "./runtime.ts";
import type { Settings } from "./settings.ts";

export function unknownTenant(tenantId: string): PlatformError {
  return new PlatformError("There is no such tenant.", {
    code: "tenant.unknown",
    status: 404,
    hint: "Choose a tenant that /api/me lists.",
    details: { tenantId },
  });
}

export function lacking({ id, title }: PluginManifest, missing: readonly PluginManifest[]): PlatformError {
  const titles = missing.map((each) => each.title).join(", ");
  return new PlatformError(`${title} needs ${titles}.`, {
    code: "plugin.dependency_disabled",
    status: 409,
    plugin: id,
    hint: `Enable ${titles} first.`,
    details: { missing: missing.map((each) => each.id) },
  });
}

export function conflict(
  { id, title }: PluginManifest,
  yours: Settings,
  theirs: TenantSettings,
): PlatformError {
  return new PlatformError(`Somebody else has saved the settings of ${title} meanwhile.`, {
    code: "settings.conflict",
    status: 412,
    plugin: id,
    hint: "Compare both versions and save again.",
    details: { yours, theirs: theirs.settings, revision: theirs.revision },
  });
}

export function needed({ id, title }: PluginManifest, needing: PluginManifest[]): PlatformError {
  const titles = needing.map((each) => each.title).join(", ");
  return new PlatformError(`${title} is needed by ${titles}.`, {
    code: "plugin.needed",
    status: 409,
    plugin: id,
    hint: `Disable ${titles} first.`,
    details: { needing: needing.map((each) => each.id) },
  });
}

export function alwaysOn({ id, title }: PluginManifest): PlatformError {
  return new PlatformError(`${title} belongs to the installation: tenants neither enable nor disable it.`, {
    code: "plugin.platform_wide",
    status: 409,
    plugin: id,
    hint: "An admin turns it on or off for all.",
  });
}
