import { useTenantPages } from "../shell/catalogue.ts";
import { PluginSlot } from "../shell/PluginSlot.tsx";

/** Addresses that the platform itself does not know: pages of the tenant's plugins. */
export default function PluginPages() {
  const { pages, isPending } = useTenantPages();
  return <PluginSlot pages={pages ?? []} pending={isPending} />;
}
