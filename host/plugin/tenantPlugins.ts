import {
  type Actor,
  type EnabledTenant,
  PlatformError,
  type PluginManifest,
  type SettingsTestResult,
} from "@promostack/core";
import {
  disabled,
  type Enablement,
  isPlatformWide,
  notEntitled,
  settingsOf,
  type TenantRow,
  type TenantState,
} from "./enablement.ts";
import type { RuntimePorts } from "./ports.ts";
import type { ChangedState, ChangeNote, TenantSettings } from "./runtime.ts";
import { type Settings, type SettingsInput, SettingsSchema } from "./settings.ts";
import { writeDisabled, writeEnabled, writeSettings } from "./tenantPluginRows.ts";
import { alwaysOn, conflict, lacking, needed, unknownTenant } from "./tenantRefusals.ts";
import { TenantSecrets } from "./tenantSecrets.ts";

/** Hooks that a plugin may have for a tenant. */
export type TenantHook = "enabled" | "disabled" | "checkSettings" | "settingsChanged";

export interface TenantPluginsParts {
  ports: RuntimePorts;
  enablement: Enablement;
  /** Of the releases that serve the tenant. */
  manifests(tenantId: string): readonly PluginManifest[];
  /** Of the release that serves the tenant. Raises the refusal of a plugin that does not run. */
  requireRunning(pluginId: string, tenantId: string): PluginManifest;
  requireManifest(pluginId: string, tenantId: string): PluginManifest;
  /** Runs a hook within its deadline; nothing where the plugin does not run or has none. */
  hook(pluginId: string, hook: TenantHook, tenant: EnabledTenant, before: Settings): Promise<void>;
  /** Runs a test of the plugin's; secrets in `typed` come before the stored ones. */
  test(
    pluginId: string,
    name: string,
    tenant: EnabledTenant,
    typed: SettingsInput["secrets"],
    signal?: AbortSignal,
  ): Promise<SettingsTestResult>;
}

/** What a tenant decides: which plugins are on, with which settings. */
export class TenantPlugins {
  readonly #parts: TenantPluginsParts;
  readonly #secrets: TenantSecrets;

  constructor(parts: TenantPluginsParts) {
    this.#parts = parts;
    this.#secrets = new TenantSecrets(parts.ports.vault);
  }

  /**
   * Checks plan, dependencies and settings, runs the plugin's `enabled`, and only then switches it on: until the row is
   * written nothing of it answers, so that there is nothing to undo but secrets.
   */
  async enable(
    tenantId: string,
    pluginId: string,
    given?: Settings,
    actor?: Actor,
    note?: ChangeNote,
  ): Promise<TenantSettings> {
    const manifest = this.#parts.requireRunning(pluginId, tenantId);
    if (isPlatformWide(manifest)) throw alwaysOn(manifest);
    const state = await this.#state(tenantId);
    this.#checkPlan(state, manifest);
    const row = state.plugins.get(pluginId);
    if (row?.enabled) {
      return given === undefined
        ? this.settings(tenantId, pluginId)
        : this.save(tenantId, pluginId, given, row.revision, actor, note);
    }
    const schema = SettingsSchema.of(manifest);
    const input = schema.split(given ?? (row && schema.fit(row).settings) ?? {});
    const settings = await this.#check(tenantId, manifest, input);
    const undo = await this.#secrets.replace(tenantId, pluginId, input.secrets);
    try {
      await this.#parts.hook(pluginId, "enabled", { tenantId, timezone: state.timezone, settings }, {});
      const before = stateOf(state, manifest);
      const { clock, database } = this.#parts.ports;
      await database.system(async (trx) => {
        await writeEnabled(trx, tenantId, manifest, input.plain, clock.now());
        await note?.(trx, { before, after: { enabled: true, settings } });
      });
      this.#parts.enablement.forget(tenantId);
    } catch (error) {
      await undo();
      throw error;
    }
    this.#note("Plugin enabled", tenantId, pluginId, actor);
    return this.settings(tenantId, pluginId);
  }

