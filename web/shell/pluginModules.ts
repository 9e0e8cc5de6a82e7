import { useQuery } from "@tanstack/react-query";
import type { PluginUi } from "../kit/page/pluginUi.ts";

/** Pages that plugins of this repository bring, each its own chunk. Installed archives will come through an import map here. */
const modules = import.meta.glob<{ default: PluginUi }>("../../plugins/*/ui/index.tsx");

export async function loadPluginUi(plugin: string): Promise<PluginUi | undefined> {
  const load = modules[`../../plugins/${plugin}/ui/index.tsx`];
  return load === undefined ? undefined : (await load()).default;
}

export function usePluginUi(plugin: string) {
  return useQuery({
    queryKey: ["plugin-ui", plugin],
    queryFn: async () => (await loadPluginUi(plugin)) ?? null,
    staleTime: Number.POSITIVE_INFINITY,
    retry: 1,
  });
}
