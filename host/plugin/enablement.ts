import { type Disposable, type EnabledTenant, PlatformError, type PluginManifest } from "@promostack/core";
import { LRUCache } from "lru-cache";
import type { Database } from "../db/database.ts";
import { type Settings, SettingsSchema } from "./settings.ts";
import type { StoredSettings } from "./settingsFit.ts";

/** Notices with the id of a tenant whose plugins, plan or zone changed. */
export const TENANT_CHANNEL = "tenant_plugin";

const TENANTS = 20_000;
/** Notices reach every replica; this only bounds how long a lost one could matter. */
const TTL_MS = 60_000;

/** A tenant's row for one plugin. */
export interface TenantRow extends StoredSettings {
  pluginId: string;
  enabled: boolean;
  revision: number;
}

export interface TenantState {
  tenantId: string;
  timezone: string;
  entitlements: string[];
  plugins: ReadonlyMap<string, TenantRow>;
}

const STATE = `
  select t.id as "tenantId", t.timezone, t.entitlements,
    coalesce((select json_agg(json_build_object('pluginId', p.plugin_id, 'enabled', p.enabled, 'settings', p.settings,
      'settingsVersion', p.settings_version, 'revision', p.revision, 'previousSettings', p.previous_settings,
      'previousSettingsVersion', p.previous_settings_version))
      from host.tenant_plugin p where p.tenant_id = t.id), '[]') as rows
  from host.tenant t where t.id = $1`;

const PAGE = `
  select t.id as "tenantId", t.timezone, p.settings, p.settings_version as "settingsVersion",
    p.previous_settings as "previousSettings", p.previous_settings_version as "previousSettingsVersion"
  from host.tenant_plugin p join host.tenant t on t.id = p.tenant_id
  where p.plugin_id = $1 and p.enabled and ($2::text is null or $2 = any(t.entitlements))
    and p.tenant_id > $3::uuid
  order by p.tenant_id limit $4`;

const EVERYBODY = `
  select t.id as "tenantId", t.timezone, '{}'::json as settings, 0 as "settingsVersion",
    null as "previousSettings", null as "previousSettingsVersion" from host.tenant t
  where ($1::text is null or $1 = any(t.entitlements)) and t.id > $2::uuid order by t.id limit $3`;

const NIL = "00000000-0000-0000-0000-000000000000";

/** Which tenant has which plugin with which settings: asked for on every call, so held in memory and told of changes. */
export class Enablement {
  readonly #database: Database;
  readonly #states = new LRUCache<string, Promise<TenantState | undefined>>({ max: TENANTS, ttl: TTL_MS });
  #listening: Disposable | undefined;

  constructor(database: Database) {
    this.#database = database;
  }

  async open(): Promise<void> {
    this.#listening = await this.#database.listen(TENANT_CHANNEL, (tenantId) => this.forget(tenantId));
  }

  async close(): Promise<void> {
    await this.#listening?.dispose();
  }

  /** Drops a tenant from memory; "" drops all. */
  forget(tenantId: string): void {
    if (tenantId === "") this.#states.clear();
    else this.#states.delete(tenantId);
  }

