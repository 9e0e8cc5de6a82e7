import type { EnabledTenant } from "@promostack/core";
import { type Enablement, settingsOf } from "./enablement.ts";
import type { Generation } from "./generation.ts";
import type { Invocations } from "./invocation.ts";
import type { Roster } from "./roster.ts";

/** A tenant's data may be a lot. */
const MOST_MS = 600_000;

export interface TenantDataParts {
  roster: Roster;
  enablement: Enablement;
  invocations: Invocations;
}

/** What a plugin holds for a tenant, by its own hooks; also while the tenant has it off. */
export class TenantData {
  readonly #parts: TenantDataParts;

  constructor(parts: TenantDataParts) {
    this.#parts = parts;
  }

  /** Hands each record to `take`. Nothing where the plugin exports nothing. Raises the refusal of a plugin that does not run. */
  async export(
    pluginId: string,
    tenantId: string,
    take: (record: Record<string, unknown>) => Promise<void>,
  ): Promise<void> {
    const { generation, tenant } = await this.#find(pluginId, tenantId);
    if (tenant === undefined || generation.plugin.export === undefined) return;
    await this.#run(generation, tenant, "export", async (context) => {
      for await (const record of generation.plugin.export?.(context) ?? []) {
        context.signal.throwIfAborted();
        await take(record);
      }
    });
  }

  /** Lets the plugin delete what it holds for a tenant, files among it. */
  async purge(pluginId: string, tenantId: string): Promise<void> {
    const { generation, tenant } = await this.#find(pluginId, tenantId);
    if (tenant === undefined || generation.plugin.purge === undefined) return;
    await this.#run(generation, tenant, "purge", async (context) => generation.plugin.purge?.(context));
  }

  async #find(
    pluginId: string,
    tenantId: string,
  ): Promise<{ generation: Generation; tenant: EnabledTenant | undefined }> {
    const generation = this.#parts.roster.require(pluginId).require(tenantId);
    const state = await this.#parts.enablement.freshState(tenantId);
    if (state === undefined) return { generation, tenant: undefined };
    const { settings } = settingsOf(state, generation.manifest);
    return { generation, tenant: { tenantId, timezone: state.timezone, settings } };
  }

  async #run(
    generation: Generation,
    tenant: EnabledTenant,
    what: string,
    work: (context: ReturnType<Generation["contexts"]["tenant"]>) => Promise<void>,
  ): Promise<void> {
    await this.#parts.invocations.run(
      { generation, phase: "tenant-hook", what, milliseconds: MOST_MS, tenantId: tenant.tenantId },
      (call, first) => work(generation.contexts.tenant(tenant, call, first, {})),
    );
  }
}