  /** Silent at once, here and on every replica; data, settings and waiting events stay. */
  async disable(
    tenantId: string,
    pluginId: string,
    actor?: Actor,
    note?: ChangeNote,
  ): Promise<TenantSettings> {
    const manifest = this.#parts.requireManifest(pluginId, tenantId);
    if (isPlatformWide(manifest)) throw alwaysOn(manifest);
    const state = await this.#state(tenantId);
    const row = state.plugins.get(pluginId);
    if (!row?.enabled) return this.settings(tenantId, pluginId);
    const needing = this.#parts
      .manifests(tenantId)
      .filter(
        ({ id, dependencies }) => dependencies?.[pluginId] !== undefined && state.plugins.get(id)?.enabled,
      );
    if (needing.length > 0) throw needed(manifest, needing);
    const before = stateOf(state, manifest);
    await this.#parts.ports.database.system(async (trx) => {
      await note?.(trx, { before, after: { ...before, enabled: false } });
      await writeDisabled(trx, tenantId, pluginId);
    });
    this.#parts.enablement.forget(tenantId);
    this.#note("Plugin disabled", tenantId, pluginId, actor);
    const tenant = { tenantId, timezone: state.timezone, settings: before.settings };
    return this.#report(tenantId, pluginId, () => this.#parts.hook(pluginId, "disabled", tenant, {}));
  }

  /** Settings as a person may see them: defaults filled in, of secrets only that they are set and how they end. */
  async settings(tenantId: string, pluginId: string): Promise<TenantSettings> {
    const manifest = this.#parts.requireManifest(pluginId, tenantId);
    const state = await this.#state(tenantId);
    const row = state.plugins.get(pluginId);
    const { settings, problem } = settingsOf(state, manifest);
    const secrets = await this.#secrets.describe(tenantId, manifest);
    const revision = row?.revision ?? 0;
    return {
      enabled: isPlatformWide(manifest) || (row?.enabled ?? false),
      settings,
      secrets,
      revision,
      etag: `"${revision}"`,
      ...(problem === undefined ? {} : { problem }),
    };
  }

  /** Raises `settings.conflict` (412) with both versions where somebody else has saved meanwhile. */
  async save(
    tenantId: string,
    pluginId: string,
    given: Settings,
    ifMatch: string | number,
    actor?: Actor,
    note?: ChangeNote,
  ): Promise<TenantSettings> {
    const manifest = this.#parts.requireManifest(pluginId, tenantId);
    const state = await this.#state(tenantId);
    const row = state.plugins.get(pluginId);
    if (row === undefined) throw disabled(manifest);
    const schema = SettingsSchema.of(manifest);
    const input = schema.split(given);
    const settings = await this.#check(tenantId, manifest, input);
    const revision = revisionOf(ifMatch);
    const before = stateOf(state, manifest);
    const tenant = { tenantId, timezone: state.timezone, settings };
    if (row.enabled) await this.#askPlugin(pluginId, tenant, before.settings);
    const saved = await this.#parts.ports.database.system(async (trx) => {
      if (!(await writeSettings(trx, tenantId, manifest, input.plain, revision))) return false;
      await this.#secrets.put(tenantId, pluginId, input.secrets, trx);
      await note?.(trx, { before, after: { enabled: row.enabled, settings } });
      return true;
    });
    this.#parts.enablement.forget(tenantId);
    if (!saved) throw conflict(manifest, given, await this.settings(tenantId, pluginId));
    this.#note("Plugin settings saved", tenantId, pluginId, actor);
    return this.#report(tenantId, pluginId, async () => {
      if (row.enabled) await this.#parts.hook(pluginId, "settingsChanged", tenant, before.settings);
    });
  }

  /** Checks settings as a save would, and hands them to the plugin's test without saving anything. */
  async test(
    tenantId: string,
    pluginId: string,
    name: string,
    given: Settings,
    signal?: AbortSignal,
  ): Promise<SettingsTestResult> {
    const manifest = this.#parts.requireRunning(pluginId, tenantId);
    const state = await this.#state(tenantId);
    this.#checkPlan(state, manifest);
    const input = SettingsSchema.of(manifest).split(given);
    const settings = await this.#check(tenantId, manifest, input);
    const tenant = { tenantId, timezone: state.timezone, settings };
    return this.#parts.test(pluginId, name, tenant, input.secrets, signal);
  }

  /** A plugin that is broken or paused must not keep anybody from mending its settings: only a refusal counts. */
  async #askPlugin(pluginId: string, tenant: EnabledTenant, before: Settings): Promise<void> {
    try {
      await this.#parts.hook(pluginId, "checkSettings", tenant, before);
    } catch (error) {
      if (PlatformError.is(error) && error.status < 500) throw error;
      const { tenantId } = tenant;
      this.#parts.ports.log.warn("Settings were saved unchecked", { tenantId, plugin: pluginId, error });
    }
  }

  /** A hook that only reacts cannot stop what has happened: what it throws is told, not undone. */
  async #report(tenantId: string, pluginId: string, hook: () => Promise<void>): Promise<TenantSettings> {
    try {
      await hook();
      return await this.settings(tenantId, pluginId);
    } catch (error) {
      const problem = error instanceof Error ? error.message : String(error);
      this.#parts.ports.log.warn("A tenant hook failed", {
        tenantId,
        plugin: pluginId,
        error: problem,
      });
      return { problem, ...(await this.settings(tenantId, pluginId)) };
    }
  }

  async #state(tenantId: string): Promise<TenantState> {
    const state = await this.#parts.enablement.freshState(tenantId);
    if (state !== undefined) return state;
    throw unknownTenant(tenantId);
  }

  #checkPlan(state: TenantState, manifest: PluginManifest): void {
    const { entitlement } = manifest.tenancy ?? {};
    if (entitlement !== undefined && !state.entitlements.includes(entitlement)) throw notEntitled(manifest);
    const missing = missingDependencies(state, manifest, this.#parts.manifests(state.tenantId));
    if (missing.length > 0) throw lacking(manifest, missing);
  }

  async #check(tenantId: string, manifest: PluginManifest, input: SettingsInput): Promise<Settings> {
    const schema = SettingsSchema.of(manifest);
    const { settings, problems } = schema.complete(input.plain);
    if (problems.length > 0) throw schema.invalid(problems);
    const described = Object.entries(await this.#secrets.describe(tenantId, manifest));
    const stored = new Set(described.flatMap(([name, { set }]) => (set ? name : [])));
    schema.checkSecrets(settings, input.secrets, stored);
    return settings;
  }

  #note(message: string, tenantId: string, plugin: string, actor: Actor | undefined): void {
    this.#parts.ports.log.info(message, { tenantId, plugin, actor: actor?.personId });
  }
}

/** What a change begins with, as its note tells it. */
function stateOf(state: TenantState, manifest: PluginManifest): ChangedState {
  return {
    enabled: state.plugins.get(manifest.id)?.enabled ?? false,
    settings: settingsOf(state, manifest).settings,
  };
}

/** Dependencies that the tenant has not enabled. */
export function missingDependencies(
  { plugins }: { plugins: ReadonlyMap<string, TenantRow> },
  { dependencies = {} }: PluginManifest,
  manifests: readonly PluginManifest[],
): PluginManifest[] {
  return manifests.filter(
    (each) => dependencies[each.id] !== undefined && !isPlatformWide(each) && !plugins.get(each.id)?.enabled,
  );
}

function revisionOf(ifMatch: string | number): number {
  const revision =
    typeof ifMatch === "number" ? ifMatch : Number(ifMatch.replace(/^W\//, "").replaceAll('"', ""));
  return Number.isInteger(revision) ? revision : -1;
}
