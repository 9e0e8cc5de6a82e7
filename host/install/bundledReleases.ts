import { readRegistrationManifest } from "../plugin/manifest.ts";
import type { ReleaseRef } from "../plugin/registration.ts";

/** Releases that this checkout brings, by id: what an admin uninstalled can be had again. */
export async function bundledReleases(registrationFile: string): Promise<ReadonlyMap<string, ReleaseRef>> {
  const { releases } = await readRegistrationManifest(registrationFile);
  const bundled = releases.filter(({ source }) => source === "bundled");
  return new Map(
    bundled.map(({ id, version, path, integrity }) => [
      id,
      { pluginId: id, version, source: "bundled", path: path ?? null, integrity: integrity ?? null },
    ]),
  );
}
