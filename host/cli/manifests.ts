import path from "node:path";
import type { PluginManifest } from "@promostack/core";
import type { DeclaredJob } from "../job/declaredJob.ts";
import { readManifest, readRegistrationManifest } from "../plugin/manifest.ts";
import { BUNDLED_SET } from "../plugin/release.ts";

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

/** Jobs as manifests declare them. */
export function jobsOf(plugins: readonly BundledPlugin[]): DeclaredJob[] {
  return plugins.flatMap(({ id, manifest }) =>
    (manifest?.contributes?.jobs ?? []).map((job) => ({
      plugin: id,
      name: job.name,
      title: job.title,
      schedule: job.schedule,
      timezone: job.timezone ?? "UTC",
      scope: job.scope,
      catchUp: job.catchUp ?? "latest",
      timeoutSeconds: job.timeoutSeconds ?? 60,
    })),
  );
}
