import { useAdminPages } from "../shell/catalogue.ts";
import { PluginSlot } from "../shell/PluginSlot.tsx";

/** Addresses that the platform itself does not know: pages that plugins bring for admins. */
export default function PluginPages() {
  const { pages, isPending } = useAdminPages();
  return <PluginSlot pages={pages ?? []} pending={isPending} />;
}
