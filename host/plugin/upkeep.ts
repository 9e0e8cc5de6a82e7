import type { PluginManifest } from "@promostack/core";
import { isPlatformWide } from "./enablement.ts";
import type { RuntimePorts } from "./ports.ts";
import { SettingsSchema } from "./settings.ts";
import type { FittedSettings, StoredSettings } from "./settingsFit.ts";
import { tell } from "./tenantPluginRows.ts";
import type { TenantPlugins } from "./tenantPlugins.ts";

interface Row extends StoredSettings {
  tenantId: string;
  revision: number;
  problem: string | null;
}

const PAGE = 500;

/** What is stored for tenants, brought up to date with the release that runs. */
export class Upkeep {
  readonly #ports: RuntimePorts;
  readonly #tenantPlugins: TenantPlugins;

  constructor(ports: RuntimePorts, tenantPlugins: TenantPlugins) {
    this.#ports = ports;
    this.#tenantPlugins = tenantPlugins;
  }

  /**
   * Stores the settings of the tenants that a release serves as the release wants them; a tenant whose settings cannot be
   * taken over is told what to fix, and the rest go on. Several replicas may do it at once: the revision lets one win.
   */
  async settleSettings(manifest: PluginManifest, serves: (tenantId: string) => boolean): Promise<void> {
    const schema = SettingsSchema.of(manifest);
    for (let after = NIL; ; ) {
      const rows = await this.#unsettled(manifest.id, schema.version, after);
      for (const row of rows) {
        if (!serves(row.tenantId)) continue;
        const fitted = schema.fit(row);
        const { version, problem = null } = fitted;
        if (version !== row.settingsVersion || problem !== row.problem)
          await this.#store(manifest.id, row, fitted, version > row.settingsVersion);
      }
      const last = rows.at(-1);
      if (rows.length < PAGE || last === undefined) return;
      after = last.tenantId;
    }
  }

  /** Switches plugins whose `tenancy.default` is enabled on, for tenants that have never decided. */
  async enableDefaults(manifests: readonly PluginManifest[], tenantId?: string): Promise<void> {
    for (const manifest of manifests) {
      if (manifest.tenancy?.default !== "enabled" || isPlatformWide(manifest)) continue;
      for (const tenant of await this.#undecided(manifest, tenantId)) {
        try {
          await this.#tenantPlugins.enable(tenant, manifest.id);
        } catch (error) {
          const reason = error instanceof Error ? error.message : String(error);
          const facts = { plugin: manifest.id, tenantId: tenant, error: reason };
          this.#ports.log.warn("A plugin that starts enabled could not be", facts);
        }
      }
    }
  }

  #unsettled(pluginId: string, version: number, after: string): Promise<Row[]> {
    return this.#ports.database.query<Row>(
      `select tenant_id as "tenantId", settings, settings_version as "settingsVersion", revision, problem,
         previous_settings as "previousSettings", previous_settings_version as "previousSettingsVersion"
       from host.tenant_plugin
       where plugin_id = $1 and (settings_version <> $2 or problem is not null) and tenant_id > $3::uuid
       order by tenant_id limit ${PAGE}`,
      [pluginId, version, after],
    );
  }

  /** What a release before would work with is kept beside. */
  async #store(
    pluginId: string,
    { tenantId, revision }: Row,
    { settings, version, problem }: FittedSettings,
    newer: boolean,
  ): Promise<void> {
    const kept = newer
      ? "previous_settings = settings, previous_settings_version = settings_version"
      : "previous_settings = null, previous_settings_version = null";
    await this.#ports.database.system(async (trx) => {
      const rows = await trx.run(
        `update host.tenant_plugin set ${problem === undefined ? `${kept},` : ""} settings = $3::jsonb, settings_version = $4,
           problem = $5, revision = revision + 1, updated_at = now()
         where tenant_id = $1 and plugin_id = $2 and revision = $6`,
        [tenantId, pluginId, JSON.stringify(settings), version, problem ?? null, revision],
      );
      if (rows > 0) await tell(trx, tenantId);
    });
  }

  async #undecided({ id, tenancy }: PluginManifest, tenantId: string | undefined): Promise<string[]> {
    const rows = await this.#ports.database.query<{ id: string }>(
      `select t.id from host.tenant t
       where ($2::uuid is null or t.id = $2) and ($3::text is null or $3 = any(t.entitlements))
         and not exists (select from host.tenant_plugin p where p.tenant_id = t.id and p.plugin_id = $1)`,
      [id, tenantId ?? null, tenancy?.entitlement ?? null],
    );
    return rows.map((row) => row.id);
  }
}

const NIL = "00000000-0000-0000-0000-000000000000";
