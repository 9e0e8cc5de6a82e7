import path from "node:path";
import { pathToFileURL } from "node:url";
import { isPlugin } from "@promostack/core";
import { readManifest, readRegistrationManifest } from "./manifest.ts";
import type { KernelLog } from "./ports.ts";
import type { PluginCli } from "./runtime.ts";

/**
 * Commands that bundled plugins add to the command line. Reads manifests, and imports only plugins that announce some; a
 * broken plugin is passed over with a warning, since the command line is what repairs it.
 */
export async function cliCommands(registrationFile: string, log: KernelLog): Promise<PluginCli[]> {
  const found: PluginCli[] = [];
  for (const { id, path: relative } of (await readRegistrationManifest(registrationFile)).releases) {
    if (relative === undefined) continue;
    const folder = path.resolve(path.dirname(registrationFile), relative);
    try {
      const manifest = await readManifest(folder);
      const announced = manifest.contributes?.cli ?? [];
      if (announced.length === 0) continue;
      const loaded: unknown = await import(
        pathToFileURL(path.join(folder, manifest.entry ?? "index.ts")).href
      );
      const plugin =
        typeof loaded === "object" && loaded !== null && "default" in loaded ? loaded.default : undefined;
      if (!isPlugin(plugin)) continue;
      for (const { name, summary } of announced) {
        const command = plugin.cli?.[name];
        if (command !== undefined) found.push({ plugin: id, name, summary, command });
      }
    } catch (error) {
      log.warn("Commands of a plugin are missing", { plugin: id, error: String(error) });
    }
  }
  return found;
}
