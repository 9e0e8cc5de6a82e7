import { placedPages, useCatalogue } from "../shell/catalogue.ts";
import { PluginSlot } from "../shell/PluginSlot.tsx";

/** Addresses that the platform itself does not know: pages of the tenant's plugins. */
export default function PluginPages() {
  const { plugins, isPending } = useCatalogue();
  return <PluginSlot pages={placedPages(plugins ?? [], "dash")} pending={isPending} />;
}
