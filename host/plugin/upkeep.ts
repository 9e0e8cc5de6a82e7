import { PlatformError, type PluginManifest } from "@promostack/core";
import { isPlatformWide } from "./enablement.ts";
import type { Generation } from "./generation.ts";
import type { RuntimePorts } from "./ports.ts";
import { type Settings, SettingsSchema } from "./settings.ts";
import { type TenantPlugins, tell } from "./tenantPlugins.ts";

interface Outdated {
  tenantId: string;
  settings: Settings;
  version: number;
  revision: number;
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
   * Takes settings of an older `settingsVersion` through the plugin's own function. A tenant whose settings cannot be
   * migrated is told what to fix; the rest go on. Several replicas may do it at once: the revision lets one win.
   */
  async migrateSettings({ manifest, plugin }: Generation): Promise<void> {
    const schema = SettingsSchema.of(manifest);
    if (plugin.migrateSettings === undefined) return;
    for (let after = NIL; ; ) {
      const rows = await this.#outdated(manifest.id, schema.version, after);
      for (const row of rows) {
        const { settings, problem } = migrated(plugin.migrateSettings, schema, row);
        await this.#store(manifest.id, schema.version, row, settings, problem);
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

  #outdated(pluginId: string, version: number, after: string): Promise<Outdated[]> {
    return this.#ports.database.query<Outdated>(
      `select tenant_id as "tenantId", settings, settings_version as version, revision from host.tenant_plugin
       where plugin_id = $1 and settings_version < $2 and problem is null and tenant_id > $3::uuid
       order by tenant_id limit ${PAGE}`,
      [pluginId, version, after],
    );
  }

  async #store(
    pluginId: string,
    version: number,
    { tenantId, revision }: Outdated,
    settings: Settings,
    problem: string | undefined,
  ): Promise<void> {
    await this.#ports.database.system(async (trx) => {
      const rows = await trx.run(
        `update host.tenant_plugin set settings = $4::jsonb, problem = $5, revision = revision + 1, updated_at = now(),
           settings_version = case when $5::text is null then $3 else settings_version end
         where tenant_id = $1 and plugin_id = $2 and revision = $6`,
        [tenantId, pluginId, version, JSON.stringify(settings), problem ?? null, revision],
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

type Migrate = NonNullable<Generation["plugin"]["migrateSettings"]>;

/** The settings as this release wants them, or as they were with what a person must fix. */
function migrated(
  migrate: Migrate,
  schema: SettingsSchema,
  { settings: old, version }: Outdated,
): { settings: Settings; problem?: string } {
  try {
    const result = migrate(structuredClone(old), version);
    if ("problem" in result && typeof result.problem === "string" && Object.keys(result).length === 1) {
      return { settings: old, problem: result.problem };
    }
    const fresh: Settings = { ...result };
    const { problems } = schema.complete(fresh);
    if (problems.length === 0) return { settings: fresh };
    return { settings: old, problem: schema.invalid(problems).message };
  } catch (error) {
    const reason = PlatformError.is(error) || error instanceof Error ? error.message : String(error);
    return { settings: old, problem: `The settings could not be taken over to the new release: ${reason}` };
  }
}
