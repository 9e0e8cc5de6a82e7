import { capabilityWords } from "./capabilityWords.ts";
import { type Enablement, isPlatformWide, settingsOf } from "./enablement.ts";
import type { Roster } from "./roster.ts";
import type { TenantPlugin } from "./runtime.ts";
import type { PluginSlot } from "./slot.ts";
import { missingDependencies } from "./tenantPlugins.ts";

/** Every plugin of the installation as one tenant sees it; empty where there is no such tenant. */
export async function catalogue(
  roster: Roster,
  enablement: Enablement,
  tenantId: string,
): Promise<TenantPlugin[]> {
  const state = await enablement.state(tenantId);
  if (state === undefined) return [];
  const manifests = roster.all().flatMap((slot) => slot.serving(tenantId).manifest ?? []);
  const entryOf = (slot: PluginSlot): TenantPlugin[] => {
    const { reason } = slot;
    const { manifest, generation, folder } = slot.serving(tenantId);
    if (manifest === undefined || manifest.kind !== "plugin" || slot.state === "disabled") return [];
    const row = state.plugins.get(slot.id);
    const { entitlement } = manifest.tenancy ?? {};
    const enabled = isPlatformWide(manifest) || (row?.enabled ?? false);
    const problem = enabled ? settingsOf(state, manifest).problem : undefined;
    const paused = generation?.breaker.refusal(tenantId);
    return [
      {
        manifest,
        folder: generation?.folder ?? folder,
        state: slot.state,
        enabled,
        entitled: entitlement === undefined || state.entitlements.includes(entitlement),
        missing: missingDependencies(state, manifest, manifests).map(({ id }) => id),
        revision: row?.revision ?? 0,
        may: capabilityWords(manifest),
        ...(reason === undefined ? {} : { reason }),
        ...(problem === undefined ? {} : { problem }),
        ...(paused === undefined ? {} : { pausedSeconds: paused }),
      },
    ];
  };
  return roster.all().flatMap(entryOf);
}