  /** From memory; undefined where there is no such tenant. */
  state(tenantId: string): Promise<TenantState | undefined> {
    const known = this.#states.get(tenantId);
    if (known !== undefined) return known;
    const asked = this.freshState(tenantId);
    this.#states.set(tenantId, asked);
    asked.catch(() => {
      if (this.#states.peek(tenantId) === asked) this.#states.delete(tenantId);
    });
    return asked;
  }

  /** From the database. Raises `tenant.unknown` where there is no such tenant, `tenant.invalid` for what is no id. */
  async freshState(tenantId: string): Promise<TenantState | undefined> {
    if (!/^[0-9a-f-]{36}$/i.test(tenantId)) return undefined;
    const rows = await this.#database.query<Omit<TenantState, "plugins"> & { rows: TenantRow[] }>(STATE, [
      tenantId,
    ]);
    const [found] = rows;
    if (found === undefined) return undefined;
    const { rows: plugins, ...tenant } = found;
    return { ...tenant, plugins: new Map(plugins.map((row) => [row.pluginId, row])) };
  }

  /** The tenant as a call into the plugin sees it. Raises `plugin.disabled`, `plugin.not_entitled`, `plugin.settings_outdated`. */
  async enabled(tenantId: string, manifest: PluginManifest): Promise<EnabledTenant> {
    const state = await this.state(tenantId);
    const refusal = refusalOf(state, manifest);
    if (refusal !== undefined || state === undefined) throw refusal ?? disabled(manifest);
    return { tenantId, timezone: state.timezone, settings: settingsOf(state, manifest).settings };
  }

  async isEnabled(tenantId: string, manifest: PluginManifest): Promise<boolean> {
    return refusalOf(await this.state(tenantId), manifest) === undefined;
  }

  /**
   * Tenants for which a call would pass, by id; fewer than `limit` only where there are no more. `manifestOf` says which
   * release serves a tenant; undefined leaves the tenant out.
   */
  async page(
    manifest: PluginManifest,
    page: { after?: string; limit?: number } = {},
    manifestOf: (tenantId: string) => PluginManifest | undefined = () => manifest,
  ): Promise<EnabledTenant[]> {
    const { limit = 500 } = page;
    let { after = NIL } = page;
    const entitlement = manifest.tenancy?.entitlement ?? null;
    const found: EnabledTenant[] = [];
    for (;;) {
      const rows = isPlatformWide(manifest)
        ? await this.#database.query<PageRow>(EVERYBODY, [entitlement, after, limit])
        : await this.#database.query<PageRow>(PAGE, [manifest.id, entitlement, after, limit]);
      for (const { tenantId, timezone, ...stored } of rows) {
        const own = manifestOf(tenantId);
        if (own === undefined) continue;
        const { settings, problem } = usable(stored, own);
        if (problem === undefined) found.push({ tenantId, timezone, settings });
        if (found.length === limit) return found;
      }
      const last = rows.at(-1);
      if (last === undefined || rows.length < limit) return found;
      after = last.tenantId;
    }
  }
}

interface PageRow extends StoredSettings {
  tenantId: string;
  timezone: string;
}

/** One for the installation: every tenant has it, nobody enables it. */
export function isPlatformWide(manifest: PluginManifest): boolean {
  return manifest.tenancy?.scope === "platform";
}

/** Why a call for this tenant does not pass; undefined where it does. */
export function refusalOf(
  state: TenantState | undefined,
  manifest: PluginManifest,
): PlatformError | undefined {
  if (state === undefined) return disabled(manifest);
  const row = state.plugins.get(manifest.id);
  if (!isPlatformWide(manifest) && !row?.enabled) return disabled(manifest);
  const { entitlement } = manifest.tenancy ?? {};
  if (entitlement !== undefined && !state.entitlements.includes(entitlement)) return notEntitled(manifest);
  const { problem } = settingsOf(state, manifest);
  return problem === undefined ? undefined : outdated(manifest, problem);
}

const completed = new WeakMap<TenantRow, { schema: SettingsSchema; settings: Settings; problem?: string }>();

/** A tenant's settings with defaults, and what is wrong with them for this release. */
export function settingsOf(
  state: TenantState,
  manifest: PluginManifest,
): { settings: Settings; problem?: string } {
  const schema = SettingsSchema.of(manifest);
  const row = state.plugins.get(manifest.id);
  if (row === undefined) return { settings: schema.complete({}).settings };
  const known = completed.get(row);
  if (known?.schema === schema) return known;
  const result = { schema, ...usable(row, manifest) };
  completed.set(row, result);
  return result;
}

/** Stored settings as a release gets them, with defaults; or what is wrong with them for it. */
function usable(stored: StoredSettings, manifest: PluginManifest): { settings: Settings; problem?: string } {
  const schema = SettingsSchema.of(manifest);
  const fitted = schema.fit(stored);
  const { settings, problems } = schema.complete(fitted.settings);
  const broken = problems.map(({ pointer, message }) => `${pointer || "/"} ${message}`).join("; ");
  const problem = fitted.problem ?? (broken === "" ? undefined : broken);
  return problem === undefined ? { settings } : { settings, problem };
}

export function disabled({ id, title }: PluginManifest): PlatformError {
  return new PlatformError(`${title} is not enabled.`, {
    code: "plugin.disabled",
    status: 404,
    plugin: id,
    hint: "Enable it in the catalogue of the dash.",
  });
}

export function notEntitled({ id, title, tenancy }: PluginManifest): PlatformError {
  return new PlatformError(`${title} is not part of the plan.`, {
    code: "plugin.not_entitled",
    status: 403,
    plugin: id,
    hint: "Ask for a plan that includes it.",
    details: { entitlement: tenancy?.entitlement },
  });
}

function outdated({ id, title }: PluginManifest, problem: string): PlatformError {
  return new PlatformError(`${title} waits for its settings to be corrected: ${problem}.`, {
    code: "plugin.settings_outdated",
    status: 409,
    plugin: id,
    hint: "Open the plugin's settings in the dash, correct them and save.",
    details: { problem },
  });
}
