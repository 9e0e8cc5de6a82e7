import { queryOptions } from "@tanstack/react-query";
import type { PluginUi } from "../kit/page/pluginUi.ts";

/** Pages that plugins of this repository bring, each its own chunk. Installed archives will come through an import map here. */
const modules = import.meta.glob<{ default: PluginUi }>("../../plugins/*/ui/index.tsx");

async function load(plugin: string): Promise<PluginUi | null> {
  const source = modules[`../../plugins/${plugin}/ui/index.tsx`];
  return source === undefined ? null : (await source()).default;
}

/** A plugin's module, asked for once. */
export function pluginUi(plugin: string) {
  return queryOptions({
    queryKey: ["plugin-ui", plugin],
    queryFn: () => load(plugin),
    staleTime: Number.POSITIVE_INFINITY,
    retry: 1,
  });
}
