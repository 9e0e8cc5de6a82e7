import type { ReleaseRef } from "../../host/plugin/registration.ts";
import type { ReleaseSource } from "../../host/plugin/release.ts";
import type { Workshop } from "./workshop.ts";

/** Releases that a test made: their path is the folder itself. */
export const madeReleases: ReleaseSource = {
  source: "archive",
  folder: async ({ path }) => path ?? "",
};

/** A release of a plugin, made in the workshop. */
export async function madeRelease(
  workshop: Workshop,
  id: string,
  version: string,
  ...of: [manifest?: Record<string, unknown>, code?: string, files?: Record<string, string>]
): Promise<ReleaseRef> {
  const [manifest = {}, code, files] = of;
  const path = await workshop.plugin(id, { ...manifest, version }, code, files);
  return { pluginId: id, version, source: "archive", path, integrity: `sha512-${id}-${version}` };
}
