import type { PluginManifest, Transaction } from "@promostack/core";
import type { SecretVault } from "./ports.ts";
import type { TenantSettings } from "./runtime.ts";
import { type SettingsInput, SettingsSchema } from "./settings.ts";

/** The x-secret fields of a tenant's settings: they lie in the vault, never among the settings. */
export class TenantSecrets {
  readonly #vault: SecretVault;

  constructor(vault: SecretVault) {
    this.#vault = vault;
  }

  /** What a person may see of them: which are set, and how they end. */
  async describe(tenantId: string, manifest: PluginManifest): Promise<TenantSettings["secrets"]> {
    const secrets: TenantSettings["secrets"] = {};
    for (const name of SettingsSchema.of(manifest).secrets) {
      const stored = await this.#vault.describe(tenantId, manifest.id, name);
      secrets[name] = stored === undefined ? { set: false } : { set: true, last4: stored.last4 };
    }
    return secrets;
  }

  /** Null and undefined delete. */
  async put(
    tenantId: string,
    pluginId: string,
    secrets: Readonly<Record<string, string | null | undefined>>,
    trx?: Transaction,
  ): Promise<void> {
    for (const [name, value] of Object.entries(secrets)) {
      if (typeof value === "string") await this.#vault.put(tenantId, pluginId, name, value, trx);
      else await this.#vault.delete(tenantId, pluginId, name, trx);
    }
  }

  /** Answers how to put the old values back. */
  async replace(
    tenantId: string,
    pluginId: string,
    secrets: SettingsInput["secrets"],
  ): Promise<() => Promise<void>> {
    const before: Record<string, string | undefined> = {};
    for (const name of Object.keys(secrets)) before[name] = await this.#vault.get(tenantId, pluginId, name);
    await this.put(tenantId, pluginId, secrets);
    return () => this.put(tenantId, pluginId, before);
  }
}
