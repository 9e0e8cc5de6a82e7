import path from "node:path";
import type { PluginManifest } from "@promostack/core";
import { readManifest, readRegistrationManifest } from "./manifest.ts";
import { BUNDLED_SET } from "./release.ts";

export interface BundledPlugin {
  id: string;
  folder: string;
  manifest?: PluginManifest;
  /** Why plugin.json cannot be used. */
  problem?: unknown;
}

/** The bundled set with its checked manifests: what can be said of plugins without running any. */
export async function bundledPlugins(): Promise<BundledPlugin[]> {
  const { releases } = await readRegistrationManifest(BUNDLED_SET);
  return Promise.all(
    releases.map(async ({ id, path: relative = "" }) => {
      const folder = path.resolve(path.dirname(BUNDLED_SET), relative);
      try {
        return { id, folder, manifest: await readManifest(folder) };
      } catch (problem) {
        return { id, folder, problem };
      }
    }),
  );
}
