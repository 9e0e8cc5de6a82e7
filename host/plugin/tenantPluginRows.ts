import type { PluginManifest, Transaction } from "@promostack/core";
import { EVENT_CHANNEL } from "../event/outbox.ts";
import { TENANT_CHANNEL } from "./enablement.ts";
import { type Settings, SettingsSchema } from "./settings.ts";

/** Switches a plugin on with these settings, and lets go the events that were parked while it was off. */
export async function writeEnabled(
  trx: Transaction,
  tenantId: string,
  manifest: PluginManifest,
  plain: Settings,
  now: Date,
): Promise<void> {
  await trx.run(
    `insert into host.tenant_plugin as known
       (tenant_id, plugin_id, enabled, settings, settings_version, enabled_at)
     values ($1, $2, true, $3::jsonb, $4, $5)
     on conflict (tenant_id, plugin_id) do update set
       enabled = true, settings = excluded.settings, settings_version = excluded.settings_version,
       ${PREVIOUS("excluded.settings_version", "known.")},
       revision = known.revision + 1, problem = null, enabled_at = excluded.enabled_at, updated_at = now()`,
    [tenantId, manifest.id, JSON.stringify(plain), SettingsSchema.of(manifest).version, now],
  );
  await tell(trx, tenantId);
  await trx.run("select pg_notify($1, '')", [EVENT_CHANNEL]);
}

export async function writeDisabled(trx: Transaction, tenantId: string, pluginId: string): Promise<void> {
  await trx.run(
    "update host.tenant_plugin set enabled = false, updated_at = now() where tenant_id = $1 and plugin_id = $2",
    [tenantId, pluginId],
  );
  await tell(trx, tenantId);
}

/** False where the stored revision is another one. */
export async function writeSettings(
  trx: Transaction,
  tenantId: string,
  manifest: PluginManifest,
  plain: Settings,
  revision: number,
): Promise<boolean> {
  const rows = await trx.run(
    `update host.tenant_plugin
     set settings = $3::jsonb, settings_version = $4, ${PREVIOUS("$4", "tenant_plugin.")}, revision = revision + 1, problem = null, updated_at = now()
     where tenant_id = $1 and plugin_id = $2 and revision = $5`,
    [tenantId, manifest.id, JSON.stringify(plain), SettingsSchema.of(manifest).version, revision],
  );
  if (rows > 0) await tell(trx, tenantId);
  return rows > 0;
}

/** Tells every replica, and the tenant's open pages, that the tenant's plugins changed. */
export async function tell(
  trx: { run(text: string, values: string[]): Promise<number> },
  tenantId: string,
): Promise<void> {
  await trx.run("select pg_notify($1, $2), pg_notify('live', $2 || ':plugins')", [TENANT_CHANNEL, tenantId]);
}

/** Saved in a newer shape, the settings leave the older ones beside, for the release before. */
const PREVIOUS = (version: string, row: "known." | "tenant_plugin.") => {
  const kept = (column: string, beside: string) =>
    `${beside} = case when ${row}settings_version < ${version} then ${row}${column} when ${row}settings_version = ${version} then ${row}${beside} end`;
  return `${kept("settings", "previous_settings")}, ${kept("settings_version", "previous_settings_version")}`;
};
